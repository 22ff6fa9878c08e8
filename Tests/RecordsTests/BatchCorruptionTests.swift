import Records
import Testing

/// What `BatchHeader.validated` refuses.
@Suite struct BatchCorruptionTests {
    /// A batch of a few short records.
    static func smallBatch() throws -> [UInt8] {
        bytes(
            of: try batch(
                of: (0..<4).map {
                    SampleRecord(
                        offset: $0, timestamp: 1_700_000_000_000 + $0, key: [UInt8($0), 9],
                        value: Array("value".utf8))
                }))
    }

    static func validate(_ bytes: [UInt8]) -> Result<Offset, RecordError> {
        bytes.withUnsafeBytes { bytes in
            Result { () throws(RecordError) in try BatchHeader.validated(bytes).nextOffset }
        }
    }

    /// Bytes follow the batch, so that a greater length is not caught by their absence.
    @Test func everyChangedByteUnderTheChecksumIsRefused() throws {
        let batch = try Self.smallBatch()
        let block = batch + [UInt8](repeating: 0x5a, count: 300)
        let stamped = Set(0..<8).union(12..<16)
        for index in batch.indices where !stamped.contains(index) {
            var bytes = block
            for change in UInt8(1)...255 {
                bytes[index] = block[index] ^ change
                guard case .failure = Self.validate(bytes) else {
                    Issue.record("byte \(index) changed by \(change) went unnoticed")
                    continue
                }
            }
        }
    }

    /// The base offset and the epoch are the leader's to stamp; only offsets that are none are
    /// refused.
    @Test func changedOffsetAndEpochAreAccepted() throws {
        let batch = try Self.smallBatch()
        for index in Array(0..<8) + Array(12..<16) {
            var bytes = batch
            for change in UInt8(1)...255 {
                bytes[index] = batch[index] ^ change
                let result = Self.validate(bytes)
                if bytes.load(Int64.self, at: 0) < 0 {
                    try #require(result == .failure(.inconsistentHeader))
                } else {
                    try #require(result == .success(Offset(bytes.load(Int64.self, at: 0) + 4)))
                }
            }
        }
    }

    @Test func everyTruncationIsRefusedWithoutReadingOn() throws {
        let batch = try Self.smallBatch()
        for count in batch.indices {
            let memory = try GuardedMemory(Array(batch[..<count]))
            let needed = count < BatchLayout.records ? BatchLayout.records : batch.count
            #expect(throws: RecordError.truncated(neededBytes: needed, availableBytes: count)) {
                try BatchHeader.validated(memory.bytes)
            }
        }
        #expect(throws: RecordError.truncated(neededBytes: 61, availableBytes: 0)) {
            try BatchHeader.validated(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test(arguments: [Int32.min, -13, -12, -1, 0, 48, 256 << 20, .max])
    func lengthsThatNoBatchHasAreRefused(length: Int32) throws {
        var bytes = try Self.smallBatch()
        bytes.store(length, at: BatchLayout.batchLength)
        #expect(Self.validate(bytes) == .failure(.invalidLength(Int(length) + 12)))
    }

    @Test(arguments: [Int8(-128), -1, 0, 1, 3, 127])
    func otherMagicsAreRefused(magic: Int8) throws {
        var bytes = try Self.smallBatch()
        bytes.store(magic, at: BatchLayout.magic)
        #expect(Self.validate(bytes) == .failure(.unsupportedMagic(magic)))
    }

    /// Headers that a wrong writer sealed with a right checksum.
    @Test(
        arguments: [
            (0, 0, 3), (0, -1, 3), (0, Int32.min, 3), (0, Int32.max, Int32.max), (0, 4, 2),
            (0, 4, -1), (0, 4, Int32.min), (0, 10, 10), (-1, 4, 3), (Int64.min, 4, 3),
            (Int64.max, 4, 3), (Int64.max - 3, 4, 3), (Int64.max, 1, Int32.max),
        ] as [(Int64, Int32, Int32)])
    func headersThatContradictThemselvesAreRefused(
        baseOffset: Int64, count: Int32, lastDelta: Int32
    ) throws {
        var bytes = try Self.smallBatch()
        bytes.store(baseOffset, at: BatchLayout.baseOffset)
        bytes.store(count, at: BatchLayout.recordCount)
        bytes.store(lastDelta, at: BatchLayout.lastOffsetDelta)
        seal(&bytes)
        #expect(Self.validate(bytes) == .failure(.inconsistentHeader))
    }

    @Test func lastOffsetOf64BitsIsAccepted() throws {
        var bytes = try Self.smallBatch()
        bytes.store(Int64.max - 4, at: BatchLayout.baseOffset)
        #expect(Self.validate(bytes) == .success(Offset(.max)))
        #expect(try bytes.withUnsafeBytes { try records(in: $0) }.last?.offset == .max - 1)
    }

    @Test func emptyBatchIsRefused() throws {
        let bytes = bytes(of: try batch(of: []))
        #expect(Self.validate(bytes) == .failure(.inconsistentHeader))
    }

    @Test func sequenceEndsAtTheFirstBatchThatIsCutOff() throws {
        let one = try Self.smallBatch()
        let three = one + one + one
        for count in 0...three.count {
            let memory = try GuardedMemory(Array(three[..<count]))
            var sequence = BatchSequence(memory.bytes)
            var whole = 0
            while let header = sequence.next() {
                whole += 1
                #expect(header.byteCount == one.count)
            }
            #expect(whole == count / one.count)
            #expect(sequence.restBytes == count % one.count)
        }
    }
}

/// Writes the checksum that the batch's bytes have now.
func seal(_ bytes: inout [UInt8]) {
    let sum = bytes[BatchLayout.attributes...].withUnsafeBytes { CRC32C.checksum($0) }
    bytes.store(sum, at: BatchLayout.checksum)
}
