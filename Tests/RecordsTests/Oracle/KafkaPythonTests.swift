import Records
import TestOracles
import Testing

/// kafka-python reads what Weir writes and the other way round.
@Suite struct KafkaPythonTests {
    @Test func murmur2AgreesOnTenThousandKeys() throws {
        let seed = 2024
        var random = SeededGenerator(seed: seed)
        let keys = (0..<10_000).map { random.bytes($0 % 65) }
        let script = """
            import sys
            from kafka.partitioner.default import murmur2
            for line in sys.stdin:
                print(murmur2(bytes.fromhex(line)) & 0x7fffffff)
            """
        let answers = try PythonOracle.kafka.lines(running: script, input: keys.map(\.hex))
        try #require(answers.count == keys.count)
        for (key, answer) in zip(keys, answers) {
            let hash = key.withUnsafeBytes { Murmur2.hash($0) } & 0x7fff_ffff
            try #require(answer == "\(hash)", "seed \(seed), key \(key.hex)")
        }
    }

    /// Prints a batch a line: whether its checksum is right, then its records.
    private static let decoder = """
        import sys
        from kafka.record.default_records import DefaultRecordBatch
        def spell(field):
            return '-' if field is None else field.hex()
        for line in sys.stdin:
            batch = DefaultRecordBatch(bytes.fromhex(line))
            print(batch.validate_crc(), *(
                f'{r.offset},{r.timestamp},{spell(r.key)},{spell(r.value)}' for r in batch))
        """

    /// A record as the scripts spell it.
    private static func spell(_ record: SampleRecord) -> String {
        let fields = [record.key, record.value].map { $0.map(\.hex) ?? "-" }
        return "\(record.offset),\(record.timestamp),\(fields[0]),\(fields[1])"
    }

    @Test(arguments: Codec.allCases)
    func batchesOfTheBuilderAreDecoded(codec: Codec) throws {
        let seed = 7
        var random = SeededGenerator(seed: seed)
        var batches: [String] = []
        var expected: [String] = []
        for _ in 0..<12 {
            var records = sampleRecords(
                count: Int.random(in: 1...70, using: &random), using: &random)
            let buffer = try batch(of: records, codec: codec)
            let base = Int64.random(in: 0...(1 << 50), using: &random)
            BatchHeader.stamp(buffer.base, baseOffset: Offset(base), leaderEpoch: LeaderEpoch(3))
            for index in records.indices { records[index].offset += base }
            batches.append(bytes(of: buffer).hex)
            expected.append((["True"] + records.map(Self.spell)).joined(separator: " "))
        }
        let answers = try PythonOracle.kafka.lines(running: Self.decoder, input: batches)
        try #require(answers.count == expected.count)
        for (answer, expected) in zip(answers, expected) {
            try #require(answer == expected, "seed \(seed)")
        }
    }

    /// Prints batches with gaps, null keys and values and record headers: the batch in one line,
    /// its records in the next.
    private static func encoder(codec: Codec) -> String {
        """
        import random
        from kafka.record.default_records import DefaultRecordBatchBuilder
        random.seed(11)
        def field(longest):
            return None if random.random() < 0.2 else random.choice([b'ab', b'c']) * \\
                random.randrange(longest)
        def spell(field):
            return '-' if field is None else field.hex()
        for _ in range(20):
            builder = DefaultRecordBatchBuilder(
                2, \(codec.attributeBits), False, 5, 6, 7, 1 << 20)
            offset, time, spelled = 0, random.randrange(1 << 41), []
            for _ in range(random.randrange(1, 100)):
                key, value = field(90), field(9000 if random.random() < 0.05 else 300)
                headers = [] if random.random() < 0.7 else [
                    ('h' * random.randrange(80), field(90)) for _ in range(random.randrange(4))]
                builder.append(offset, time, key, value, headers)
                spelled.append(f'{offset},{time},{spell(key)},{spell(value)}')
                offset += 1 if random.random() < 0.9 else random.randrange(1, 9000)
                time = max(0, time + random.randrange(-20000, 20000))
            print(bytes(builder.build()).hex())
            print(*spelled)
        """
    }

    @Test(arguments: Codec.allCases)
    func batchesOfKafkaPythonAreRead(codec: Codec) throws {
        let pool = BufferPool()
        let lines = try PythonOracle.kafka.lines(running: Self.encoder(codec: codec))
        try #require(lines.count == 40)
        var compressed = 0
        for index in stride(from: 0, to: lines.count, by: 2) {
            let memory = try GuardedMemory(try #require([UInt8](hex: lines[index])))
            let header = try BatchHeader.validated(memory.bytes)
            #expect(header.producerID == 5)
            #expect(header.producerEpoch == 6)
            #expect(header.baseSequence == 7)
            // kafka-python leaves a batch plain where compressing it would not help.
            compressed += header.codec == codec ? 1 : 0
            let plain = try Compression.decompress(header, pool: pool)
            let read = try records(in: plain.bytes).map(Self.spell).joined(separator: " ")
            try #require(read == lines[index + 1], "batch \(index / 2)")
        }
        #expect(compressed > 12)
    }

    @Test func missingPackageIsNamedWithItsRemedy() {
        let oracle = PythonOracle(packages: [("no_such_module", "python3-no-such")])
        let failure = #expect(throws: PythonOracle.Failure.self) { try oracle.lines(running: "") }
        #expect(
            failure?.description == "python3-no-such is missing; `make test` installs it")
    }

    @Test func failingScriptIsAnError() {
        let failure = #expect(throws: PythonOracle.Failure.self) {
            try PythonOracle.kafka.lines(running: "raise SystemExit('out of order')")
        }
        #expect(failure?.description == "python3 ended with 1: out of order\n")
    }
}
