import Foundation
import Platform
import Testing

/// A `weir-crash-child`, or another program that runs one, and what it says.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private var rest = Data()

    /// Where the build put the program, beside the tests.
    static var path: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")
            return URL(fileURLWithPath: tests).deletingLastPathComponent()
                .appendingPathComponent("weir-crash-child").path
        }
    }

    init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { if process.isRunning { kill() } }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end. Answers the exit code, or the signal that ended it, negative.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
    }

    /// The next whole line; nil at the end.
    func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                rest = rest[(end + 1)...]
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest.append(more)
        }
    }
}

/// What a child said was acknowledged.
struct Acknowledgement {
    let partition: Int
    let baseOffset: Int64
    let count: Int
    let firstNumber: UInt64

    init?(_ line: String) {
        let fields = line.split(separator: " ")
        guard fields.count == 5, fields[0] == "ack", let partition = Int(fields[1]),
            let base = Int64(fields[2]), let count = Int(fields[3]), let first = UInt64(fields[4])
        else { return nil }
        self.partition = partition
        baseOffset = base
        self.count = count
        firstNumber = first
    }
}
