import Storage

/// A disk in memory that can fail, die and lose power.
///
/// What was synced survives a power loss; `losePower` decides by a seed about everything else.
final class FaultyDisk: Disk {
    enum NameChange {
        case create(String, Inode)
        case rename(String, to: String)
        case unlink(String)
        case directory(String)
    }

    /// What happens at one operation.
    enum Fault {
        /// It fails with this error number, and a write is done in part.
        case error(Int32)
        /// It and all later ones fail.
        case death
    }

    static let pageBytes = 4096

    var names: [String: Inode] = [:]
    var durableNames: [String: Inode] = [:]
    var directories: Set<String> = ["."]
    var durableDirectories: Set<String> = ["."]
    /// Changes of names not yet synced, with their directories, in order.
    var changes: [(directory: String, change: NameChange)] = []
    private var handles: [DiskFile: (path: String, inode: Inode)] = [:]
    private var nextHandle: Int32 = 3

    /// Operations so far that can fail.
    private(set) var operations = 0
    private(set) var syncs = 0
    private(set) var directorySyncs = 0
    /// The operation, counted from 1, that meets the fault.
    var fault: (at: Int, kind: Fault)?
    private(set) var isDead = false

    var openFiles: Int { handles.count }

    init() {}

    /// A disk that holds these files durably.
    init(files: [String: [UInt8]]) {
        for (path, bytes) in files {
            names[path] = Inode(bytes: bytes, durable: bytes)
            directories.insert(Self.directory(of: path))
        }
        durableNames = names
        durableDirectories = directories
    }

    /// The files as reads see them.
    var files: [String: [UInt8]] { names.mapValues(\.bytes) }

    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Counts an operation. Answers how many of `bytes` a failing write still does, with the
    /// error; nil when all is well.
    private func meet(_ operation: String, _ path: String) -> StorageError? {
        operations += 1
        var code: Int32 = 5
        if let fault, fault.at == operations {
            switch fault.kind {
            case .error(let number): code = number
            case .death: isDead = true
            }
        } else if !isDead {
            return nil
        }
        return .disk(operation: operation, path: path, code: code)
    }

    private func check(_ operation: String, _ path: String) throws(StorageError) {
        if let error = meet(operation, path) { throw error }
    }

    private func entry(_ file: DiskFile) throws(StorageError) -> (path: String, inode: Inode) {
        guard let entry = handles[file] else {
            throw .disk(operation: "use of a closed file", path: "", code: 9)
        }
        return entry
    }

    func list(_ directory: String) throws(StorageError) -> [String] {
        try check("list", directory)
        return names.keys.filter { Self.directory(of: $0) == directory }
            .map { String($0.dropFirst(directory.count + 1)) }.sorted()
    }

    func createDirectory(_ path: String) throws(StorageError) {
        try check("mkdir", path)
        guard directories.insert(path).inserted else { return }
        changes.append((Self.directory(of: path), .directory(path)))
    }

    func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        try check("open", path)
        if names[path] == nil {
            guard create, directories.contains(Self.directory(of: path)) else {
                throw .disk(operation: "open", path: path, code: 2)
            }
            let inode = Inode(bytes: [], durable: [])
            names[path] = inode
            changes.append((Self.directory(of: path), .create(path, inode)))
        }
        nextHandle += 1
        let file = DiskFile(rawValue: nextHandle)
        handles[file] = names[path].map { (path, $0) }
        return file
    }

    func close(_ file: DiskFile) {
        precondition(handles.removeValue(forKey: file) != nil, "a file is closed once")
    }

    func size(of file: DiskFile) throws(StorageError) -> Int {
        let (path, inode) = try entry(file)
        try check("size", path)
        return inode.bytes.count
    }

    func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        let (path, inode) = try entry(file)
        try check("read", path)
        let count = max(0, min(room.count, inode.bytes.count - position))
        inode.bytes.withUnsafeBytes { source in
            if count > 0 {
                room.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
            }
        }
        return count
    }

    func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let (path, inode) = try entry(file)
        let error = meet("write", path)
        // A write that fails has done some of its work, from nothing to all of it.
        let done = error == nil ? bytes.count : operations * 37 % (bytes.count + 1)
        inode.write(UnsafeRawBufferPointer(rebasing: bytes[..<done]), at: position)
        if let error { throw error }
    }

    func sync(_ file: DiskFile) throws(StorageError) {
        let (path, inode) = try entry(file)
        try check("sync", path)
        syncs += 1
        inode.durable = inode.bytes
        inode.dirty = [:]
    }

    func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        let (path, inode) = try entry(file)
        try check("truncate", path)
        if bytes < inode.bytes.count {
            inode.bytes.removeSubrange(bytes...)
        } else {
            inode.bytes.append(
                contentsOf: [UInt8](repeating: 0, count: bytes - inode.bytes.count))
        }
    }

    func rename(_ path: String, to newPath: String) throws(StorageError) {
        try check("rename", path)
        guard let inode = names.removeValue(forKey: path) else {
            throw .disk(operation: "rename", path: path, code: 2)
        }
        names[newPath] = inode
        changes.append((Self.directory(of: path), .rename(path, to: newPath)))
    }

    func unlink(_ path: String) throws(StorageError) {
        try check("unlink", path)
        guard names.removeValue(forKey: path) != nil else { return }
        changes.append((Self.directory(of: path), .unlink(path)))
    }

    func syncDirectory(_ directory: String) throws(StorageError) {
        try check("sync directory", directory)
        directorySyncs += 1
        for (place, change) in changes where place == directory {
            Self.apply(change, to: &durableNames, &durableDirectories)
        }
        changes.removeAll { $0.directory == directory }
    }

    static func apply(
        _ change: NameChange, to names: inout [String: Inode], _ directories: inout Set<String>
    ) {
        switch change {
        case .create(let path, let inode): names[path] = inode
        case .rename(let path, let newPath): names[newPath] = names.removeValue(forKey: path)
        case .unlink(let path): names[path] = nil
        case .directory(let path): directories.insert(path)
        }
    }
}
