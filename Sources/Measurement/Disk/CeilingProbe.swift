import Platform

/// How fast one core can append to fresh files and read them back here, whatever the program does:
/// what a log's throughput is a share of.
package struct DiskCeiling: Hashable, Sendable {
    /// Bytes per second of 64 KiB writes to the end of a fresh file, into the page cache.
    package var appendBytesPerSecond: Double
    /// Bytes per second of 64 KiB reads of what was just written, out of the page cache.
    package var readBytesPerSecond: Double

    package init(appendBytesPerSecond: Double, readBytesPerSecond: Double) {
        self.appendBytesPerSecond = appendBytesPerSecond
        self.readBytesPerSecond = readBytesPerSecond
    }
}

/// Measures the disk's ceiling in a data directory and leaves nothing behind.
///
/// It writes a few files one after the other and keeps the best rate of each kind: on a virtual
/// machine memory that was never touched is several times dearer, which is no ceiling.
package struct CeilingProbe: Sendable {
    /// One write or read.
    package static let chunkBytes = 64 << 10

    private let bytesMax: Int
    private let nanosecondsMax: Int64
    private let rounds = 4

    /// A probe that writes at most `bytesMax` bytes in all and starts no new write after
    /// `nanosecondsMax`.
    package init(bytesMax: Int = 256 << 20, nanosecondsMax: Int64 = 500_000_000) {
        self.bytesMax = bytesMax
        self.nanosecondsMax = nanosecondsMax
    }

    /// Measures in `dataDirectory`, which must exist and be writable. At most a quarter of its free
    /// space is used.
    package func measure(dataDirectory: String) throws(MeasurementError) -> DiskCeiling {
        try onPlatform { () throws(PlatformError) in
            let free = try FileSystemInfo(holding: dataDirectory).freeBytes
            let roundBytes = min(bytesMax / rounds, free / 4)
            let folder = try Directory.createUnique(prefix: "ceiling-", in: dataDirectory)
            do throws(PlatformError) {
                let ceiling = try measure(folder: folder, roundBytes: roundBytes)
                try Directory.removeTree(folder)
                return ceiling
            } catch {
                // The measurement's own error is the one to tell.
                try? Directory.removeTree(folder)
                throw error
            }
        }
    }

    private func measure(
        folder: String, roundBytes: Int
    ) throws(PlatformError) -> DiskCeiling {
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.chunkBytes, alignment: 4096)
        defer { chunk.deallocate() }
        for index in chunk.indices { chunk[index] = UInt8(truncatingIfNeeded: index &* 167 &+ 13) }
        let deadline = MonotonicClock.now + nanosecondsMax
        var best = DiskCeiling(appendBytesPerSecond: 0, readBytesPerSecond: 0)
        for _ in 0..<rounds {
            let path = Directory.path(folder, "append")
            let round = try measureRound(
                path: path, chunk: chunk, chunkCount: max(1, roundBytes / Self.chunkBytes),
                deadline: deadline)
            try FileSystem.unlink(path)
            best.appendBytesPerSecond = max(
                best.appendBytesPerSecond, round.appendBytesPerSecond)
            best.readBytesPerSecond = max(best.readBytesPerSecond, round.readBytesPerSecond)
            if MonotonicClock.now >= deadline { break }
        }
        return best
    }

    /// At least one chunk is written and read, whatever the deadline.
    private func measureRound(
        path: String, chunk: UnsafeMutableRawBufferPointer, chunkCount: Int, deadline: Int64
    ) throws(PlatformError) -> DiskCeiling {
        let file = try FileHandle(opening: path, .createNew)
        let start = MonotonicClock.now
        var written = 0
        repeat {
            try file.write(UnsafeRawBufferPointer(chunk), at: written)
            written += Self.chunkBytes
        } while written < chunkCount * Self.chunkBytes && MonotonicClock.now < deadline
        let afterAppend = MonotonicClock.now
        var position = 0
        while position < written { position += try file.read(into: chunk, at: position) }
        let afterRead = MonotonicClock.now
        try file.close()
        return DiskCeiling(
            appendBytesPerSecond: Self.rate(written, afterAppend - start),
            readBytesPerSecond: Self.rate(position, afterRead - afterAppend))
    }

    private static func rate(_ byteCount: Int, _ nanoseconds: Int64) -> Double {
        Double(byteCount) * 1e9 / Double(max(1, nanoseconds))
    }
}
