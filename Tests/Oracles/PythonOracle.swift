import Foundation

/// Runs a script of Debian's Python beside the tests, to compare with implementations that others
/// wrote. A missing one is an error, never a skipped test.
package struct PythonOracle {
    /// Debian's own interpreter: it alone sees the packages of the distribution.
    static let interpreter = "/usr/bin/python3"

    /// Modules that the script imports, and the package that each comes from.
    let packages: [(module: String, package: String)]

    package init(packages: [(module: String, package: String)]) { self.packages = packages }

    /// kafka-python with the codecs that it uses where they are installed.
    package static let kafka = PythonOracle(packages: [
        ("kafka", "python3-kafka"), ("lz4.frame", "python3-lz4"),
        ("zstandard", "python3-zstandard"),
    ])

    /// Feeds `input` to the script, a line each, and answers the lines that it prints.
    ///
    /// - Throws: `Failure`, where a package is missing or the script fails.
    package func lines(running script: String, input: [String] = []) throws(Failure) -> [String] {
        for (module, package) in packages
        where try Self.run("import \(module)", input: []).status != 0 {
            throw Failure("\(package) is missing; `make test` installs it")
        }
        let result = try Self.run(script, input: input)
        guard result.status == 0 else {
            throw Failure("python3 ended with \(result.status): \(result.errors)")
        }
        return result.output.split(separator: "\n").map(String.init)
    }

    /// Why the oracle has no answer, in one line.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    private typealias Outcome = (status: Int32, output: String, errors: String)

    /// Input and output go through files, so that neither side waits for the other to read.
    private static func run(_ script: String, input: [String]) throws(Failure) -> Outcome {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-oracle-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["input", "output", "errors"].map { folder.appendingPathComponent($0) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let text = input.map { $0 + "\n" }.joined()
            for (file, content) in zip(files, [text, "", ""]) {
                try Data(content.utf8).write(to: file)
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: interpreter)
            process.arguments = ["-c", script]
            process.standardInput = try FileHandle(forReadingFrom: files[0])
            process.standardOutput = try FileHandle(forWritingTo: files[1])
            process.standardError = try FileHandle(forWritingTo: files[2])
            try process.run()
            process.waitUntilExit()
            let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
            return (process.terminationStatus, texts[1], texts[2])
        } catch {
            throw Failure("\(interpreter) does not run (package python3): \(error)")
        }
    }
}
