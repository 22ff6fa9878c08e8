import Records
import TestOracles
import Testing

/// Batches of any shape: null values, headers, gaps between offsets, delete horizons.
@Suite struct SparseBatchTests {
    private let pool = BufferPool()

    private struct Written: Hashable {
        var record: SampleRecord
        var headers: [RecordHeader]
    }

    private func sample(_ random: inout SeededGenerator, base: Int64) -> [Written] {
        var offset = base
        return sampleRecords(count: Int.random(in: 1...60, using: &random), using: &random).map {
            var record = $0
            offset += random.oneIn(3) ? Int64.random(in: 1...9000, using: &random) : 1
            record.offset = offset
            if random.oneIn(4) { record.value = nil }
            let headers = (0..<(random.oneIn(3) ? 3 : 0)).map { number in
                RecordHeader(
                    key: String(repeating: "h", count: number * 70),
                    value: random.oneIn(2) ? nil : random.bytes(number * 40))
            }
            return Written(record: record, headers: headers)
        }
    }

    private func build(
        _ written: [Written], base: Int64, horizon: Int64? = nil, codec: Codec
    ) throws -> BatchBuffer {
        var builder = SparseBatchBuilder(
            baseOffset: Offset(base), deleteHorizon: horizon, pool: pool, capacityBytes: 64)
        for item in written {
            withBytes(item.record) { key, value in
                builder.append(
                    offset: Offset(item.record.offset), timestamp: item.record.timestamp,
                    key: key, value: value, headers: item.headers)
            }
        }
        return try builder.finish(
            codec: codec, producerID: 5, producerEpoch: 6, baseSequence: 7)
    }

    private func withBytes(
        _ record: SampleRecord,
        _ body: (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) -> Void
    ) {
        // An empty array's buffer may have no address, and is still no null.
        (record.key ?? []).withUnsafeBytes { key in
            (record.value ?? []).withUnsafeBytes { value in
                body(record.key == nil ? nil : key, record.value == nil ? nil : value)
            }
        }
    }

    private func read(_ batch: UnsafeRawBufferPointer) throws -> [Written] {
        let plain = try Compression.decompress(try BatchHeader.validated(batch), pool: pool)
        var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
        var read: [Written] = []
        while let view = try cursor.next() {
            let record = SampleRecord(
                offset: view.offset.rawValue, timestamp: view.timestamp,
                key: view.key.map { [UInt8]($0) }, value: view.value.map { [UInt8]($0) })
            read.append(Written(record: record, headers: view.headers))
        }
        return read
    }

    @Test(arguments: 1...20, Codec.allCases)
    func whatIsWrittenComesBack(seed: Int, codec: Codec) throws {
        var random = SeededGenerator(seed: seed)
        let base = Int64.random(in: 0...(1 << 40), using: &random)
        let written = sample(&random, base: base)
        let horizon: Int64? = random.oneIn(2) ? 1_700_000_000_123 : nil
        let buffer = try build(written, base: base, horizon: horizon, codec: codec)
        let header = try BatchHeader.validated(buffer.bytes)
        #expect(header.baseOffset == Offset(base), "seed \(seed)")
        #expect(header.lastOffset == Offset(written.last?.record.offset ?? 0), "seed \(seed)")
        #expect(header.deleteHorizon == horizon, "seed \(seed)")
        #expect(header.maxTimestamp == written.map(\.record.timestamp).max(), "seed \(seed)")
        #expect(try read(buffer.bytes) == written, "seed \(seed)")
        if codec == .none {
            let seen = ReferenceDecoder.records(in: bytes(of: buffer))
            #expect(seen == written.map(\.record), "seed \(seed)")
        }
    }

    /// What is left of a batch has its offsets, epoch, producer and sequences.
    @Test(arguments: 1...20, Codec.allCases)
    func whatIsLeftOfABatchKeepsItsPlace(seed: Int, codec: Codec) throws {
        var random = SeededGenerator(seed: seed)
        let written = sample(&random, base: 100)
        let original = try build(written, base: 100, codec: codec)
        BatchHeader.stamp(original.base, baseOffset: Offset(100), leaderEpoch: LeaderEpoch(3))
        let header = try BatchHeader.validated(original.bytes)
        let plain = try Compression.decompress(header, pool: pool)
        var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
        var builder = SparseBatchBuilder(
            baseOffset: header.baseOffset, deleteHorizon: 99, pool: pool)
        let kept = written.filter { _ in random.oneIn(2) }
        while let view = try cursor.next() {
            if kept.contains(where: { $0.record.offset == view.offset.rawValue }) {
                builder.append(copyOf: view)
            }
        }
        let left = try builder.finish(inPlaceOf: header)
        let after = try BatchHeader.validated(left.bytes)
        #expect(after.baseOffset == header.baseOffset)
        #expect(after.nextOffset == header.nextOffset)
        #expect(after.leaderEpoch == LeaderEpoch(3))
        #expect(after.producerID == 5 && after.producerEpoch == 6 && after.baseSequence == 7)
        #expect(after.recordCount == kept.count)
        #expect(after.deleteHorizon == (kept.isEmpty ? nil : 99))
        #expect(after.codec == (kept.isEmpty ? Codec.none : codec))
        #expect(try read(left.bytes) == kept, "seed \(seed)")
    }

