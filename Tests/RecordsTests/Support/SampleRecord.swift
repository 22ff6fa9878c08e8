import Records

/// A record that a test writes or read back.
struct SampleRecord: Hashable {
    var offset: Int64
    var timestamp: Int64
    var key: [UInt8]?
    var value: [UInt8]?
}

/// Records that a writer may produce: keys null, empty, short and long; values from empty to long;
/// timestamps that go up and down.
func sampleRecords(count: Int, using random: inout SeededGenerator) -> [SampleRecord] {
    var timestamp = Int64.random(in: 0...2_000_000_000_000, using: &random)
    return (0..<count).map { index in
        let step: Int64 = random.oneIn(10) ? 100_000_000_000 : 200
        timestamp += Int64.random(in: -step...step, using: &random)
        let key: [UInt8]? =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: nil
            case 1: []
            case 2: random.bytes(8)
            case 3: random.bytes(Int.random(in: 60...70, using: &random))
            case 4: random.bytes(Int.random(in: 8_180...8_200, using: &random))
            default: random.bytes(Int.random(in: 1...40, using: &random))
            }
        let valueBytes =
            random.oneIn(5)
            ? Int.random(in: 0...2, using: &random) : Int.random(in: 0...300, using: &random)
        return SampleRecord(
            offset: Int64(index), timestamp: timestamp, key: key, value: random.bytes(valueBytes))
    }
}

/// Builds a batch of `records` whose values are not null; the offsets are 0, 1, 2 …
func batch(
    of records: [SampleRecord], codec: Codec = .none, pool: BufferPool = BufferPool()
) throws -> BatchBuffer {
    let bytes = records.reduce(BatchLayout.records + 1) {
        $0 + BatchBuilder.recordOverheadBytesMax + ($1.key?.count ?? 0) + ($1.value?.count ?? 0)
    }
    var builder = BatchBuilder(buffer: pool.take(atLeast: bytes))
    for record in records { builder.append(record) }
    return try builder.finish(codec: codec, pool: pool)
}

extension BatchBuilder {
    /// Appends `record` with its key and value.
    mutating func append(_ record: SampleRecord) {
        let value = record.value ?? []
        let place =
            if let key = record.key {
                key.withUnsafeBytes {
                    append(timestamp: record.timestamp, key: $0, valueBytes: value.count)
                }
            } else {
                append(timestamp: record.timestamp, key: nil, valueBytes: value.count)
            }
        value.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(start: place, count: value.count).copyMemory(from: $0)
        }
    }
}

/// Walks the uncompressed batch at the front of `bytes`, which has been framed.
func records(in bytes: UnsafeRawBufferPointer) throws(RecordError) -> [SampleRecord] {
    var cursor = RecordCursor(validated: try BatchHeader.framed(bytes))
    var records: [SampleRecord] = []
    while let view = try cursor.next() {
        records.append(
            SampleRecord(
                offset: view.offset.rawValue, timestamp: view.timestamp,
                key: view.key.map { [UInt8]($0) }, value: view.value.map { [UInt8]($0) }))
    }
    return records
}

/// The bytes of `buffer`'s payload.
func bytes(of buffer: BatchBuffer) -> [UInt8] { [UInt8](buffer.bytes) }
