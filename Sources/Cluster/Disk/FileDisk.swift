import Platform
package import Storage
import Synchronization

/// A broker's disk as files under one directory. Used by one thread at a time.
package final class FileDisk: Disk {
    let root: String
    private var files: [OpenFile?] = []
    private var freeFiles: [Int32] = []
    /// Bytes written to log files, for write amplification; read by other threads.
    private let writtenBytesCount: Atomic<Int>

    private final class OpenFile {
        let handle: FileHandle
        init(_ handle: consuming FileHandle) { self.handle = handle }
    }

    /// - Parameter root: an existing directory.
    package init(root: String) {
        self.root = root
        writtenBytesCount = Atomic(0)
    }

    /// Bytes written so far. Any thread may ask.
    package var writtenBytes: Int { writtenBytesCount.load(ordering: .relaxed) }

    private func full(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }

    /// Runs a system call and speaks of its failure in this protocol's terms.
    private func call<Result: ~Copyable>(
        _ operation: String, _ path: String,
        _ body: () throws(PlatformError) -> Result
    ) throws(StorageError) -> Result {
        do throws(PlatformError) { return try body() } catch {
            throw .disk(
                operation: operation, path: full(path), code: error.errorNumber)
        }
    }

    private func file(_ file: DiskFile) -> OpenFile {
        guard let open = files[Int(file.rawValue)] else {
            preconditionFailure("a closed file was used")
        }
        return open
    }

    package func list(_ directory: String) throws(StorageError) -> [String] {
        guard FileSystem.exists(full(directory)) else { return [] }
        return try call("list", directory) { () throws(PlatformError) in
            try Directory.list(full(directory)).sorted()
        }
    }

    package func createDirectory(_ path: String) throws(StorageError) {
        try call("create a directory", path) { () throws(PlatformError) in
            try Directory.create(full(path))
        }
    }

    package func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        let handle = try call("open", path) { () throws(PlatformError) in
            try FileHandle(opening: full(path), create ? .create : .readWrite)
        }
        let number = freeFiles.popLast() ?? Int32(files.count)
        if Int(number) == files.count { files.append(nil) }
        files[Int(number)] = OpenFile(handle)
        return DiskFile(rawValue: number)
    }

    package func close(_ file: DiskFile) {
        files[Int(file.rawValue)] = nil
        freeFiles.append(file.rawValue)
    }

    /// Closes whatever is open, as the end of a process does.
    func closeAll() {
        files = []
        freeFiles = []
    }

    package func size(of file: DiskFile) throws(StorageError) -> Int {
        let open = self.file(file)
        return try call("size", open.handle.path) { () throws(PlatformError) in
            try open.handle.byteCount()
        }
    }

    package func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        let open = self.file(file)
        return try call("read", open.handle.path) { () throws(PlatformError) in
            try open.handle.read(into: room, at: position)
        }
    }

    package func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let open = self.file(file)
        try call("write", open.handle.path) { () throws(PlatformError) in
            try open.handle.write(bytes, at: position)
        }
        let total = writtenBytesCount.load(ordering: .relaxed) + bytes.count
        writtenBytesCount.store(total, ordering: .relaxed)
    }

    package func sync(_ file: DiskFile) throws(StorageError) {
        let open = self.file(file)
        try call("sync", open.handle.path) { () throws(PlatformError) in
            try open.handle.synchronizeData()
        }
    }

    package func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        let open = self.file(file)
        try call("truncate", open.handle.path) { () throws(PlatformError) in
            try open.handle.truncate(to: bytes)
        }
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try call("rename", path) { () throws(PlatformError) in
            try FileSystem.rename(full(path), to: full(newPath))
        }
    }

    package func unlink(_ path: String) throws(StorageError) {
        do throws(PlatformError) { try FileSystem.unlink(full(path)) } catch {
            guard !error.isMissing else { return }
            throw .disk(operation: "remove", path: full(path), code: error.errorNumber)
        }
    }

    package func syncDirectory(_ directory: String) throws(StorageError) {
        try call("sync", directory) { () throws(PlatformError) in
            try Directory.synchronize(full(directory))
        }
    }
}
