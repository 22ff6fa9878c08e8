import Records
package import Storage

extension VirtualDisk {
    package func list(_ directory: String) throws(StorageError) -> [String] {
        if trouble.isFailing { throw refusal("list", directory) }
        let prefix = directory + "/"
        var found: [String] = []
        var index = Self.place(of: prefix, in: names).index
        while index < names.count, names[index].path.hasPrefix(prefix) {
            found.append(String(names[index].path.dropFirst(prefix.count)))
            index += 1
        }
        return found
    }

    package func createDirectory(_ path: String) throws(StorageError) {
        guard !directories.contains(path) else { return }
        if trouble.isFull || trouble.isFailing { throw refusal("create", path) }
        directories.append(path)
        changes.append((Self.directory(of: path), .directory(path)))
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        if trouble.isFailing { throw refusal("rename", path) }
        guard Self.place(of: path, in: names).isFound else {
            throw .disk(operation: "rename", path: path, code: 2)
        }
        note(.rename(path, to: newPath), in: Self.directory(of: path))
    }

    package func unlink(_ path: String) throws(StorageError) {
        if trouble.isFailing { throw refusal("unlink", path) }
        guard Self.place(of: path, in: names).isFound else { return }
        note(.unlink(path), in: Self.directory(of: path))
    }

    package func syncDirectory(_ directory: String) throws(StorageError) {
        if trouble.isFailing { throw refusal("sync directory", directory) }
        spend(model.sync(dirtyBytes: 0))
        for (place, change) in changes where place == directory {
            Self.apply(change, to: &durableNames, &durableDirectories)
        }
        changes.removeAll { $0.directory == directory }
    }

    private func note(_ change: NameChange, in directory: String) {
        Self.apply(change, to: &names, &directories)
        changes.append((directory, change))
    }

    static func apply(
        _ change: NameChange, to names: inout [Entry], _ directories: inout [String]
    ) {
        switch change {
        case .create(let entry): put(entry, into: &names)
        case .rename(let path, let newPath):
            guard let file = remove(path, from: &names) else { return }
            put(Entry(path: newPath, file: file), into: &names)
        case .unlink(let path): _ = remove(path, from: &names)
        case .directory(let path):
            if !directories.contains(path) { directories.append(path) }
        }
    }

    private static func put(_ entry: Entry, into names: inout [Entry]) {
        let place = place(of: entry.path, in: names)
        if place.isFound {
            names[place.index] = entry
        } else {
            names.insert(entry, at: place.index)
        }
    }

    private static func remove(_ path: String, from names: inout [Entry]) -> VirtualFile? {
        let place = place(of: path, in: names)
        return place.isFound ? names.remove(at: place.index).file : nil
    }

    /// Where a path stands, or would stand, among names by rising path.
    static func place(of path: String, in names: [Entry]) -> (index: Int, isFound: Bool) {
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return (low, low < names.count && names[low].path == path)
    }

    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
