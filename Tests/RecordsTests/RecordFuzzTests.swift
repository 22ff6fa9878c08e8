import Records
import Testing

/// Records that a wrong writer sealed with a right checksum: refused or read, never out of bounds.
@Suite struct RecordFuzzTests {
    /// Changes a few bytes behind the header, and now and then the header's count and deltas.
    private static func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: BatchLayout.records..<bytes.count, using: &random)
            bytes[index] =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] ^ (1 << UInt8.random(in: 0..<8, using: &random))
                case 1: [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
                case 2: bytes[index] &+ (random.oneIn(2) ? 2 : 254)
                default: UInt8.random(in: .min ... .max, using: &random)
                }
        }
        if random.oneIn(8) {
            bytes.store(Int32.random(in: 0...20, using: &random), at: BatchLayout.recordCount)
        }
        if random.oneIn(8) {
            bytes.store(Int32.random(in: 0...20, using: &random), at: BatchLayout.lastOffsetDelta)
        }
        if random.oneIn(8) {
            let far = Int64.max - Int64.random(in: 0...20, using: &random)
            bytes.store(far, at: BatchLayout.baseOffset)
        }
    }

    @Test(arguments: 1...60)
    func mutatedRecordsAreReadAsTheReferenceDecoderReadsThem(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        // Mostly short records, so that most mutations hit what frames them.
        let written = sampleRecords(count: 12, using: &random).map { record in
            var record = record
            if !random.oneIn(6) {
                record.key = record.key.map { Array($0.prefix(3)) }
                record.value = record.value.map { Array($0.prefix(3)) }
            }
            return record
        }
        let original = bytes(of: try batch(of: written))
        var refused = 0
        for round in 0..<200 {
            var mutated = original
            Self.mutate(&mutated, using: &random)
            seal(&mutated)
            let memory = try GuardedMemory(mutated)
            guard let header = try? BatchHeader.validated(memory.bytes) else { continue }
            let place: Comment = "seed \(seed), round \(round)"
            let read = Result { () throws(RecordError) in try records(in: memory.bytes) }
            switch read {
            case .success(let read):
                try #require(read == ReferenceDecoder.records(in: mutated), place)
            case .failure(.malformedRecord(let index)):
                refused += 1
                try #require((0..<header.recordCount).contains(index), place)
                try #require(ReferenceDecoder.records(in: mutated) == nil, place)
            case .failure(let error):
                refused += 1
                try #require(error == .inconsistentHeader, place)
                try #require(ReferenceDecoder.records(in: mutated) == nil, place)
            }
        }
        #expect(refused > 0, "seed \(seed): nothing was refused, so nothing was tried")
    }

    /// Random bytes behind a valid header.
    @Test(arguments: 1...20)
    func randomRecordsAreReadAsTheReferenceDecoderReadsThem(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let header = try BatchCorruptionTests.smallBatch()[..<BatchLayout.records]
        for round in 0..<200 {
            let count = Int.random(in: 28...200, using: &random)
            var bytes = Array(header) + random.bytes(count).map { random.oneIn(3) ? $0 & 0x0f : $0 }
            bytes.store(Int32(bytes.count - BatchLayout.logOverhead), at: BatchLayout.batchLength)
            seal(&bytes)
            let memory = try GuardedMemory(bytes)
            _ = try BatchHeader.validated(memory.bytes)
            let read = try? records(in: memory.bytes)
            try #require(
                read == ReferenceDecoder.records(in: bytes), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [
        "00", "02", "0200", "0a0000000101", "0c00000001", "0c0000000101", "0c000000010301",
        "0c000000030100", "0c000000010302", "0c000000800100", "0e00000001010000", "ff",
        "ffffffffffffffffffff", "ffffffffffffffffff01", "feffffffffffffffff010000000000",
        "0c0080808080808080808001", "2000000001feffffffffffffffff0100000000",
        "0c000002010100", "0c000001010100", "1400fe01feffffffffffffffff01010100",
    ])
    func malformedRecordIsRefused(hex: String) throws {
        let record = try #require([UInt8](hex: hex))
        // Filled up, so that the header's count can be right.
        for filling in [0, 40] {
            var bytes = Array(
                try BatchCorruptionTests.smallBatch()[..<BatchLayout.records] + record)
            bytes += [UInt8](repeating: 0xff, count: max(filling, 7 - record.count))
            bytes.store(Int32(1), at: BatchLayout.recordCount)
            bytes.store(Int32(0), at: BatchLayout.lastOffsetDelta)
            bytes.store(Int32(bytes.count - BatchLayout.logOverhead), at: BatchLayout.batchLength)
            seal(&bytes)
            let memory = try GuardedMemory(bytes)
            var cursor = RecordCursor(validated: try BatchHeader.validated(memory.bytes))
            // A cursor that threw has not moved.
            for _ in 0..<2 {
                let error = #expect(throws: RecordError.self) { try cursor.next() }
                #expect(error == .malformedRecord(index: 0))
            }
        }
    }

    @Test func bytesAfterTheLastRecordAreRefused() throws {
        var bytes = try BatchCorruptionTests.smallBatch()
        bytes.store(Int32(3), at: BatchLayout.recordCount)
        seal(&bytes)
        let memory = try GuardedMemory(bytes)
        var cursor = RecordCursor(validated: try BatchHeader.validated(memory.bytes))
        for _ in 0..<3 { _ = try #require(try cursor.next()) }
        #expect(throws: RecordError.inconsistentHeader) { try cursor.next() }
    }

    /// Header counts, names, values and null values, and what a record may not end in.
    @Test(arguments: [
        ("00", true), ("0202610262", true), ("02026101", true), ("0402610102620263", true),
        ("020001", true), ("01", false), ("020101", false), ("02026103", false),
        ("04026101", false), ("02026102", false), ("020261026300", false), ("0000", false),
        ("feffffffffffffffff01", false), ("", false),
    ])
    func headersAreCheckedAndSkipped(hex: String, isGood: Bool) throws {
        let headers = try #require([UInt8](hex: hex))
        let body: [UInt8] = [0, 0, 0, 2, 0x6b, 2, 0x76] + headers
        var bytes = Array(try BatchCorruptionTests.smallBatch()[..<BatchLayout.records])
        bytes += encoded(body.count) + body
        bytes.store(Int32(1), at: BatchLayout.recordCount)
        bytes.store(Int32(0), at: BatchLayout.lastOffsetDelta)
        bytes.store(Int32(bytes.count - BatchLayout.logOverhead), at: BatchLayout.batchLength)
        seal(&bytes)
        let memory = try GuardedMemory(bytes)
        let read = try? records(in: memory.bytes)
        let expected = SampleRecord(
            offset: 0, timestamp: 1_700_000_000_000, key: [0x6b], value: [0x76])
        #expect(read == (isGood ? [expected] : nil))
        #expect(read == ReferenceDecoder.records(in: bytes))
    }
}
