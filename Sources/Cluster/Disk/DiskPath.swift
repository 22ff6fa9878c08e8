/// Paths relative to a broker's directory.
enum DiskPath {
    /// The directory that holds `path`; `.` for the broker's own.
    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// The name of `path` in its directory.
    static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}
