import Platform
import Records
package import Storage

/// A broker's disk that remembers what no sync has covered, so that a power loss can take it.
///
/// A file that is removed or replaced goes to a hidden directory until its directory is synced.
/// Used by one thread at a time.
package final class UnsyncedDisk: Disk {
    let base: FileDisk
    let root: String
    /// Where removed files are, relative to the broker's directory.
    let attic: String
    private var atticCount = 0
    /// The files whose names are known, by path.
    var names: [String: UnsyncedFile] = [:]
    /// The names as a power loss leaves them.
    var syncedNames: [String: UnsyncedFile] = [:]
    /// Directories whose own names no sync has covered.
    var unsyncedDirectories: Set<String> = []
    /// Changes of names that no sync has covered, in order.
    var changes: [(directory: String, change: NameChange)] = []
    /// Looked up by key only, never iterated.
    private var openFiles: [DiskFile: UnsyncedFile] = [:]

    enum NameChange {
        case create(String, UnsyncedFile)
        case rename(String, to: String)
        case unlink(String)
        case directory(String)
    }

    /// - Parameters:
    ///   - root: the directory of `base`, whose files count as synced.
    ///   - shard: tells apart the disks of several listeners in one directory.
    package init(_ base: FileDisk, root: String, shard: Int) {
        self.base = base
        self.root = root
        attic = ".unsynced-\(shard)"
    }

    /// The file under a name, if it has one; what was there before this disk is synced.
    private func file(at path: String) throws(StorageError) -> UnsyncedFile? {
        if let known = names[path] { return known }
        guard FileSystem.exists(Directory.path(root, path)) else { return nil }
        let handle = try base.open(path, create: false)
        defer { base.close(handle) }
        let found = UnsyncedFile(place: path, byteCount: try base.size(of: handle))
        names[path] = found
        syncedNames[path] = found
        return found
    }

    /// Moves a file's bytes out of sight and frees its name.
    func putAway(_ file: UnsyncedFile, from path: String) throws(StorageError) {
        try base.createDirectory(attic)
        let place = "\(attic)/\(atticCount)"
        atticCount += 1
        try base.rename(file.place, to: place)
        file.place = place
        names[path] = nil
    }

    func forgetOpenFiles() { openFiles.removeAll() }

    // MARK: Names

    package func list(_ directory: String) throws(StorageError) -> [String] {
        try base.list(directory)
    }

    package func createDirectory(_ path: String) throws(StorageError) {
        guard !FileSystem.exists(Directory.path(root, path)) else { return }
        try base.createDirectory(path)
        unsyncedDirectories.insert(path)
        changes.append((DiskPath.directory(of: path), .directory(path)))
    }

    package func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        let known = try file(at: path)
        let handle = try base.open(path, create: create)
        if let known {
            openFiles[handle] = known
            return handle
        }
        let new = UnsyncedFile(place: path, byteCount: 0)
        names[path] = new
        openFiles[handle] = new
        changes.append((DiskPath.directory(of: path), .create(path, new)))
        return handle
    }

    package func close(_ file: DiskFile) {
        openFiles[file] = nil
        base.close(file)
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        guard let moved = try file(at: path) else { return try base.rename(path, to: newPath) }
        if let replaced = try file(at: newPath) { try putAway(replaced, from: newPath) }
        try base.rename(path, to: newPath)
        moved.place = newPath
        names[path] = nil
        names[newPath] = moved
        changes.append((DiskPath.directory(of: path), .rename(path, to: newPath)))
    }

    package func unlink(_ path: String) throws(StorageError) {
        guard let file = try file(at: path) else { return }
        try putAway(file, from: path)
        changes.append((DiskPath.directory(of: path), .unlink(path)))
    }

    package func syncDirectory(_ directory: String) throws(StorageError) {
        try base.syncDirectory(directory)
        var gone: [UnsyncedFile] = []
        for (place, change) in changes where place == directory {
            if let lost = apply(change, to: &syncedNames) { gone.append(lost) }
            if case .directory(let path) = change { unsyncedDirectories.remove(path) }
        }
        changes.removeAll { $0.directory == directory }
        for file in gone where file.place.hasPrefix(attic + "/") { try base.unlink(file.place) }
    }

    /// Makes a change to a set of names. Answers the file that has no name left.
    func apply(
        _ change: NameChange, to names: inout [String: UnsyncedFile]
    ) -> UnsyncedFile? {
        switch change {
        case .create(let path, let file):
            names[path] = file
            return nil
        case .rename(let path, let newPath):
            guard let moved = names.removeValue(forKey: path) else { return nil }
            return names.updateValue(moved, forKey: newPath)
        case .unlink(let path): return names.removeValue(forKey: path)
        case .directory: return nil
        }
    }

    // MARK: Bytes

    package func size(of file: DiskFile) throws(StorageError) -> Int {
        try base.size(of: file)
    }

    package func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        try base.read(file, at: position, into: room)
    }

    package func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        if let open = openFiles[file] {
            try note(open, file, changed: position..<position + bytes.count)
            open.byteCount = max(open.byteCount, position + bytes.count)
        }
        try base.write(file, at: position, bytes)
    }

    package func sync(_ file: DiskFile) throws(StorageError) {
        try base.sync(file)
        openFiles[file]?.noteSync()
    }

    package func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        if let open = openFiles[file] {
            if bytes < open.byteCount { try note(open, file, changed: bytes..<open.byteCount) }
            open.byteCount = bytes
        }
        try base.truncate(file, to: bytes)
    }

    private func note(
        _ open: UnsyncedFile, _ file: DiskFile, changed: Range<Int>
    ) throws(StorageError) {
        try open.noteChange(of: changed) { (position, count) throws(StorageError) in
            let buffer = BatchBuffer(capacity: count)
            let room = UnsafeMutableRawBufferPointer(start: buffer.base, count: count)
            let got = try base.read(file, at: position, into: room)
            return Array(room.prefix(got))
        }
    }
}
