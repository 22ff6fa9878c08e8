/// What the next start finds after the process or the machine went down.
extension FaultyDisk {
    /// The disk after a crash of the process alone: everything written is there, and still not
    /// durable.
    func crashProcess() -> FaultyDisk {
        let disk = FaultyDisk()
        var copies: [ObjectIdentifier: Inode] = [:]
        func copy(_ inode: Inode) -> Inode {
            if let known = copies[ObjectIdentifier(inode)] { return known }
            let new = Inode(bytes: inode.bytes, durable: inode.durable)
            new.dirty = inode.dirty
            copies[ObjectIdentifier(inode)] = new
            return new
        }
        disk.names = names.mapValues(copy)
        disk.durableNames = durableNames.mapValues(copy)
        disk.directories = directories
        disk.durableDirectories = durableDirectories
        disk.changes = changes.map { directory, change in
            guard case .create(let path, let inode) = change else { return (directory, change) }
            return (directory, .create(path, copy(inode)))
        }
        return disk
    }

    /// The disk after a power loss. Each unsynced page is by itself kept, dropped or garbled, each
    /// unsynced size and name is old or new, by the seed.
    func losePower(seed: UInt64) -> FaultyDisk {
        var random = SeededRandom(seed)
        var names = durableNames
        var directories = durableDirectories
        for (_, change) in changes where random.oneIn(2) {
            Self.apply(change, to: &names, &directories)
        }
        let disk = FaultyDisk()
        for path in names.keys.sorted() {
            guard let inode = names[path], directories.contains(Self.directory(of: path)) else {
                continue
            }
            let bytes = inode.afterPowerLoss(&random)
            disk.names[path] = Inode(bytes: bytes, durable: bytes)
        }
        disk.durableNames = disk.names
        disk.directories = directories
        disk.durableDirectories = directories
        return disk
    }
}

extension FaultyDisk.Inode {
    fileprivate func afterPowerLoss(_ random: inout SeededRandom) -> [UInt8] {
        var size = random.oneIn(2) ? durable.count : bytes.count
        if bytes.count > durable.count, random.oneIn(3) {
            size = durable.count + random.below(bytes.count - durable.count)
        }
        var result = Array(durable.prefix(size))
        result.append(contentsOf: [UInt8](repeating: 0, count: size - result.count))
        for page in dirty.keys.sorted() {
            guard let range = dirty[page]?.clamped(to: 0..<min(size, bytes.count)) else {
                continue
            }
            switch random.below(3) {
            case 0: result.replaceSubrange(range, with: bytes[range])
            case 1: for index in range { result[index] = random.byte() }
            default: break
            }
        }
        return result
    }
}
