import Records
package import Storage

/// One broker's disk in memory, which can lose power, fill up, fail and rot.
///
/// Files are written page by page into a cache that a sync makes durable; names are changed in
/// memory and made durable by a sync of their directory. It survives its broker.
package final class VirtualDisk: Disk {
    let model: DiskModel
    var trouble = DiskTrouble()
    /// As reads see them, by rising path.
    var names: [Entry] = []
    /// As a power loss leaves them, by rising path.
    var durableNames: [Entry] = []
    /// What was changed since, with the directory, in order.
    var changes: [(directory: String, change: NameChange)] = []
    var directories: [String] = ["."]
    var durableDirectories: [String] = ["."]
    private var handles: [Handle?] = []
    private var freeHandles: [Int32] = []
    /// What direct calls took since it was asked last: the broker waits for them.
    private var directTime = Nanoseconds.zero
    /// Bytes written, for statistics.
    package private(set) var writtenBytes = 0
    /// Syncs performed, of files.
    package private(set) var syncs = 0

    struct Entry {
        let path: String
        let file: VirtualFile
    }

    enum NameChange {
        case create(Entry)
        case rename(String, to: String)
        case unlink(String)
        case directory(String)
    }

    private struct Handle {
        let path: String
        let file: VirtualFile
    }

    package init(model: DiskModel = DiskModel()) { self.model = model }

    /// Files that are open.
    package var openFiles: Int { handles.count - freeHandles.count }

    /// The time that direct calls took since the last question.
    func takeDirectTime() -> Nanoseconds {
        defer { directTime = .zero }
        return directTime
    }

    /// Forgets the files that are open, as the end of a process does.
    func closeAll() {
        handles.removeAll()
        freeHandles.removeAll()
    }

    func file(of handle: DiskFile) -> VirtualFile? {
        let index = Int(handle.rawValue)
        return handles.indices.contains(index) ? handles[index]?.file : nil
    }

    // MARK: Files

    package func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        var place = Self.place(of: path, in: names)
        if !place.isFound {
            guard create, directories.contains(Self.directory(of: path)) else {
                throw .disk(operation: "open", path: path, code: 2)
            }
            if trouble.isFull || trouble.isFailing { throw refusal("create", path) }
            let entry = Entry(path: path, file: VirtualFile(place: SegmentPlace(path: path)))
            names.insert(entry, at: place.index)
            changes.append((Self.directory(of: path), .create(entry)))
            place.isFound = true
        }
        let handle = Handle(path: path, file: names[place.index].file)
        if let free = freeHandles.popLast() {
            handles[Int(free)] = handle
            return DiskFile(rawValue: free)
        }
        handles.append(handle)
        return DiskFile(rawValue: Int32(handles.count - 1))
    }

    package func close(_ file: DiskFile) {
        let index = Int(file.rawValue)
        precondition(
            handles.indices.contains(index) && handles[index] != nil, "a file is closed once")
        handles[index] = nil
        freeHandles.append(file.rawValue)
    }

    package func size(of file: DiskFile) throws(StorageError) -> Int {
        try handle(file).file.size
    }

    package func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(StorageError) -> Int {
        let handle = try handle(file)
        if trouble.isFailing { throw refusal("read", handle.path) }
        let count = handle.file.read(at: position, into: room)
        spend(model.read(bytes: count))
        return count
    }

    package func write(
        _ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(StorageError) {
        let handle = try handle(file)
        if trouble.isFull || trouble.isFailing { throw refusal("write", handle.path) }
        handle.file.write(bytes, at: position)
        writtenBytes += bytes.count
        spend(model.write(bytes: bytes.count))
    }

    package func sync(_ file: DiskFile) throws(StorageError) {
        let handle = try handle(file)
        if trouble.isFailing { throw refusal("sync", handle.path) }
        spend(model.sync(dirtyBytes: handle.file.unsyncedBytes))
        handle.file.sync()
        syncs += 1
    }

    package func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError) {
        let handle = try handle(file)
        if trouble.isFailing { throw refusal("truncate", handle.path) }
        handle.file.truncate(to: bytes)
        spend(model.writeLatency)
    }

    private func handle(_ file: DiskFile) throws(StorageError) -> Handle {
        let index = Int(file.rawValue)
        guard handles.indices.contains(index), let handle = handles[index] else {
            throw .disk(operation: "use of a closed file", path: "", code: 9)
        }
        return handle
    }

    /// What the disk says where it is full or failing.
    func refusal(_ operation: String, _ path: String) -> StorageError {
        .disk(
            operation: operation, path: path,
            code: trouble.isFailing ? DiskTrouble.inputOutput : DiskTrouble.noSpace)
    }

    func spend(_ time: Nanoseconds) { directTime += time + trouble.delay }
}
