import Foundation

/// The repository that this file lies in.
enum Repository {
    /// The path of its top folder, without a slash at the end.
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        let path = url.path
        return path.hasSuffix("/") ? String(path.dropLast()) : path
    }()

    /// The paths of its files, from its top, sorted: what git tracks or would add; where there is
    /// no git, all that is not in a hidden folder or in a results folder.
    static let files: [String] = {
        let listed = git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        let paths = listed?.split(separator: "\0").map(String.init) ?? walk()
        return paths.filter { isFile(root + "/" + $0) }.sorted()
    }()

    /// The paths of files that git tracks, or nil where there is no git.
    static let trackedFiles: [String]? = git(["ls-files", "-z", "--cached"])
        .map { $0.split(separator: "\0").map(String.init) }

    /// The paths of Swift files, those below `folder` where one is named.
    static func swiftFiles(below folder: String = "") -> [String] {
        files.filter { $0.hasSuffix(".swift") && $0.hasPrefix(folder) }
    }

    /// The text of the file at `path`, or nil where it is not UTF-8.
    static func text(of path: String) throws -> String? {
        String(data: try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)), encoding: .utf8)
    }

    /// The names of the folders right below `folder`.
    static func folders(in folder: String) -> [String] {
        let below = files.filter { $0.hasPrefix(folder + "/") }
            .map { $0.dropFirst(folder.count + 1).split(separator: "/") }
        return Set(below.filter { $0.count > 1 }.map { String($0[0]) }).sorted()
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && !isDirectory.boolValue
    }

    private static func walk() -> [String] {
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            let folders = path.split(separator: "/").dropLast()
            let isHidden = folders.contains { $0.hasPrefix(".") && $0 != ".ci" }
            return !isHidden && !path.hasPrefix("Results/") && path != "Package.resolved"
        }
    }

    /// What git prints, or nil where it fails: no git, no repository, or not this user's.
    private static func git(_ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", root] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
