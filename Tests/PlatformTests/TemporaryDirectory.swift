import Foundation
import Platform

/// Runs `body` with a fresh directory, which is removed afterwards.
func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try Directory.createUnique(
        prefix: "weir-platform-", in: FileManager.default.temporaryDirectory.path)
    defer { try? Directory.removeTree(path) }
    return try body(path)
}

/// Creates or replaces the file at `path` with the bytes of `text`.
func write(_ text: String, to path: String) throws {
    let file = try FileHandle(opening: path, .replace)
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    try file.close()
}
