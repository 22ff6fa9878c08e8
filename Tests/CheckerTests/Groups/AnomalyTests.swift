import Checker
import Records
import Testing

/// Each anomaly in its smallest form, and beside it the case that only looks like it. Every test
/// compares the whole verdict, so that nothing else is counted.
@Suite struct AnomalyTests {
    @Test(arguments: [1, 2])
    func recordsInOrderAreClean(members: Int) {
        var run = Scenario(members: members)
        for entity: UInt32 in [0, 1, 2, 0, 5, 1, 0] { run.read(run.send(entity)) }
        #expect(run.verdict == .of(7))
    }

    @Test func aRunInWhichNothingHappenedIsClean() {
        #expect(Scenario().verdict == .of(0))
    }

    // MARK: Order of an entity

    @Test(arguments: [1, 2])
    func anEarlierRecordProcessedAfterALaterOneIsAViolation(members: Int) {
        var run = Scenario(members: members)
        let (first, second) = (run.send(0, to: 0), run.send(0, to: 1))
        run.read(second, by: members - 1)
        run.read(first)
        #expect(run.verdict == .of(2) { $0.keyOrderViolations = 1 })
    }

    @Test func otherEntitiesOvertakeOneAnotherFreely() {
        var run = Scenario()
        let (first, second) = (run.send(0, to: 0), run.send(2, to: 1))
        run.read(second, by: 1)
        run.read(first)
        #expect(run.verdict == .of(2))
    }

