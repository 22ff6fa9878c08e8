import Records
import Testing

@Suite struct VarintTests {
    @Test(arguments: 1...20)
    func roundTripAndSizeAgree(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let value =
                Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random)
            let bytes = encoded(value)
            try #require(bytes.count == Varint.size(value), "seed \(seed), value \(value)")
            let read = try #require(decoded(bytes), "seed \(seed), value \(value)")
            try #require(read == (value, bytes.count), "seed \(seed), value \(value)")
        }
    }

    /// Every length changes size at its own power of two, on both sides of zero.
    @Test func sizesChangeAtTheirBounds() {
        for bytes in 1...9 {
            let bound = 1 << (7 * bytes - 1)
            #expect(Varint.size(bound - 1) == bytes)
            #expect(Varint.size(bound) == bytes + 1)
            #expect(Varint.size(-bound) == bytes)
            #expect(Varint.size(-bound - 1) == bytes + 1)
        }
    }

    @Test func bytesAfterTheValueAreLeft() {
        #expect(decoded([0x02, 0x80, 0x80])?.value == 1)
        #expect(decoded([0x02, 0x80, 0x80])?.bytes == 1)
        #expect(decoded([0x80, 0x01, 0xff])?.bytes == 2)
        #expect(decoded([0xd8, 0x84, 0x00, 0xff])?.bytes == 3)
    }

    @Test(arguments: [0, 1, -65, 300, 1 << 20, Int.max, Int.min])
    func everyCutIsRefusedWithoutReadingOn(value: Int) throws {
        let whole = encoded(value)
        for count in whole.indices {
            let memory = try GuardedMemory(Array(whole[..<count]))
            let base = try #require(memory.bytes.baseAddress)
            var pointer = base
            #expect(Varint.read(from: &pointer, end: base + count) == nil)
            #expect(pointer == base, "a refused value leaves the pointer")
        }
    }

    @Test func valuesBeyond64BitsAreRefused() {
        let nine = [UInt8](repeating: 0xff, count: 9)
        #expect(decoded(nine + [0x01])?.value == Int.min)
        #expect(decoded(nine + [0x02]) == nil)
        #expect(decoded(nine + [0x7f]) == nil)
        #expect(decoded(nine + [0x81, 0x00]) == nil)
        #expect(decoded([UInt8](repeating: 0x80, count: 100)) == nil)
    }
}
