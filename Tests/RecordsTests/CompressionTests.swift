import Records
import Testing

@Suite struct CompressionTests {
    /// A batch header for `count` records followed by `payload`, sealed.
    private static func sealed(_ codec: Codec, count: Int32, _ payload: [UInt8]) throws -> [UInt8] {
        var bytes = Array(try BatchCorruptionTests.smallBatch()[..<BatchLayout.records]) + payload
        bytes.store(codec.attributeBits, at: BatchLayout.attributes)
        bytes.store(count, at: BatchLayout.recordCount)
        bytes.store(count - 1, at: BatchLayout.lastOffsetDelta)
        bytes.store(Int32(bytes.count - BatchLayout.logOverhead), at: BatchLayout.batchLength)
        seal(&bytes)
        return bytes
    }

    private static func decompressed(
        _ bytes: [UInt8], pool: BufferPool
    ) throws -> Result<BatchBuffer, RecordError> {
        let memory = try GuardedMemory(bytes)
        let header = try BatchHeader.validated(memory.bytes)
        return Result { () throws(RecordError) in
            try Compression.decompress(header, pool: pool)
        }
    }

    private static func compressedBatch(_ codec: Codec, seed: Int) throws -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let records = (0..<200).map {
            SampleRecord(
                offset: $0, timestamp: $0, key: Array("key \($0 % 7)".utf8),
                value: Array("the same value again and again".utf8) + random.bytes(4))
        }
        return bytes(of: try batch(of: records, codec: codec))
    }

    /// Changed frames throw or give bytes that the cursor reads or refuses; nothing traps, and the
    /// codec's context is good for the next batch.
    @Test(arguments: 1...15, [Codec.lz4, .zstd])
    func changedFramesAreRefusedOrRead(seed: Int, codec: Codec) throws {
        var random = SeededGenerator(seed: seed)
        let pool = BufferPool()
        let batch = try Self.compressedBatch(codec, seed: seed)
        var refused = 0
        for _ in 0..<100 {
            var changed = batch
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let front = random.oneIn(2) ? min(changed.count, 80) : changed.count
                let index = Int.random(in: BatchLayout.records..<front, using: &random)
                changed[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            seal(&changed)
            switch try Self.decompressed(changed, pool: pool) {
            case .failure: refused += 1
            case .success(let plain):
                _ = try? records(in: plain.bytes)
                pool.give(plain)
            }
            let whole = try Self.decompressed(batch, pool: pool).get()
            try #require(try records(in: whole.bytes).count == 200, "seed \(seed)")
            pool.give(whole)
        }
        #expect(refused > 0, "seed \(seed)")
    }

    @Test(arguments: [Codec.lz4, .zstd])
    func everyCutFrameIsRefused(codec: Codec) throws {
        let pool = BufferPool()
        let payload = try Self.compressedBatch(codec, seed: 1)[BatchLayout.records...]
        for count in stride(from: 0, to: payload.count, by: 7) + [payload.count - 1] {
            let bytes = try Self.sealed(codec, count: 200, Array(payload.prefix(count)))
            guard case .failure(.codecFailure(codec, _)) = try Self.decompressed(bytes, pool: pool)
            else {
                Issue.record("a frame cut off after \(count) bytes was decompressed")
                continue
            }
        }
    }

    @Test(arguments: [Codec.lz4, .zstd])
    func bytesAfterTheFrameAreRefused(codec: Codec) throws {
        let payload = try Self.compressedBatch(codec, seed: 1)[BatchLayout.records...]
        let bytes = try Self.sealed(codec, count: 200, payload + [1, 2, 3, 4, 5])
        #expect(throws: RecordError.self) {
            try Self.decompressed(bytes, pool: BufferPool()).get()
        }
    }

    @Test(arguments: [Int16(1), 2, 5, 6, 7])
    func codecsThatAreNotReadAreNamed(bits: Int16) throws {
        var bytes = try BatchCorruptionTests.smallBatch()
        bytes.store(bits, at: BatchLayout.attributes)
        seal(&bytes)
        #expect(throws: RecordError.unsupportedCodec(attributeBits: bits)) {
            try Self.decompressed(bytes, pool: BufferPool()).get()
        }
    }

    @Test func moreRecordsThanTheBytesHoldAreRefused() throws {
        let payload = try Self.compressedBatch(.zstd, seed: 1)[BatchLayout.records...]
        let bytes = try Self.sealed(.zstd, count: .max, Array(payload))
        #expect(throws: RecordError.inconsistentHeader) {
            try Self.decompressed(bytes, pool: BufferPool()).get()
        }
    }

    /// Kafka's reader refuses lz4 blocks that lean on the block before ("Dependent block stream is
    /// unsupported"); bit 5 of the frame's flags says that they do not.
    @Test func lz4BlocksAreIndependent() throws {
        var random = SeededGenerator(seed: 1)
        let records = (0..<100).map {
            SampleRecord(offset: $0, timestamp: 0, key: nil, value: random.bytes(3_000))
        }
        let bytes = bytes(of: try batch(of: records, codec: .lz4))
        #expect(bytes.load(UInt32.self, at: BatchLayout.records) == 0x0422_4d18)
        #expect(bytes[BatchLayout.records + 4] & 0b0010_0000 != 0)
    }
}

extension CompressionTests {
    /// A zstd frame of blocks of 128 KiB of one byte (RFC 8878), which does not state its size.
    private static func frame(ofBlocks count: Int) -> [UInt8] {
        let magicAndWindow: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]
        return (1...count).reduce(into: magicAndWindow) { frame, block in
            let header = (128 << 10) << 3 | 1 << 1 | (block == count ? 1 : 0)
            frame += [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16), 0x78]
        }
    }

    @Test func zstdFrameWithoutItsSizeIsReadHoweverWellItCompressed() throws {
        let bytes = try Self.sealed(.zstd, count: 5, Self.frame(ofBlocks: 30))
        let plain = try Self.decompressed(bytes, pool: BufferPool()).get()
        #expect(plain.count == BatchLayout.records + 30 * 128 << 10)
        #expect(plain.bytes[BatchLayout.records...].allSatisfy { $0 == 0x78 })
    }

    @Test func frameBeyondTheLargestBatchIsRefused() throws {
        let bytes = try Self.sealed(.zstd, count: 5, Self.frame(ofBlocks: 2_048))
        #expect(throws: RecordError.codecFailure(.zstd, reason: "the records exceed 256 MiB")) {
            try Self.decompressed(bytes, pool: BufferPool()).get()
        }
    }

    /// A single-segment frame that states 2^62 bytes and holds none.
    @Test func statedSizeBeyondTheLargestBatchIsRefused() throws {
        let payload: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
        let bytes = try Self.sealed(.zstd, count: 1, payload)
        #expect(throws: RecordError.codecFailure(.zstd, reason: "the records exceed 256 MiB")) {
            try Self.decompressed(bytes, pool: BufferPool()).get()
        }
    }
}
