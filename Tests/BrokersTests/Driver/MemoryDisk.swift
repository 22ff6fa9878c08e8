import Storage

/// A disk in memory that can be told to refuse.
final class MemoryDisk: Disk {
    final class Contents {
        var bytes: [UInt8] = []
        var syncCount = 0
    }

    private struct OpenFile {
        let path: String
        let contents: Contents
    }

    var files: [String: Contents] = [:]
    private var opened: [OpenFile?] = []
    /// Whether an operation on a path is refused, and with what error number.
    var refusal: (_ operation: String, _ path: String) -> Int32? = { _, _ in nil }

    /// How often files were synced.
    var syncCount: Int { files.values.reduce(0) { $0 + $1.syncCount } }

    /// Files that are open.
    var openCount: Int { opened.count { $0 != nil } }

    /// Files that are open and have no name any more.
    var namelessCount: Int {
        opened.count { file in file.map { files[$0.path] !== $0.contents } ?? false }
    }

    /// The bytes of all segments of a log, oldest first.
    func logBytes(_ directory: String) -> [UInt8] {
        segments(of: directory).reduce([]) { $0 + (files[$1]?.bytes ?? []) }
    }

    /// Paths of a log's segments, oldest first.
    func segments(of directory: String) -> [String] {
        files.keys.filter { $0.hasPrefix(directory + "/") && $0.hasSuffix(".log") }.sorted()
    }

    /// The process that had files open is gone.
    func closeAll() { opened = opened.map { _ in nil } }

    private func check(_ operation: String, _ path: String) throws(StorageError) {
        if let code = refusal(operation, path) {
            throw .disk(operation: operation, path: path, code: code)
        }
    }

    private func file(_ file: DiskFile) -> OpenFile {
        guard let open = opened[Int(file.rawValue)] else {
            preconditionFailure("a closed file was used")
        }
        return open
    }

    func list(_ directory: String) throws(StorageError) -> [String] {
        try check("list", directory)
        let prefix = directory + "/"
        return files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .sorted()
    }

    func createDirectory(_ path: String) throws(StorageError) {
        try check("create a directory", path)
    }

    func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        try check("open", path)
        if files[path] == nil {
            guard create else { throw .disk(operation: "open", path: path, code: 2) }
            files[path] = Contents()
        }
        guard let contents = files[path] else {
            throw .disk(operation: "open", path: path, code: 2)
        }
        opened.append(OpenFile(path: path, contents: contents))
        return DiskFile(rawValue: Int32(opened.count - 1))
    }

    func close(_ file: DiskFile) { opened[Int(file.rawValue)] = nil }

    func size(of file: DiskFile) throws(StorageError) -> Int {
        self.file(file).contents.bytes.count
    }

    func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        let open = self.file(file)
        try check("read", open.path)
        let bytes = open.contents.bytes
        let count = max(0, min(room.count, bytes.count - position))
        if count > 0 { room.copyBytes(from: bytes[position..<(position + count)]) }
        return count
    }

    func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let open = self.file(file)
        try check("write", open.path)
        let contents = open.contents
        let end = position + bytes.count
        if contents.bytes.count < end {
            contents.bytes.append(
                contentsOf: repeatElement(0, count: end - contents.bytes.count))
        }
        contents.bytes.replaceSubrange(position..<end, with: bytes)
    }

    func sync(_ file: DiskFile) throws(StorageError) {
        let open = self.file(file)
        try check("sync", open.path)
        open.contents.syncCount += 1
    }

    func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        let contents = self.file(file).contents
        contents.bytes = Array(contents.bytes.prefix(bytes))
    }

    func rename(_ path: String, to newPath: String) throws(StorageError) {
        try check("rename", path)
        files[newPath] = files.removeValue(forKey: path)
    }

    func unlink(_ path: String) throws(StorageError) {
        try check("remove", path)
        files[path] = nil
    }

    func syncDirectory(_ directory: String) throws(StorageError) {
        try check("sync", directory)
    }
}
