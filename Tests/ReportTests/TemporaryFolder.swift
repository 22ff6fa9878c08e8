import Foundation

@testable import Report

/// A folder of a test, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-report-\(UUID().uuidString)").path
        try Files.makeFolders(path)
    }

    deinit { Files.removeTree(path) }
}
