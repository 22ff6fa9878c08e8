import Foundation

/// Every effect that this module has on the file system.
enum Files {
    enum Kind: Equatable {
        case missing
        case file
        case folder
    }

    /// What stands at `path`, symbolic links followed.
    static func kind(of path: String) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .missing }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    /// The names in the folder at `path`, sorted.
    static func entries(of path: String) throws(ReportError) -> [String] {
        guard let stream = opendir(path) else { throw failure("list the folder", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes the folder and those above it that are missing.
    static func makeFolders(_ path: String) throws(ReportError) {
        guard kind(of: path) == .missing else { return }
        let parent = parent(of: path)
        if parent != path { try makeFolders(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw failure("make the folder", path)
        }
    }

    /// Makes the folder; false where the name is taken.
    static func makeNewFolder(_ path: String) throws(ReportError) -> Bool {
        if mkdir(path, 0o777) == 0 { return true }
        if errno == EEXIST { return false }
        throw failure("make the folder", path)
    }

    /// Writes `text` to the file at `path`: in place of what it held, or after it.
    static func write(
        _ text: String, to path: String, appending: Bool = false
    ) throws(ReportError) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
        let descriptor = open(path, flags, 0o666)
        guard descriptor >= 0 else { throw failure("open the file", path) }
        var text = text
        let code = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        // A file system may report at close what it could not store.
        let closed = close(descriptor)
        if code != 0 {
            throw ReportError.system(action: "write the file", path: path, code: code)
        }
        guard closed == 0 else { throw failure("close the file", path) }
    }

    /// Writes files by their paths from `folder`, whose own folders are made.
    static func write(_ files: [String: String], into folder: String) throws(ReportError) {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            let place = "\(folder)/\(path)"
            try makeFolders(parent(of: absolute(place)))
            try write(text, to: place)
        }
    }

    /// Writes `text` beside the file at `path` and puts it in its place at once.
    static func replace(_ path: String, with text: String) throws(ReportError) {
        let temporary = "\(path).new"
        do throws(ReportError) {
            try write(text, to: temporary)
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// All bytes of the file at `path`.
    static func read(_ path: String) throws(ReportError) -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the file", path) }
        defer { close(descriptor) }
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count == 0 { return data }
            if count > 0 {
                data.append(contentsOf: chunk[..<count])
            } else if errno != EINTR {
                throw failure("read the file", path)
            }
        }
    }

    static func rename(_ path: String, to other: String) throws(ReportError) {
        guard Foundation.rename(path, other) == 0 else {
            throw failure("rename it to \(other)", path)
        }
    }

    /// Removes the folder and all in it. What cannot be removed stays: the caller is already
    /// reporting the error that made it clean up.
    static func removeTree(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The folder that holds `path`, which is absolute.
    static func parent(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// `path` without `.`, `..` and a trailing slash, from the root.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// 0, or the `errno` of the write that failed.
    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    private static func failure(_ action: String, _ path: String) -> ReportError {
        .system(action: action, path: path, code: errno)
    }
}
