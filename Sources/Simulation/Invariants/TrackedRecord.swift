import Records

/// A record of a topic that is compacted, as those who watch a log know it.
struct TrackedRecord: Hashable {
    let offset: Offset
    /// Tells the key from others; nil for none.
    let key: UInt64?
    /// Tells value and timestamp from others; nil for a tombstone.
    let value: UInt64?
    /// Of a tombstone: from when on it may go, milliseconds since 1970, where a pass of the
    /// cleaner has said so. It is no part of what the record is.
    let horizon: Int64?

    static func == (a: TrackedRecord, b: TrackedRecord) -> Bool {
        a.offset == b.offset && a.key == b.key && a.value == b.value
    }

    func hash(into hasher: inout Hasher) { hasher.combine(offset) }

    /// The records of a batch, in order, up to the first that cannot be read.
    static func all(in header: BatchHeader, pool: BufferPool) -> [TrackedRecord] {
        guard let plain = try? Compression.decompress(header, pool: pool) else { return [] }
        defer { pool.give(plain) }
        var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
        var records: [TrackedRecord] = []
        while let record = try? cursor.next() {
            records.append(
                TrackedRecord(
                    offset: record.offset, key: record.key.map(digest),
                    value: record.value.map { digest($0) ^ UInt64(bitPattern: record.timestamp) },
                    horizon: record.value == nil ? header.deleteHorizon : nil))
        }
        return records
    }

    /// FNV-1a, 64 bits.
    private static func digest(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
