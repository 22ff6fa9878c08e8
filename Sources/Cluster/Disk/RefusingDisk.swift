package import Storage

/// A broker's disk that can be made to refuse operations, as a full or a broken one does. Used by
/// one thread at a time.
package final class RefusingDisk: Disk {
    private let base: any Disk
    private var refusals: [(number: Int, refusal: Refusal)] = []
    /// Looked up by key only, never iterated.
    private var paths: [DiskFile: String] = [:]

    /// What is refused, and with which error number.
    package enum Refusal: Hashable, Sendable {
        /// Whatever takes room, with ENOSPC.
        case noSpace
        /// All but the opening of files that exist, with EIO.
        case inputOutputError

        var code: Int32 {
            switch self {
            case .noSpace: 28
            case .inputOutputError: 5
            }
        }
    }

    /// Before the operation's name in the errors of a refusal: no disk said so.
    private static let mark = "injected "

    package init(_ base: any Disk) { self.base = base }

    /// Refuses from now on, until it is healed by its number.
    package func refuse(_ refusal: Refusal, number: Int) {
        refusals.append((number, refusal))
    }

    package func heal(number: Int) { refusals.removeAll { $0.number == number } }

    /// Forgets what is open, as the end of a process does.
    func forgetOpenFiles() { paths.removeAll() }

    /// Whether an error comes from a refusal that was asked for.
    package static func isInjected(_ error: StorageError) -> Bool {
        guard case .disk(let operation, _, _) = error else { return false }
        return operation.hasPrefix(mark)
    }

    private func check(
        _ operation: String, _ path: String, takesRoom: Bool = false
    ) throws(StorageError) {
        for (_, refusal) in refusals where takesRoom || refusal == .inputOutputError {
            throw .disk(operation: Self.mark + operation, path: path, code: refusal.code)
        }
    }

    private func check(
        _ operation: String, _ file: DiskFile, takesRoom: Bool = false
    ) throws(StorageError) {
        guard !refusals.isEmpty else { return }
        try check(operation, paths[file] ?? "", takesRoom: takesRoom)
    }

    private func exists(_ path: String) throws(StorageError) -> Bool {
        try base.list(DiskPath.directory(of: path)).contains(DiskPath.name(of: path))
    }

    package func list(_ directory: String) throws(StorageError) -> [String] {
        try check("list", directory)
        return try base.list(directory)
    }

    package func createDirectory(_ path: String) throws(StorageError) {
        try check("create a directory", path, takesRoom: true)
        try base.createDirectory(path)
    }

    package func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        if create, !refusals.isEmpty, !(try exists(path)) {
            try check("create", path, takesRoom: true)
        }
        let file = try base.open(path, create: create)
        paths[file] = path
        return file
    }

    package func close(_ file: DiskFile) {
        paths[file] = nil
        base.close(file)
    }

    package func size(of file: DiskFile) throws(StorageError) -> Int {
        try base.size(of: file)
    }

    package func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        try check("read", file)
        return try base.read(file, at: position, into: room)
    }

    package func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        do throws(StorageError) { try check("write", file, takesRoom: true) } catch {
            // A full disk still takes a part of what is written.
            if case .disk(_, _, Refusal.noSpace.code) = error {
                let part = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
                try base.write(file, at: position, part)
            }
            throw error
        }
        try base.write(file, at: position, bytes)
    }

    package func sync(_ file: DiskFile) throws(StorageError) {
        try check("sync", file)
        try base.sync(file)
    }

    package func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        try check("truncate", file)
        try base.truncate(file, to: bytes)
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try check("rename", path)
        try base.rename(path, to: newPath)
    }

    package func unlink(_ path: String) throws(StorageError) {
        try check("remove", path)
        try base.unlink(path)
    }

    package func syncDirectory(_ directory: String) throws(StorageError) {
        try check("sync", directory)
        try base.syncDirectory(directory)
    }
}
