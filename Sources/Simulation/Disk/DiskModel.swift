package import Records

/// How long the operations of a virtual disk take. A disk performs one at a time, in order.
///
/// The defaults are a datacenter SSD behind a page cache: a write is a copy into the cache, a sync
/// brings the dirty pages to the medium.
package struct DiskModel: Hashable, Sendable {
    /// A write's call into the page cache, besides its bytes.
    package var writeLatency = Nanoseconds.microseconds(8)
    /// A read, besides its bytes.
    package var readLatency = Nanoseconds.microseconds(12)
    /// A sync's flush of the medium, besides the bytes that are dirty.
    package var syncLatency = Nanoseconds.microseconds(800)
    /// What the page cache takes and gives.
    package var cacheBytesPerSecond = 3_000_000_000
    /// What the medium takes at a sync.
    package var mediumBytesPerSecond = 500_000_000

    package init() {}

    func write(bytes: Int) -> Nanoseconds {
        writeLatency + Self.transfer(bytes, cacheBytesPerSecond)
    }

    func read(bytes: Int) -> Nanoseconds {
        readLatency + Self.transfer(bytes, cacheBytesPerSecond)
    }

    func sync(dirtyBytes: Int) -> Nanoseconds {
        syncLatency + Self.transfer(dirtyBytes, mediumBytesPerSecond)
    }

    private static func transfer(_ bytes: Int, _ bytesPerSecond: Int) -> Nanoseconds {
        Nanoseconds(Int64(bytes * 1_000_000_000 / max(bytesPerSecond, 1)))
    }
}

/// What a virtual disk refuses, and how slow it is, beyond its model.
struct DiskTrouble: Hashable {
    /// Writes are refused with ENOSPC (28).
    var isFull = false
    /// Reads, writes and syncs are refused with EIO (5).
    var isFailing = false
    /// What each operation takes longer.
    var delay = Nanoseconds.zero

    static let noSpace: Int32 = 28
    static let inputOutput: Int32 = 5
}
