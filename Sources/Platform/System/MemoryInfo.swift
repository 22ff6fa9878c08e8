import Glibc

/// The system's memory, as `/proc/meminfo` tells it. All in bytes.
package struct MemoryInfo: Hashable, Sendable {
    package let totalBytes: Int
    /// What programs can still take without swapping, by the kernel's estimate.
    package let availableBytes: Int
    /// Pages that wait to be written to a disk.
    package let dirtyBytes: Int
    /// Pages that are being written to one.
    package let writebackBytes: Int

    /// Reads the system's memory now.
    package static func current() throws(PlatformError) -> MemoryInfo {
        let path = "/proc/meminfo"
        return try MemoryInfo(parsing: FileSystem.text(of: path), place: path)
    }

    /// Reads `text`, which `/proc/meminfo` or one like it held; `place` is named in errors.
    package init(parsing text: String, place: String) throws(PlatformError) {
        var kibibytes: [Substring: Int] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(whereSeparator: { $0 == ":" || $0.isWhitespace })
            if parts.count >= 2, let value = Int(parts[1]) { kibibytes[parts[0]] = value }
        }
        func bytes(_ name: Substring) throws(PlatformError) -> Int {
            guard let value = kibibytes[name], (0...(Int.max >> 10)).contains(value) else {
                throw .malformed(
                    place: place, value: kibibytes[name].map(String.init) ?? "nothing",
                    expected: "a line '\(name): N kB'")
            }
            return value << 10
        }
        totalBytes = try bytes("MemTotal")
        availableBytes = try bytes("MemAvailable")
        dirtyBytes = try bytes("Dirty")
        writebackBytes = try bytes("Writeback")
    }
}

/// What this process and its container take of the memory.
package enum ProcessMemory {
    /// Bytes of this process that are in memory now.
    package static func residentBytes() throws(PlatformError) -> Int {
        let path = "/proc/self/statm"
        let text = try FileSystem.text(of: path)
        guard let pages = residentPages(inStatm: text) else {
            throw .malformed(
                place: path, value: text.trimmed(), expected: "at least two numbers of pages")
        }
        return pages * sysconf(CInt(_SC_PAGESIZE))
    }

    /// The second number of a text like `/proc/self/statm`: resident pages.
    package static func residentPages(inStatm text: String) -> Int? {
        let fields = text.split(whereSeparator: \.isWhitespace)
        return fields.count >= 2 ? Int(fields[1]) : nil
    }

    /// Bytes that this process's container may still take, or nil where it is in none or has no
    /// limit (control groups, version 2).
    package static func containerHeadroomBytes() -> Int? {
        guard let limit = try? FileSystem.text(of: "/sys/fs/cgroup/memory.max"),
            let used = try? FileSystem.text(of: "/sys/fs/cgroup/memory.current")
        else { return nil }
        return headroomBytes(limit: limit, used: used)
    }

    /// The difference of the texts of `memory.max` and `memory.current`, not below 0; nil where
    /// the limit is `max`.
    package static func headroomBytes(limit: String, used: String) -> Int? {
        guard let limit = Int(limit.trimmed()), let used = Int(used.trimmed()) else { return nil }
        return max(0, limit - used)
    }
}
