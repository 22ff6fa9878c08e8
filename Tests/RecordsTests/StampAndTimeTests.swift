import Records
import Testing

@Suite struct StampAndTimeTests {
    @Test(arguments: 1...20)
    func stampComesBackFromAnyAlignment(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let stamp = RecordStamp(
            entity: UInt32(truncatingIfNeeded: random.next()),
            producer: UInt16(truncatingIfNeeded: random.next()), entitySequence: random.next(),
            partitionSequence: random.next(),
            intendedTime: Instant(Int64(truncatingIfNeeded: random.next())))
        for shift in 0..<8 {
            var room = [UInt8](repeating: 0xee, count: 8 + RecordStamp.byteCount + 8)
            room.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { stamp.write(to: base + shift) }
            }
            #expect(room[..<shift].allSatisfy { $0 == 0xee }, "seed \(seed)")
            #expect(room[(shift + RecordStamp.byteCount)...].allSatisfy { $0 == 0xee })
            let memory = try GuardedMemory(Array(room[shift..<shift + RecordStamp.byteCount]))
            let base = try #require(memory.bytes.baseAddress)
            #expect(RecordStamp(readingFrom: base) == stamp, "seed \(seed)")
        }
    }

    @Test func stampLiesAsDocumented() {
        let stamp = RecordStamp(
            entity: 0x0403_0201, producer: 0x0605, entitySequence: 0x0c0b_0a09,
            partitionSequence: 0x14_1312_1110, intendedTime: Instant(-2))
        var bytes = [UInt8](repeating: 0xff, count: RecordStamp.byteCount)
        bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { stamp.write(to: base) } }
        #expect(
            bytes.hex == "0102030405060000" + "090a0b0c00000000" + "1011121314000000"
                + "feffffffffffffff")
    }

    /// A stamp read from foreign bytes names any instant; taking spans to it must not trap.
    @Test func instantsStayAtTheirBounds() {
        let earliest = Instant(.min)
        #expect(Instant(5) - Instant(3) == Nanoseconds(2))
        #expect(Instant(5) - earliest == Nanoseconds(.max))
        #expect(Instant(-1) - .distantFuture == Nanoseconds(.min))
        #expect(Instant(-2) - .distantFuture == Nanoseconds(.min))
        #expect(earliest - Instant.distantFuture == Nanoseconds(.min))
        #expect(Instant(5) + Nanoseconds(3) == Instant(8))
        #expect(Instant.distantFuture + Nanoseconds(3) == .distantFuture)
        #expect(earliest + Nanoseconds(-3) == earliest)
        #expect(Instant(5) - Nanoseconds(3) == Instant(2))
        #expect(earliest - Nanoseconds(3) == earliest)
        #expect(Instant.distantFuture - Nanoseconds(-3) == .distantFuture)
    }

    @Test(
        arguments: [
            (0, "0s"), (1, "1ns"), (1_500, "1500ns"), (5_000_000, "5ms"), (1_500_000, "1500us"),
            (90_000_000_000, "90s"), (120_000_000_000, "2min"), (7_200_000_000_000, "2h"),
            (604_800_000_000_000, "7d"), (-5_000_000, "-5ms"),
        ] as [(Int64, String)])
    func spansAreSpelledInTheLargestWholeUnit(nanoseconds: Int64, spelling: String) {
        #expect(Nanoseconds(nanoseconds).description == spelling)
    }

    @Test func offsetsCountRecords() {
        #expect(Offset(5).advanced(by: 3) == Offset(8))
        #expect(Offset(8).distance(from: Offset(5)) == 3)
        #expect(Offset(5).distance(from: Offset(8)) == -3)
        #expect(Offset(5) < Offset(8))
    }

    @Test(arguments: Codec.allCases)
    func codecsComeBackFromTheirBits(codec: Codec) {
        #expect(Codec(attributeBits: codec.attributeBits) == codec)
    }

    /// One line each, with the values.
    @Test(
        arguments: [
            (
                .truncated(neededBytes: 61, availableBytes: 7),
                "record batch: 7 bytes where 61 were expected"
            ),
            (.invalidLength(-3), "record batch: length -3 is not one that a batch can have"),
            (.unsupportedMagic(1), "record batch: magic 1 where 2 was expected"),
            (
                .malformedRecord(index: 4),
                "record batch: record 4 does not end where its length says"
            ),
            (
                .codecFailure(.lz4, reason: "the frame is cut off"),
                "record batch: lz4 failed: the frame is cut off"
            ),
        ] as [(RecordError, String)])
    func errorsSayWhatWasWrong(error: RecordError, message: String) {
        #expect(error.description == message)
    }
}