    /// Header only, as Kafka leaves a producer's last batch.
    @Test func aBatchWithoutRecordsIsReadAsNone() throws {
        let original = try build(
            [
                Written(
                    record: SampleRecord(offset: 41, timestamp: 9, key: [1], value: [2]),
                    headers: [])
            ], base: 40, codec: .lz4)
        let header = try BatchHeader.validated(original.bytes)
        let left = try SparseBatchBuilder(baseOffset: header.baseOffset, pool: pool)
            .finish(inPlaceOf: header)
        #expect(left.count == BatchLayout.records)
        let after = try BatchHeader.validated(left.bytes)
        #expect(after.isEmptied && !after.isDense)
        #expect(after.nextOffset == Offset(42))
        #expect(after.maxTimestamp == 9 && after.baseTimestamp == -1)
        #expect(try read(left.bytes).isEmpty)
    }

    @Test func goldenTombstoneIsWrittenByteForByte() throws {
        // Golden batch A with key "k" and a null value: the record is 8 bytes after its length.
        var builder = BatchBuilder(buffer: pool.take(atLeast: 512))
        let fits = [UInt8("k".utf8.first ?? 0)].withUnsafeBytes {
            builder.append(timestamp: 0x15d_ff7b_063c, key: $0, value: nil)
        }
        #expect(fits)
        let buffer = try builder.finish(codec: .none, pool: pool)
        #expect(bytes(of: buffer)[61...].map { $0 } == [14, 0, 0, 0, 2, 0x6b, 1, 0])
        let view = try #require(try read(buffer.bytes).first)
        #expect(view.record.key == [0x6b] && view.record.value == nil && view.headers.isEmpty)
    }

    @Test func aBatchBuilderRefusesWhatHasNoRoom() throws {
        var builder = BatchBuilder(buffer: BatchBuffer(capacity: 128))
        let header = RecordHeader(key: "name", value: [UInt8](repeating: 1, count: 40))
        func append(_ bytes: Int) -> Bool {
            [UInt8](repeating: 7, count: bytes).withUnsafeBytes {
                builder.append(timestamp: 1, key: nil, value: $0, headers: [header])
            }
        }
        #expect(!append(60))
        #expect(builder.recordCount == 0)
    }

    /// kafka-python reads gaps, tombstones, headers and horizons as they were written.
    @Test(arguments: Codec.allCases)
    func kafkaPythonReadsThem(codec: Codec) throws {
        var random = SeededGenerator(seed: 31)
        var input: [String] = []
        var expected: [String] = []
        for number in 0..<12 {
            let written = sample(&random, base: 1000)
            let buffer = try build(
                written, base: 1000, horizon: number % 2 == 0 ? nil : 1_700_000_000_000,
                codec: codec)
            input.append(bytes(of: buffer).hex)
            let lines = written.map { item in
                let fields = [item.record.key, item.record.value].map { $0.map(\.hex) ?? "-" }
                let headers = item.headers.map { "\($0.key)=\($0.value.map(\.hex) ?? "-")" }
                return "\(item.record.offset),\(item.record.timestamp),\(fields[0]),\(fields[1]),"
                    + headers.joined(separator: ";")
            }
            expected.append((["True"] + lines).joined(separator: " "))
        }
        let script = """
            import sys
            from kafka.record.default_records import DefaultRecordBatch
            def spell(field):
                return '-' if field is None else field.hex()
            for line in sys.stdin:
                batch = DefaultRecordBatch(bytes.fromhex(line))
                print(batch.validate_crc(), *(
                    f'{r.offset},{r.timestamp},{spell(r.key)},{spell(r.value)},' + ';'.join(
                        f'{k}={spell(v)}' for k, v in r.headers) for r in batch))
            """
        let answers = try PythonOracle.kafka.lines(running: script, input: input)
        #expect(answers == expected)
    }
}
