/// A sparse map from offset to position in one segment: every batch that begins at least
/// `indexIntervalBytes` after the last indexed one has an entry.
///
/// On disk (`.index`): 8 bytes an entry, big-endian: offset relative to the segment's base (4),
/// position (4). It is written when the segment is rolled or closed and rebuilt from the segment
/// whenever it does not fit it.
package struct OffsetIndex: Sendable {
    package struct Entry: Hashable, Sendable {
        package let relativeOffset: Int32
        package let position: Int32
    }

    /// Strictly increasing in both fields.
    package internal(set) var entries: [Entry] = []

    package static let entryBytes = 8

    package init() {}

    /// Adds a batch that begins at `position`.
    /// - Precondition: later than every entry in both fields.
    package mutating func append(relativeOffset: Int32, position: Int32) {
        if let last = entries.last {
            precondition(
                relativeOffset > last.relativeOffset && position > last.position,
                "index entries rise")
        }
        entries.append(Entry(relativeOffset: relativeOffset, position: position))
    }

    /// The last indexed batch that begins at or before the offset; the segment's start before
    /// the first entry. O(log n).
    package func entry(atOrBefore relativeOffset: Int32) -> Entry {
        let index = firstIndex { $0.relativeOffset > relativeOffset }
        return index == 0 ? Entry(relativeOffset: 0, position: 0) : entries[index - 1]
    }

    /// The position of the first indexed batch that begins at or after the offset, or nil past
    /// the last entry. O(log n).
    package func position(atOrAfter relativeOffset: Int32) -> Int? {
        let index = firstIndex { $0.relativeOffset >= relativeOffset }
        return index == entries.count ? nil : Int(entries[index].position)
    }

    func firstIndex(where isBeyond: (Entry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The entries as the file holds them.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * Self.entryBytes)
        for entry in entries {
            withUnsafeBytes(of: entry.relativeOffset.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: entry.position.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads entries, or answers nil where the bytes cannot be the index of a segment of
    /// `segmentBytes`.
    package init?(encoded bytes: UnsafeRawBufferPointer, segmentBytes: Int) {
        guard bytes.count % Self.entryBytes == 0 else { return nil }
        for start in stride(from: 0, to: bytes.count, by: Self.entryBytes) {
            let relative = Int32(
                bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self))
            let position = Int32(
                bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4, as: Int32.self))
            guard relative >= 0, position >= 0, position < segmentBytes else { return nil }
            if let last = entries.last {
                guard relative > last.relativeOffset, position > last.position else { return nil }
            }
            entries.append(Entry(relativeOffset: relative, position: position))
        }
    }
}
