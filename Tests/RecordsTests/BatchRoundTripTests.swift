import Records
import Testing

@Suite struct BatchRoundTripTests {
    @Test(arguments: 1...25, Codec.allCases)
    func recordsComeBackAsWritten(seed: Int, codec: Codec) throws {
        var random = SeededGenerator(seed: seed)
        let pool = BufferPool()
        let count = Int.random(in: 1...200, using: &random)
        let written = sampleRecords(count: count, using: &random)
        let buffer = try batch(of: written, codec: codec, pool: pool)

        let memory = try GuardedMemory(bytes(of: buffer))
        let header = try BatchHeader.validated(memory.bytes)
        #expect(header.codec == codec, "seed \(seed)")
        #expect(header.recordCount == count, "seed \(seed)")
        #expect(header.lastOffsetDelta == count - 1, "seed \(seed)")
        #expect(header.baseTimestamp == written.first?.timestamp, "seed \(seed)")
        #expect(header.maxTimestamp == written.map(\.timestamp).max(), "seed \(seed)")
        #expect(header.byteCount == buffer.count, "seed \(seed)")
        let plain = try Compression.decompress(header, pool: pool)
        #expect(try records(in: plain.bytes) == written, "seed \(seed)")
        if codec == .none {
            #expect(ReferenceDecoder.records(in: bytes(of: buffer)) == written, "seed \(seed)")
        }
    }

    /// No key, or an empty one, and no value: the smallest record there is.
    @Test(arguments: [nil, []] as [[UInt8]?], Codec.allCases)
    func smallestRecordsComeBack(key: [UInt8]?, codec: Codec) throws {
        let written = (0..<3).map {
            SampleRecord(offset: Int64($0), timestamp: 7, key: key, value: [])
        }
        let pool = BufferPool()
        let buffer = try batch(of: written, codec: codec, pool: pool)
        if codec == .none {
            #expect(buffer.count == BatchLayout.records + 3 * BatchLayout.recordBytesMin)
        }
        let plain = try Compression.decompress(try BatchHeader.validated(buffer.bytes), pool: pool)
        #expect(try records(in: plain.bytes) == written)
    }

    @Test func timestampsAtTheEndsOf64BitsComeBack() throws {
        let written = [Int64.max, .min, 0, -1, .max].enumerated().map {
            SampleRecord(offset: Int64($0), timestamp: $1, key: [1], value: [2])
        }
        let buffer = try batch(of: written)
        #expect(try records(in: buffer.bytes) == written)
    }

    @Test func producerFieldsComeBack() throws {
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 512))
        builder.append(SampleRecord(offset: 0, timestamp: 1, key: nil, value: [1]))
        let buffer = try builder.finish(
            codec: .none, pool: pool, producerID: 0x0102_0304_0506_0708, producerEpoch: 0x090a,
            baseSequence: 0x0b0c_0d0e)
        let header = try BatchHeader.validated(buffer.bytes)
        #expect(header.producerID == 0x0102_0304_0506_0708)
        #expect(header.producerEpoch == 0x090a)
        #expect(header.baseSequence == 0x0b0c_0d0e)
        #expect(header.leaderEpoch == LeaderEpoch(-1))
    }

    @Test func stampingMovesTheOffsetsAndKeepsTheChecksum() throws {
        var random = SeededGenerator(seed: 1)
        var written = sampleRecords(count: 3, using: &random)
        let buffer = try batch(of: written)
        let before = try BatchHeader.validated(buffer.bytes).checksum
        BatchHeader.stamp(buffer.base, baseOffset: Offset(1 << 40), leaderEpoch: LeaderEpoch(5))
        let header = try BatchHeader.validated(buffer.bytes)
        #expect(header.checksum == before)
        #expect(header.leaderEpoch == LeaderEpoch(5))
        #expect(header.lastOffset == Offset(1 << 40 + 2))
        for index in written.indices { written[index].offset += 1 << 40 }
        #expect(try records(in: buffer.bytes) == written)
    }

    /// What `hasRoom` grants is never overrun: the batch ends within the limit.
    @Test(arguments: 1...20)
    func builderStaysWithinItsLimit(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let pool = BufferPool()
        let limit = Int.random(in: 100...20_000, using: &random)
        var builder = BatchBuilder(buffer: BatchBuffer(capacity: limit))
        var written: [SampleRecord] = []
        for record in sampleRecords(count: 500, using: &random)
        where builder.hasRoom(
            keyBytes: record.key?.count ?? 0, valueBytes: record.value?.count ?? 0, limit: limit)
        {
            var record = record
            record.offset = Int64(builder.recordCount)
            builder.append(record)
            written.append(record)
            try #require(builder.byteCount <= limit, "seed \(seed)")
        }
        #expect(!builder.hasRoom(keyBytes: 0, valueBytes: limit, limit: .max), "seed \(seed)")
        #expect(!builder.hasRoom(keyBytes: 0, valueBytes: .max, limit: .max), "seed \(seed)")
        guard builder.recordCount > 0 else { return }
        let buffer = try builder.finish(codec: .none, pool: pool)
        #expect(try records(in: buffer.bytes) == written, "seed \(seed)")
    }
}
