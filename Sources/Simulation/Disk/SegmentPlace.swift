import Records

/// Which segment of which partition's log a path names.
struct SegmentPlace: Hashable {
    let partition: PartitionIndex
    let baseOffset: Offset

    /// Of `TOPIC-PARTITION/BASE.log`, or what the cleaner writes to become it; nil for any other
    /// path, and for the topic that holds groups, whose name begins with two underscores.
    init?(path: String) {
        let parts = path.split(separator: "/")
        guard parts.count == 2, !parts[0].hasPrefix("__"),
            let stem = parts[1].split(separator: ".").first,
            parts[1].dropFirst(stem.count).hasPrefix(".log"), let base = Int64(stem),
            let number = parts[0].split(separator: "-").last.flatMap({ Int32($0) })
        else { return nil }
        partition = PartitionIndex(rawValue: number)
        baseOffset = Offset(base)
    }
}
