import Records
import Testing

/// Vectors from Kafka's own tests and brokers.
@Suite struct GoldenVectorTests {
    @Test(arguments: [
        (0, "00"), (-1, "01"), (1, "02"), (63, "7e"), (-64, "7f"), (64, "8001"), (-65, "8101"),
        (300, "d804"), (Int(Int32.max), "feffffff0f"), (Int(Int32.min), "ffffffff0f"),
        (Int.max, "feffffffffffffffff01"), (Int.min, "ffffffffffffffffff01"),
    ])
    func varint(value: Int, hex: String) throws {
        let expected = try #require([UInt8](hex: hex))
        #expect(Varint.size(value) == expected.count)
        #expect(encoded(value) == expected)
        #expect(decoded(expected)?.value == value)
    }

    @Test(
        arguments: [
            ([UInt8]("123456789".utf8), 0xe306_9283),
            ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), ([], 0),
        ] as [([UInt8], UInt32)])
    func checksum(bytes: [UInt8], expected: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32C.checksum($0) } == expected)
    }

    static let batchA =
        "00000000000000000000003b00000001020318a2700000000000000000015dff7b063c0000015dff7b063c"
        + "ffffffffffffffffffffffffffff0000000112000000010631323300"

    @Test func batchOfAKafkaBrokerIsDecoded() throws {
        let golden = try #require([UInt8](hex: Self.batchA))
        try golden.withUnsafeBytes { bytes in
            let header = try BatchHeader.validated(bytes)
            #expect(header.baseOffset == .zero)
            #expect(header.byteCount == golden.count)
            #expect(header.leaderEpoch == LeaderEpoch(1))
            #expect(header.attributes == 0)
            #expect(header.codec == Codec.none)
            #expect(header.lastOffset == .zero)
            #expect(header.nextOffset == Offset(1))
            #expect(header.baseTimestamp == 0x15d_ff7b_063c)
            #expect(header.maxTimestamp == 0x15d_ff7b_063c)
            #expect(header.producerID == -1)
            #expect(header.producerEpoch == -1)
            #expect(header.baseSequence == -1)
            #expect(header.recordCount == 1)
            #expect(
                try records(in: bytes) == [
                    SampleRecord(
                        offset: 0, timestamp: 0x15d_ff7b_063c, key: nil, value: [0x31, 0x32, 0x33])
                ])
        }
    }

    @Test func batchOfAKafkaBrokerIsWrittenByteForByte() throws {
        let buffer = try batch(of: [
            SampleRecord(
                offset: 0, timestamp: 0x15d_ff7b_063c, key: nil, value: [0x31, 0x32, 0x33])
        ])
        BatchHeader.stamp(buffer.base, baseOffset: .zero, leaderEpoch: LeaderEpoch(1))
        #expect(bytes(of: buffer).hex == Self.batchA)
    }

    @Test(
        arguments: [
            ("", 0x106e_08d9, 0, 9, 681), ("a", 0xa2d0_b27c, 1, 4, 524),
            ("ab", 0x12d8_262a, 2, 2, 434), ("abc", 0x1c94_221b, 0, 3, 107),
            ("21", 0xc5f2_f8ec, 0, 0, 340), ("foobar", 0xd0e4_7bbe, 0, 6, 166),
            ("1234", 0x9fc9_7b14, 0, 0, 940), ("kafka", 0xd067_cf64, 1, 4, 580),
            ("123456789", 0x9362_de66, 0, 6, 566), ("\0 ", 0x42de_cd0e, 0, 6, 742),
            ("a-little-bit-longer-string", 0xa768_c9c3, 2, 11, 819),
        ] as [(String, UInt32, Int, Int, Int)])
    func murmur2(key: String, hash: UInt32, of3: Int, of12: Int, of1000: Int) {
        let bytes = [UInt8](key.utf8)
        bytes.withUnsafeBytes { bytes in
            #expect(Murmur2.hash(bytes) == hash)
            #expect(Murmur2.partition(of: bytes, partitions: 3).index == of3)
            #expect(Murmur2.partition(of: bytes, partitions: 12).index == of12)
            #expect(Murmur2.partition(of: bytes, partitions: 1000).index == of1000)
        }
    }

    @Test(arguments: [(0, 0), (3, 0), (4, 1), (5, 2), (7, 2), (8, 0), (12, 1), (15, 2)])
    func stickyPartitionerDrawsFromKafkasTable(random: UInt64, partition: Int) {
        var partitioner = StickyPartitioner(partitions: 3, switchBytes: 1)
        partitioner.switchPartition(queueSizes: [0, 3, 1], random: random)
        #expect(partitioner.current.index == partition)
    }
}

/// The bytes that `Varint.write` writes.
func encoded(_ value: Int) -> [UInt8] {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { room in
        guard let base = room.baseAddress else { return [] }
        var pointer = base
        Varint.write(value, to: &pointer)
        return [UInt8](UnsafeRawBufferPointer(start: base, count: pointer - base))
    }
}

/// The value that `Varint.read` reads from `bytes`, and how many of them it takes.
func decoded(_ bytes: [UInt8]) -> (value: Int, bytes: Int)? {
    bytes.withUnsafeBytes { source in
        guard let base = source.baseAddress else { return nil }
        var pointer = base
        return Varint.read(from: &pointer, end: base + source.count).map { ($0, pointer - base) }
    }
}
