import Records
import Storage
import Testing

@Suite struct IndexTests {
    private func offsetIndex(_ entries: [(Int32, Int32)]) -> OffsetIndex {
        var index = OffsetIndex()
        for (relative, position) in entries {
            index.append(relativeOffset: relative, position: position)
        }
        return index
    }

    @Test func offsetIndexFindsTheEntriesAroundAnOffset() {
        let index = offsetIndex([(0, 0), (5, 400), (9, 900)])
        let before = (Int32(0)...10).map { index.entry(atOrBefore: $0).position }
        #expect(before == [0, 0, 0, 0, 0, 400, 400, 400, 400, 900, 900])
        let after = (Int32(0)...10).map { index.position(atOrAfter: $0) }
        #expect(after == [0, 400, 400, 400, 400, 400, 900, 900, 900, 900, nil])
        #expect(OffsetIndex().entry(atOrBefore: 7).position == 0)
        #expect(OffsetIndex().position(atOrAfter: 0) == nil)
    }

    @Test func offsetIndexIsReadBackAsWritten() throws {
        let index = offsetIndex([(0, 0), (5, 400), (Int32.max, 900)])
        let bytes = index.encoded
        #expect(bytes.count == 3 * OffsetIndex.entryBytes)
        #expect(bytes[8..<16] == [0, 0, 0, 5, 0, 0, 1, 0x90])
        let decoded = bytes.withUnsafeBytes { OffsetIndex(encoded: $0, segmentBytes: 901) }
        #expect(decoded?.entries == index.entries)
    }

    @Test func impossibleOffsetIndexesAreRefused() {
        let refused: [([(Int32, Int32)], Int)] = [
            ([(0, 0), (5, 400)], 400), ([(-1, 0)], 100), ([(0, -1)], 100),
        ]
        for (entries, segmentBytes) in refused {
            let bytes = offsetIndex(entries).encoded
            let decoded = bytes.withUnsafeBytes {
                OffsetIndex(encoded: $0, segmentBytes: segmentBytes)
            }
            #expect(decoded == nil, "\(entries)")
        }
        let rising = offsetIndex([(1, 10), (2, 20)]).encoded
        for bytes in [Array(rising[8...] + rising[..<8]), Array(rising[1...])] {
            let decoded = bytes.withUnsafeBytes { OffsetIndex(encoded: $0, segmentBytes: 99) }
            #expect(decoded == nil)
        }
    }

    @Test func timeIndexKeepsRisingTimestampsOnly() throws {
        var index = TimeIndex()
        for (timestamp, offset) in [(10, 3), (10, 4), (8, 5), (20, 9)] as [(Int64, Int32)] {
            index.appendIfLater(timestamp: timestamp, relativeOffset: offset)
        }
        #expect(index.entries.map(\.timestamp) == [10, 20])
        let starts = [9, 10, 11, 20, 21].map { index.scanStart(for: $0) }
        #expect(starts == [0, 0, 3, 3, 9])
        let bytes = index.encoded
        #expect(bytes.count == 2 * TimeIndex.entryBytes)
        let decoded = bytes.withUnsafeBytes { TimeIndex(encoded: $0) }
        #expect(decoded?.entries == index.entries)
        let turned = Array(bytes[12...] + bytes[..<12])
        #expect(turned.withUnsafeBytes { TimeIndex(encoded: $0) } == nil)
        #expect(bytes.dropLast().withUnsafeBytes { TimeIndex(encoded: $0) } == nil)
    }

    @Test func segmentNamesAreTwentyDigits() {
        #expect(SegmentNames.stem(.zero) == "00000000000000000000")
        #expect(SegmentNames.stem(Offset(Int64.max)) == "09223372036854775807")
        for offset in [Offset.zero, Offset(42), Offset(Int64.max)] {
            #expect(
                SegmentNames.baseOffset(ofLogFile: SegmentNames.stem(offset) + ".log") == offset)
        }
        for name in [
            "42.log", "0000000000000000004x.log", "00000000000000000042.index",
            "99999999999999999999.log", "00000000000000000042.log.bak", ".log",
        ] { #expect(SegmentNames.baseOffset(ofLogFile: name) == nil, "\(name)") }
    }
}
