import Platform
package import Storage
import Synchronization

/// A broker's disk as files under one directory. Used by one thread at a time.
///
/// Files that are open as the log sees it share a bounded number of descriptors: one that was not
/// used lately is closed and opened again when it is wanted.
package final class FileDisk: Disk {
    let root: String
    private var descriptors: DescriptorCache
    /// Bytes written to log files, for write amplification; read by other threads.
    private let writtenBytesCount: Atomic<Int>
    /// Bytes of files that were removed, replaced or cut; read by other threads.
    private let freedBytesCount: Atomic<Int>

    /// - Parameters:
    ///   - root: an existing directory.
    ///   - openFilesMax: how many descriptors are open at once, files that have no name any more
    ///     apart.
    package init(root: String, openFilesMax: Int = .max) {
        self.root = root
        descriptors = DescriptorCache(root: root, openMax: openFilesMax)
        writtenBytesCount = Atomic(0)
        freedBytesCount = Atomic(0)
    }

    /// Descriptors that are open.
    package var openDescriptors: Int { descriptors.openCount }

    /// Bytes written so far. Any thread may ask.
    package var writtenBytes: Int { writtenBytesCount.load(ordering: .relaxed) }

    /// Bytes written and not removed since; more than that where bytes were written over or lost
    /// with power. Any thread may ask.
    package var keptBytes: Int {
        // In this order, lest what is freed meanwhile makes it too small.
        let freed = freedBytesCount.load(ordering: .relaxed)
        return max(0, writtenBytes - freed)
    }

    private func noteFreed(_ bytes: Int) {
        let total = freedBytesCount.load(ordering: .relaxed) + bytes
        freedBytesCount.store(total, ordering: .relaxed)
    }

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

    private func file(_ file: DiskFile) throws(StorageError) -> OpenDescriptor {
        if let open = descriptors.open(file) { return open }
        let path = descriptors.path(of: file)
        return try call("open", path) { () throws(PlatformError) in
            try descriptors.reopen(file)
        }
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
        try call("open", path) { () throws(PlatformError) in
            try descriptors.add(path, create ? .create : .readWrite)
        }
    }

    package func close(_ file: DiskFile) { descriptors.remove(file) }

    /// Closes whatever is open, as the end of a process does.
    func closeAll() { descriptors.removeAll() }

    package func size(of file: DiskFile) throws(StorageError) -> Int {
        let open = try self.file(file)
        return try call("size", open.handle.path) { () throws(PlatformError) in
            try open.handle.byteCount()
        }
    }

    package func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        let open = try self.file(file)
        return try call("read", open.handle.path) { () throws(PlatformError) in
            try open.handle.read(into: room, at: position)
        }
    }

    package func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let open = try self.file(file)
        try call("write", open.handle.path) { () throws(PlatformError) in
            try open.handle.write(bytes, at: position)
        }
        let total = writtenBytesCount.load(ordering: .relaxed) + bytes.count
        writtenBytesCount.store(total, ordering: .relaxed)
    }

    package func sync(_ file: DiskFile) throws(StorageError) {
        let open = try self.file(file)
        try call("sync", open.handle.path) { () throws(PlatformError) in
            try open.handle.synchronizeData()
        }
    }

    package func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        let open = try self.file(file)
        try call("truncate", open.handle.path) { () throws(PlatformError) in
            let before = try open.handle.byteCount()
            try open.handle.truncate(to: bytes)
            noteFreed(max(0, before - bytes))
        }
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try call("rename", path) { () throws(PlatformError) in
            try descriptors.keep(newPath)
            let replaced = FileSystem.byteCount(of: full(newPath)) ?? 0
            try FileSystem.rename(full(path), to: full(newPath))
            noteFreed(replaced)
            descriptors.rename(path, to: newPath)
        }
    }

    package func unlink(_ path: String) throws(StorageError) {
        do throws(PlatformError) {
            try descriptors.keep(path)
            let removed = FileSystem.byteCount(of: full(path)) ?? 0
            try FileSystem.unlink(full(path))
            noteFreed(removed)
        } catch {
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
