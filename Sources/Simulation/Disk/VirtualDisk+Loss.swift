package import Records

extension VirtualDisk {
    /// Takes a power loss: nothing is open any more, every unsynced page of every file and every
    /// unsynced change of a name is by itself kept or lost, by `random`.
    package func losePower(_ random: inout RandomSource) {
        closeAll()
        for (_, change) in changes where random.next(below: 2) == 0 {
            Self.apply(change, to: &durableNames, &durableDirectories)
        }
        changes.removeAll()
        let directories = durableDirectories
        durableNames.removeAll { !directories.contains(Self.directory(of: $0.path)) }
        for entry in durableNames { entry.file.losePower(&random) }
        self.directories = durableDirectories
        names = durableNames
    }

    /// The segments of a partition's log, the oldest first.
    func segments(of partition: PartitionIndex) -> [(base: Offset, file: VirtualFile)] {
        var found: [(base: Offset, file: VirtualFile)] = []
        for entry in names {
            guard let place = entry.file.place, place.partition == partition,
                entry.path.hasSuffix(".log")
            else { continue }
            found.append((place.baseOffset, entry.file))
        }
        return found
    }

    /// The bytes of a partition's whole log.
    package func logBytes(of partition: PartitionIndex) -> [UInt8] {
        segments(of: partition).reduce(into: []) { $0.append(contentsOf: $1.file.bytes) }
    }
}
