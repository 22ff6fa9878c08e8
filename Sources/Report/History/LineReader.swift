import Foundation

/// Reads a file line by line, so that its size does not matter.
enum LineReader {
    /// A line longer than this is not read.
    static let lineBytesMax = 64 << 20
    private static let chunkBytes = 1 << 20

    /// Calls `body` with each line, without its end, and its number from 1. What follows the
    /// last line end is a line too unless it is empty. `tooLong` makes the error for a line
    /// that is too long.
    static func forEachLine(
        of path: String, tooLong: (Int) -> ReportError,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReportError) -> Void
    ) throws(ReportError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the file", path) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: chunkBytes)
        var filled = 0
        var number = 0
        while true {
            if filled == buffer.count {
                guard filled < lineBytesMax else { throw tooLong(number + 1) }
                buffer += [UInt8](repeating: 0, count: buffer.count)
            }
            let count = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read the file", path)
            }
            let searched = filled
            filled += count
            let used = try takeLines(
                buffer, filled: filled, searched: searched, &number, isLast: count == 0, body)
            if count == 0 { return }
            if used > 0 {
                buffer.withUnsafeMutableBytes { bytes in
                    guard let base = bytes.baseAddress else { return }
                    memmove(base, base + used, filled - used)
                }
                filled -= used
            }
        }
    }

    /// Hands on the whole lines in the first `filled` bytes, of which the first `searched` hold
    /// no line end, and answers how many bytes they take.
    private static func takeLines(
        _ buffer: [UInt8], filled: Int, searched: Int, _ number: inout Int, isLast: Bool,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReportError) -> Void
    ) throws(ReportError) -> Int {
        var outcome: Result<Int, ReportError> = .success(0)
        buffer.withUnsafeBufferPointer { bytes in
            do throws(ReportError) {
                var start = 0
                var next = searched
                while next < filled,
                    let found = bytes[next..<filled].firstIndex(of: UInt8(ascii: "\n"))
                {
                    number += 1
                    try body(UnsafeBufferPointer(rebasing: bytes[start..<found]), number)
                    start = found + 1
                    next = start
                }
                if isLast, start < filled {
                    number += 1
                    try body(UnsafeBufferPointer(rebasing: bytes[start..<filled]), number)
                    start = filled
                }
                outcome = .success(start)
            } catch {
                outcome = .failure(error)
            }
        }
        return try outcome.get()
    }

    private static func failure(_ action: String, _ path: String) -> ReportError {
        .system(action: action, path: path, code: errno)
    }
}
