import LoadGenerator
import RunResults
import Testing
import Workloads

@Suite struct PairedOrderTests {
    private func cells(_ count: Int, sides: Int, seed: UInt64 = 42) -> [[RunConfiguration]] {
        (1...count).map { partitions in
            (1...sides).map { factor in
                SampleRun.configuration {
                    $0.topic.partitions = partitions
                    $0.topic.replicationFactor = factor
                    $0.run.seed = seed
                }
            }
        }
    }

    @Test func whatIsComparedRunsOneRightAfterTheOther() {
        let order = PairedOrder(cells(5, sides: 2), pairs: 8)
        #expect(order.plans.count == 80)
        #expect(order.plans.map(\.order) == Array(1...80))
        for start in stride(from: 0, to: 80, by: 2) {
            let (one, other) = (order.places[start], order.places[start + 1])
            #expect(one.cell == other.cell)
            #expect(one.pair == other.pair)
            #expect(one.side != other.side)
            #expect(order.plans[start].seed == order.plans[start + 1].seed)
        }
    }

    @Test func everyRoundHoldsEveryComparisonOnce() {
        let order = PairedOrder(cells(6, sides: 2), pairs: 4)
        for pair in 0..<4 {
            let round = order.places[pair * 12..<(pair + 1) * 12]
            #expect(round.allSatisfy { $0.pair == pair })
            #expect(Set(round).count == 12)
        }
    }

    /// Neither side runs first more often than the other, nor always.
    @Test func eachSideIsFirstInHalfOfThePairs() {
        let order = PairedOrder(cells(20, sides: 2), pairs: 8)
        for cell in 0..<20 {
            let firsts = order.places.filter { $0.cell == cell }.enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map(\.element.side)
            #expect(firsts.filter { $0 == 0 }.count == 4)
        }
        let opening = (0..<20).map { cell in order.places.first { $0.cell == cell }?.side }
        #expect(Set(opening) == [0, 1])
    }

    @Test func theSeedDrawsTheOrder() {
        let one = PairedOrder(cells(6, sides: 3), pairs: 4)
        #expect(one.places == PairedOrder(cells(6, sides: 3), pairs: 4).places)
        #expect(one.places != PairedOrder(cells(6, sides: 3, seed: 43), pairs: 4).places)
    }

    @Test func pairsHaveSeedsOfTheirOwn() {
        let order = PairedOrder(cells(1, sides: 2), pairs: 8)
        #expect(Set(order.plans.map(\.seed)).count == 8)
    }

    /// Equal sides are repetitions of one configuration, each with a number of its own.
    @Test func equalSidesAreNumberedThrough() {
        let cell = cells(1, sides: 1)[0][0]
        let order = PairedOrder([[cell, cell]], pairs: 3)
        #expect(order.plans.map(\.repetition).sorted() == [1, 2, 3, 4, 5, 6])
    }

    @Test func resultsFindTheirPairs() {
        let order = PairedOrder(cells(3, sides: 2), pairs: 4)
        let results = order.plans.map { plan in
            var dimensions = RunDimensions(plan.configuration, engine: "embedded")
            dimensions.workload = "\(plan.repetition)"
            return RunResult(
                dimensions: dimensions, repetition: plan.repetition, seed: plan.seed,
                order: plan.order, startedAtUnixSeconds: 0, measuredSeconds: 1,
                throughput: ThroughputCounts(), latency: LatencyResults(),
                verification: VerificationCounts(), lag: LagResult(), cost: CostResult(), flags: [])
        }
        for (cell, sides) in order.sides(of: results).enumerated() {
            #expect(sides.map(\.count) == [4, 4])
            for (side, runs) in sides.enumerated() {
                #expect(runs.allSatisfy { $0.dimensions.partitions == cell + 1 })
                #expect(runs.allSatisfy { $0.dimensions.replicationFactor == side + 1 })
                #expect(runs.map(\.repetition) == [1, 2, 3, 4])
            }
        }
        // Cut short in the third round: its whole pairs count, half a pair does not.
        let cut = order.sides(of: Array(results.prefix(15)))
        #expect(
            cut.map { $0.map(\.count) }.sorted { $0[0] < $1[0] } == [[2, 2], [2, 2], [3, 3]])
    }
}
