import Checker
import Records
import Testing

/// Thousands of small histories with reordering, repeats, losses and forgeries, each judged by
/// the checker and by dictionaries and sets that keep everything.
@Suite struct RandomHistoryTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func theCheckerAgreesWithTheNaiveOne(seed: UInt64) {
        for round in 0..<500 as Range<UInt64> {
            let history = RandomHistory(seed: seed << 32 | round)
            #expect(
                history.judged() == history.naivelyJudged(), "seed \(seed << 32 | round)")
        }
    }

    @Test func theHistoriesHoldEveryAnomalyAndAlsoNone() {
        let verdicts = (0..<500 as Range<UInt64>).map { RandomHistory(seed: $0).judged() }
        let counts: [(GroupVerdict) -> Int] = [
            \.keyOrderViolations, \.keyGaps, \.duplicates, \.lostAcknowledged, \.phantoms,
            \.failedButRead, \.offsetsSkipped, \.offsetsReread,
        ]
        for count in counts {
            #expect(verdicts.contains { count($0) > 0 })
            #expect(verdicts.contains { count($0) == 0 })
        }
    }
}
