import Records

/// A batch as a log holds it.
struct WrittenBatch {
    let base: Offset
    let next: Offset
    let epoch: LeaderEpoch
    let bytes: [UInt8]
}

/// A record of a test batch.
struct TestRecord: Equatable {
    var key: [UInt8]?
    var value: [UInt8]
    var timestamp: Int64

    static let sometime: Int64 = 1_700_000_000_000

    init(key: [UInt8]? = nil, value: [UInt8] = [], timestamp: Int64 = sometime) {
        self.key = key
        self.value = value
        self.timestamp = timestamp
    }
}

/// What an idempotent producer says of itself in a batch.
struct TestProducer {
    var id: Int64
    var epoch: Int16 = 0
    var sequence: Int32
}

enum TestBatches {
    /// The bytes of a batch as a producer sends it.
    static func encode(
        _ records: [TestRecord], codec: Codec = .none, producer: TestProducer? = nil
    ) throws -> [UInt8] {
        let bytes = records.reduce(BatchLayout.records) {
            $0 + BatchBuilder.recordOverheadBytesMax + $1.value.count + ($1.key?.count ?? 0)
        }
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: BatchBuffer(capacity: bytes + 64))
        for record in records {
            let place = record.key.map { key in
                key.withUnsafeBytes {
                    builder.append(
                        timestamp: record.timestamp, key: $0, valueBytes: record.value.count)
                }
            }
            let room =
                place
                ?? builder.append(
                    timestamp: record.timestamp, key: nil, valueBytes: record.value.count)
            record.value.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(start: room, count: $0.count).copyMemory(from: $0)
            }
        }
        let batch = try builder.finish(
            codec: codec, pool: pool, producerID: producer?.id ?? -1,
            producerEpoch: producer?.epoch ?? -1, baseSequence: producer?.sequence ?? -1)
        return withExtendedLifetime(batch) { Array(batch.bytes) }
    }

    /// `records` records with a value of `valueBytes` random bytes each.
    static func random(
        records: Int, valueBytes: Int, _ random: inout SeededRandom
    ) throws -> [UInt8] {
        try encode(
            (0..<records).map { _ in
                TestRecord(
                    key: random.oneIn(3) ? nil : [random.byte(), random.byte()],
                    value: (0..<valueBytes).map { _ in random.byte() },
                    timestamp: TestRecord.sometime + Int64(random.below(10_000)))
            })
    }

    /// Batches of many sizes, from one empty record to `bytesMax` bytes or so.
    static func assortment(count: Int, bytesMax: Int, seed: UInt64) throws -> [[UInt8]] {
        var random = SeededRandom(seed)
        return try (0..<count).map { index in
            let records = 1 + random.below(5)
            let valueBytes = index == 0 ? 0 : random.below(max(1, bytesMax / records))
            return try Self.random(records: records, valueBytes: valueBytes, &random)
        }
    }

    /// The batch as it lies in a log.
    static func stamped(_ bytes: [UInt8], base: Offset, epoch: LeaderEpoch) -> WrittenBatch {
        var bytes = bytes
        let next = bytes.withUnsafeMutableBytes { raw -> Offset in
            guard let start = raw.baseAddress else { return base }
            BatchHeader.stamp(start, baseOffset: base, leaderEpoch: epoch)
            return BatchHeader(at: start).nextOffset
        }
        return WrittenBatch(base: base, next: next, epoch: epoch, bytes: bytes)
    }
}

extension BatchBuffer {
    /// A buffer that holds these bytes.
    convenience init(_ bytes: [UInt8]) {
        self.init(capacity: max(1, bytes.count))
        bytes.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(start: base, count: $0.count).copyMemory(from: $0)
        }
        end = bytes.count
    }
}
