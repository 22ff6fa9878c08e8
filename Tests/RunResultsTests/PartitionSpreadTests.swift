import RunResults
import Testing

@Suite struct PartitionSpreadTests {
    @Test func figuresAreThoseOfTheShares() throws {
        let spread = try #require(PartitionSpread(weights: [1, 5, 2, 2]))
        #expect(spread.shares == [0.1, 0.5, 0.2, 0.2])
        #expect(spread.hottest == 1)
        #expect(spread.hottestShare == 0.5)
        #expect(spread.skew == 2)
        #expect(abs(spread.effectivePartitions - 1 / 0.34) < 1e-12)
    }

    @Test func evenPartitionsAreAllEffective() throws {
        let spread = try #require(PartitionSpread(weights: Array(repeating: 3, count: 8)))
        #expect(spread.hottest == 0)
        #expect(abs(spread.skew - 1) < 1e-12)
        #expect(abs(spread.effectivePartitions - 8) < 1e-12)
    }

    @Test func nothingHasNoSpread() {
        #expect(PartitionSpread(weights: []) == nil)
        #expect(PartitionSpread(weights: [0, 0]) == nil)
    }

    @Test func manyPartitionsAreToldByTheirFigures() throws {
        let weights = (0..<5_000).map { $0 == 4_000 ? 5_000.0 : 1 }
        let spread = try #require(PartitionSpread(weights: weights))
        #expect(spread.shares == nil)
        #expect(spread.hottest == 4_000)
        #expect(abs(spread.hottestShare - 5_000 / 9_999) < 1e-12)
    }
}
