import Foundation
import Storage

/// A real directory as a disk.
final class FileDisk: Disk {
    private let root: String

    init(root: String) { self.root = root }

    private func checked(
        _ result: Int, _ operation: String, _ path: String = ""
    ) throws(StorageError) -> Int {
        guard result >= 0 else { throw .disk(operation: operation, path: path, code: errno) }
        return result
    }

    private func full(_ path: String) -> String { root + "/" + path }

    func list(_ directory: String) throws(StorageError) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: full(directory))
        return (names ?? []).sorted()
    }

    func createDirectory(_ path: String) throws(StorageError) {
        if mkdir(full(path), 0o755) != 0, errno != EEXIST {
            throw .disk(operation: "mkdir", path: path, code: errno)
        }
    }

    func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        let flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0)
        return DiskFile(
            rawValue: Int32(
                try checked(Int(Foundation.open(full(path), flags, 0o644)), "open", path)))
    }

    func close(_ file: DiskFile) { _ = Foundation.close(file.rawValue) }

    func size(of file: DiskFile) throws(StorageError) -> Int {
        try checked(Int(lseek(file.rawValue, 0, SEEK_END)), "seek")
    }

    func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        try checked(
            pread(file.rawValue, room.baseAddress, room.count, off_t(position)), "read")
    }

    func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let count = try checked(
            pwrite(file.rawValue, bytes.baseAddress, bytes.count, off_t(position)), "write")
        guard count == bytes.count else { throw .disk(operation: "write", path: "", code: ENOSPC) }
    }

    func sync(_ file: DiskFile) throws(StorageError) {
        _ = try checked(Int(fdatasync(file.rawValue)), "sync")
    }

    func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        _ = try checked(Int(ftruncate(file.rawValue, off_t(bytes))), "truncate")
    }

    func rename(_ path: String, to newPath: String) throws(StorageError) {
        _ = try checked(Int(Foundation.rename(full(path), full(newPath))), "rename", path)
    }

    func unlink(_ path: String) throws(StorageError) {
        if Foundation.unlink(full(path)) != 0, errno != ENOENT {
            throw .disk(operation: "unlink", path: path, code: errno)
        }
    }

    func syncDirectory(_ directory: String) throws(StorageError) {
        let file = try checked(
            Int(Foundation.open(full(directory), O_RDONLY | O_DIRECTORY)), "open", directory)
        defer { _ = Foundation.close(Int32(file)) }
        _ = try checked(Int(fsync(Int32(file))), "sync directory", directory)
    }
}

/// Runs `body` in a fresh temporary directory that goes afterwards.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory
        .appendingPathComponent("weir-storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    try body(root.path)
}
