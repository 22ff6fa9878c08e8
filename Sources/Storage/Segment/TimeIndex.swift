/// A sparse map from timestamp to offset in one segment: an entry says that no record up to its
/// offset is later than its timestamp.
///
/// On disk (`.timeindex`): 12 bytes an entry, big-endian: timestamp in milliseconds (8), offset
/// relative to the segment's base (4).
package struct TimeIndex: Sendable {
    package struct Entry: Hashable, Sendable {
        /// Milliseconds since 1970.
        package let timestamp: Int64
        package let relativeOffset: Int32
    }

    /// Strictly increasing timestamps, increasing offsets.
    package internal(set) var entries: [Entry] = []

    package static let entryBytes = 12

    package init() {}

    /// Adds an entry unless its timestamp does not exceed the last one's.
    package mutating func appendIfLater(timestamp: Int64, relativeOffset: Int32) {
        if let last = entries.last {
            guard timestamp > last.timestamp, relativeOffset >= last.relativeOffset else { return }
        }
        entries.append(Entry(timestamp: timestamp, relativeOffset: relativeOffset))
    }

    /// The relative offset from which a scan for the first record at or after `timestamp` may
    /// start. O(log n).
    package func scanStart(for timestamp: Int64) -> Int32 {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].timestamp >= timestamp { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? 0 : entries[low - 1].relativeOffset
    }

    /// The entries as the file holds them.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * Self.entryBytes)
        for entry in entries {
            withUnsafeBytes(of: entry.timestamp.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: entry.relativeOffset.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads entries, or answers nil where the bytes cannot be a time index.
    package init?(encoded bytes: UnsafeRawBufferPointer) {
        guard bytes.count % Self.entryBytes == 0 else { return nil }
        for start in stride(from: 0, to: bytes.count, by: Self.entryBytes) {
            let timestamp = Int64(
                bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int64.self))
            let relative = Int32(
                bigEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: Int32.self))
            guard relative >= 0 else { return nil }
            if let last = entries.last {
                guard timestamp > last.timestamp, relative >= last.relativeOffset else {
                    return nil
                }
            }
            entries.append(Entry(timestamp: timestamp, relativeOffset: relative))
        }
    }
}
