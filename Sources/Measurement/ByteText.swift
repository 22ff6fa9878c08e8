/// Byte counts for people.
enum ByteText {
    /// `byteCount` in the largest decimal unit that it fills, whole numbers cut off below:
    /// `512 B`, `64 MB`, `80 GB`.
    static func text(_ byteCount: Int) -> String {
        let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
        for (size, name) in units where byteCount >= size { return "\(byteCount / size) \(name)" }
        return "\(byteCount) B"
    }
}
