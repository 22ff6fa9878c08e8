import Foundation
import Platform

/// Runs `body` with a fresh directory, which is removed afterwards.
func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try Directory.createUnique(
        prefix: "weir-cluster-", in: FileManager.default.temporaryDirectory.path)
    defer { try? Directory.removeTree(path) }
    return try body(path)
}
