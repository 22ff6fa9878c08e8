import LoadGenerator
import Testing
import Workloads

@Suite struct RunOrderTests {
    private func cells(_ partitions: [Int], repetitions: Int = 3) -> [RunConfiguration] {
        partitions.map { count in
            SampleRun.configuration {
                $0.topic.partitions = count
                $0.run.repetitions = repetitions
            }
        }
    }

    @Test func everyRoundHoldsEveryCellOnce() {
        let plans = RunOrder.interleaved(cells(Array(1...8)))
        #expect(plans.count == 24)
        for round in 0..<3 {
            let part = plans[round * 8..<(round + 1) * 8]
            #expect(part.allSatisfy { $0.repetition == round + 1 })
            #expect(part.map(\.configuration.topic.partitions).sorted() == Array(1...8))
        }
        #expect(plans.map(\.order) == Array(1...24))
    }

    @Test func roundsHaveOrdersOfTheirOwn() {
        let plans = RunOrder.interleaved(cells(Array(1...8)))
        let orders = (0..<3).map { round in
            plans[round * 8..<(round + 1) * 8].map(\.configuration.topic.partitions)
        }
        #expect(Set(orders).count == 3)
    }

    @Test func theSameSeedGivesTheSameOrder() {
        let first = RunOrder.interleaved(cells(Array(1...8)))
        let second = RunOrder.interleaved(cells(Array(1...8)))
        #expect(first.map(\.configuration) == second.map(\.configuration))
        #expect(first.map(\.seed) == second.map(\.seed))
        var other = cells(Array(1...8))
        for index in other.indices { other[index].run.seed = 43 }
        let third = RunOrder.interleaved(other)
        #expect(
            first.map(\.configuration.topic.partitions)
                != third.map(\.configuration.topic.partitions))
        #expect(Set(first.map(\.seed)).isDisjoint(with: third.map(\.seed)))
    }

    @Test func theCellsOfOneRoundShareASeed() {
        let plans = RunOrder.interleaved(cells([1, 3, 6, 12]))
        let seeds = (1...3).map { round in
            Set(plans.filter { $0.repetition == round }.map(\.seed))
        }
        #expect(seeds.allSatisfy { $0.count == 1 })
        #expect(Set(seeds).count == 3)
    }

    @Test func aCellIsRunAsOftenAsItAsks() {
        let plans = RunOrder.interleaved(
            cells([1, 2], repetitions: 1) + cells([6], repetitions: 4))
        #expect(plans.count == 6)
        let often = plans.filter { $0.configuration.topic.partitions == 6 }
        #expect(often.map(\.repetition) == [1, 2, 3, 4])
        #expect(plans.map(\.order) == Array(1...6))
    }

    @Test func noCellsMakeNoRuns() {
        #expect(RunOrder.interleaved([]).isEmpty)
    }
}