    @Test func reorderingWithinAPartitionIsAViolationAndNoLoss() {
        var run = Scenario()
        let sent = [run.send(0), run.send(0), run.send(0)]
        for index in [0, 2, 1] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(3) {
                    $0.keyOrderViolations = 1
                    $0.reorderings = 1
                })
    }

    @Test func everyLateRecordIsAViolationOfItsOwn() {
        var run = Scenario()
        let sent = (0..<4).map { _ in run.send(0) }
        for index in [3, 0, 1, 2] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(4) {
                    $0.keyOrderViolations = 3
                    $0.reorderings = 3
                })
    }

    // MARK: Order of sends

    /// Of other entities, so that no key is out of order.
    @Test func aSendBehindALaterOneIsAReordering() {
        var run = Scenario()
        let sent = [run.send(0), run.send(2), run.send(4)]
        for index in [2, 0, 1] { run.read(sent[index]) }
        #expect(run.verdict == .of(3) { $0.reorderings = 2 })
    }

    @Test func sendsOfOtherProducersAndPartitionsHaveNoOrder() {
        var run = Scenario()
        let sent = [run.send(0, to: 0), run.send(1, to: 0), run.send(2, to: 1)]
        for index in [2, 1, 0] { run.read(sent[index]) }
        #expect(run.verdict == .of(3))
    }

    @Test func aSendThatIsReadLateButLiesInItsPlaceIsNoReordering() {
        var run = Scenario()
        let sent = [run.send(0), run.send(2), run.send(4)]
        for offset in [0, 2, 1] { run.read(sent[offset], at: Int64(offset)) }
        #expect(
            run.verdict
                == .of(3) {
                    $0.offsetsSkipped = 1
                    $0.offsetsReread = 1
                })
    }

    // MARK: Gaps

    @Test func aSequenceNeverProcessedBelowTheHighestIsAKeyGap() {
        var run = Scenario()
        run.read(run.send(0, to: 0))
        _ = run.send(0, to: 1, .unknown)
        run.read(run.send(0, to: 0))
        #expect(run.verdict == .of(2) { $0.keyGaps = 1 })
    }

    @Test func aSequenceNeverProcessedAboveTheHighestIsNoKeyGap() {
        var run = Scenario()
        run.read(run.send(0, to: 0))
        _ = run.send(0, to: 1, .unknown)
        #expect(run.verdict == .of(1))
    }

    // MARK: Duplicates

    @Test func aSendReadAgainIsADuplicateAndNoViolation() {
        var run = Scenario()
        let (first, second) = (run.send(0), run.send(0))
        for sent in [first, second, first, first] { run.read(sent) }
        #expect(run.verdict == .of(4) { $0.duplicates = 2 })
    }

    @Test func aLateSendReadAgainIsADuplicate() {
        var run = Scenario()
        let sent = (0..<5).map { _ in run.send(0) }
        for index in [0, 4, 2, 2] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(4) {
                    $0.keyOrderViolations = 1
                    $0.reorderings = 1
                    $0.duplicates = 1
                    $0.keyGaps = 2
                    $0.lostAcknowledged = 2
                })
    }

    @Test func equalSequencesOfOtherProducersAndPartitionsAreNoDuplicates() {
        var run = Scenario()
        for entity: UInt32 in [0, 1] {
            for partition in [0, 1] { run.read(run.send(entity, to: partition)) }
        }
        #expect(run.verdict == .of(4))
    }

    // MARK: Offsets

    @Test func offsetsJumpedOverAreCountedEach() {
        var run = Scenario()
        run.read(run.send(0), at: 0)
        run.read(run.send(0), at: 4)
        #expect(run.verdict == .of(2) { $0.offsetsSkipped = 3 })
        #expect(run.verdict.offsetGaps == 3)
    }

    @Test func anOffsetReadAgainIsCountedBesideTheDuplicate() {
        var run = Scenario()
        let sent = [run.send(0), run.send(0), run.send(0)]
        for offset in [0, 1, 2, 1, 2] { run.read(sent[offset], at: Int64(offset)) }
        run.read(run.send(0), at: 3)
        #expect(
            run.verdict
                == .of(6) {
                    $0.offsetsReread = 2
                    $0.duplicates = 2
                })
        #expect(run.verdict.offsetGaps == 2)
    }

    @Test func aPartitionMayBeginAtAnyOffsetAndEachCountsAlone() {
        var run = Scenario()
        run.read(run.send(0, to: 0), at: 70)
        run.read(run.send(0, to: 1), at: 3)
        run.read(run.send(0, to: 0), at: 71)
        #expect(run.verdict == .of(3))
    }

    @Test func absurdOffsetsAreCountedWithoutOverflow() {
        var run = Scenario()
        run.read(run.send(0), at: -5)
        run.read(run.send(0), at: Int64.max - 1)
        run.read(run.send(0, to: 1), at: 0)
        run.read(run.send(0, to: 1), at: Int64.max - 1)
        #expect(run.verdict == .of(4) { $0.offsetsSkipped = Int.max })
    }

    // MARK: Room for missing ranges

    @Test func whatDoesNotFitTheListOfMissingSendsMakesTheVerdictInexact() {
        var run = Scenario(missingRangesMax: 1)
        let sent = (0..<6).map { _ in run.send(0) }
        for index in [1, 3, 5] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(3) {
                    $0.keyGaps = 3
                    $0.lostAcknowledged = 1
                    $0.unknownSends = 2
                })
        #expect(!run.verdict.isExact)
    }

    @Test func aFilledRangeMakesRoomForAnother() {
        var run = Scenario(missingRangesMax: 1)
        let sent = (0..<4).map { _ in run.send(0) }
        for index in [1, 0, 3, 2] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(4) {
                    $0.keyOrderViolations = 2
                    $0.reorderings = 2
                })
        #expect(run.verdict.isExact)
    }

    @Test func aRangeThatMayNotSplitForgetsItsLowerPart() {
        var run = Scenario(missingRangesMax: 1)
        let sent = (0..<6).map { _ in run.send(0) }
        for index in [5, 2] { run.read(sent[index]) }
        #expect(
            run.verdict
                == .of(2) {
                    $0.keyOrderViolations = 1
                    $0.reorderings = 1
                    $0.keyGaps = 4
                    $0.lostAcknowledged = 2
                    $0.unknownSends = 2
                })
    }
}
