import Checker
import Records
import Testing

/// Members that start again, and logs that are cut under them.
@Suite struct RewindTests {
    /// A scenario in which `count` records were read, and those records.
    private func read(_ count: Int, members: Int = 2) -> (Scenario, [Sent]) {
        var run = Scenario(members: members)
        let sent = (0..<count).map { _ in run.send(0) }
        for one in sent { run.read(one) }
        return (run, sent)
    }

    @Test(arguments: [1, 2])
    func whatIsReadAgainAfterARewindIsNoViolation(members: Int) {
        var (run, sent) = read(4, members: members)
        run.rewind(to: 1)
        for one in sent[1...] { run.read(one) }
        run.read(run.send(0))
        #expect(run.verdict == .of(8) { $0.rereads = 3 })
    }

    @Test func withoutARewindTheSameIsAViolation() {
        var (run, sent) = read(4)
        for offset in 1..<4 { run.read(sent[offset], at: Int64(offset)) }
        #expect(
            run.verdict
                == .of(7) {
                    $0.duplicates = 3
                    $0.offsetsReread = 3
                })
    }

    @Test func aRewindExcusesNothingBehindWhereItBegan() {
        var (run, sent) = read(3)
        run.rewind(to: 1)
        for one in sent[1...] { run.read(one) }
        run.read(sent[2])
        #expect(
            run.verdict
                == .of(6) {
                    $0.rereads = 2
                    $0.duplicates = 1
                })
    }

    @Test func offsetsSkippedWhileReadingAgainAreCounted() {
        var (run, sent) = read(4)
        run.rewind(to: 0)
        run.read(sent[0], at: 0)
        run.read(sent[3], at: 3)
        #expect(
            run.verdict
                == .of(6) {
                    $0.rereads = 2
                    $0.offsetsSkipped = 2
                })
    }

    @Test func whatWasSkippedBeforeARewindIsProcessedLate() {
        var run = Scenario()
        let sent = [run.send(0), run.send(0), run.send(0)]
        run.read(sent[0], at: 0)
        run.read(sent[2], at: 2)
        run.rewind(to: 1)
        run.read(sent[1], at: 1)
        run.read(sent[2], at: 2)
        #expect(
            run.verdict
                == .of(4) {
                    $0.offsetsSkipped = 1
                    $0.keyOrderViolations = 1
                    $0.rereads = 1
                })
    }

    @Test func aSecondRewindWhileReadingAgainIsExcusedToo() {
        var (run, sent) = read(4)
        run.rewind(to: 2)
        run.read(sent[2])
        run.rewind(to: 1)
        for one in sent[1...] { run.read(one) }
        #expect(run.verdict == .of(8) { $0.rereads = 4 })
    }

    @Test func aRewindToWhatWasNotReachedChangesNothing() {
        var (run, _) = read(2)
        run.rewind(to: 2)
        run.rewind(to: 9)
        run.rewind(1, to: 5)
        run.read(run.send(0))
        #expect(run.verdict == .of(3))
    }

    @Test func partitionsAreRewoundApart() {
        var run = Scenario()
        let sent = [run.send(0, to: 0), run.send(2, to: 1)]
        for one in sent { run.read(one) }
        run.rewind(0, to: 0)
        run.read(sent[0], at: 0)
        run.read(sent[1], at: 0)
        #expect(
            run.verdict
                == .of(4) {
                    $0.rereads = 1
                    $0.duplicates = 1
                    $0.offsetsReread = 1
                })
    }

    // MARK: Logs that are cut

    @Test func newRecordsInThePlaceOfThoseCutOffAreNoViolation() {
        var (run, _) = read(4)
        run.truncate(at: 2)
        for offset: Int64 in [2, 3, 4] { run.read(run.send(0), at: offset) }
        #expect(run.verdict == .of(7) { $0.offsetsTruncated = 2 })
    }

    @Test func withoutACutTheSameIsReadAgain() {
        var (run, _) = read(4)
        for offset: Int64 in [2, 3, 4] { run.read(run.send(0), at: offset) }
        #expect(run.verdict == .of(7) { $0.offsetsReread = 2 })
    }

    @Test func aSendThatWasCutOffAndSentAgainIsProcessedTwice() {
        var (run, sent) = read(4)
        run.truncate(at: 3)
        run.read(sent[3], at: 3)
        #expect(
            run.verdict
                == .of(5) {
                    $0.offsetsTruncated = 1
                    $0.duplicates = 1
                })
    }

    @Test func aCutAboveWhatWasReadChangesNothing() {
        var (run, _) = read(4)
        run.truncate(at: 4)
        run.truncate(1, at: 0)
        run.read(run.send(0))
        #expect(run.verdict == .of(5))
    }

    @Test func aCutEndsWhatARewindExcuses() {
        var (run, sent) = read(4)
        run.rewind(to: 0)
        run.truncate(at: 2)
        run.read(sent[0], at: 0)
        run.read(sent[1], at: 1)
        run.read(sent[3], at: 2)
        #expect(
            run.verdict
                == .of(7) {
                    $0.rereads = 2
                    $0.offsetsTruncated = 2
                    $0.duplicates = 1
                })
    }

    @Test func partitionsThatDoNotExistAreIgnored() {
        let group = GroupChecker(entities: 1, producers: 1, partitions: 1, members: 1)
        let member = group.member(0)
        for partition: Int32 in [-1, 1, .max] {
            member.rewound(PartitionIndex(rawValue: partition), to: .zero)
            member.truncated(PartitionIndex(rawValue: partition), at: .zero)
        }
        #expect(group.counts == MemberCounts())
    }
}
