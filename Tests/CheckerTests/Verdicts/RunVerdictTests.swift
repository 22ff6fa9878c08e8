import Checker
import Records
import Testing

@Suite struct RunVerdictTests {
    @Test func anAcknowledgedSendNeverReadIsLost() {
        var run = Scenario()
        run.read(run.send(0))
        _ = run.send(0)
        #expect(run.verdict == .of(1) { $0.lostAcknowledged = 1 })
    }

    @Test func anUnacknowledgedSendNeverReadIsNotLost() {
        var run = Scenario()
        run.read(run.send(0))
        _ = run.send(0, .unknown)
        _ = run.send(0, .failed)
        #expect(run.verdict == .of(1))
    }

    @Test func anUnacknowledgedSendMayBeRead() {
        var run = Scenario()
        run.read(run.send(0, .unknown))
        #expect(run.verdict == .of(1))
    }

    @Test func aFailedSendMustNotBeRead() {
        var run = Scenario()
        run.read(run.send(0, .failed))
        #expect(run.verdict == .of(1) { $0.failedButRead = 1 })
    }

    @Test func aLossInTheMiddleOfAPartitionIsFoundThoughOthersOvertookIt() {
        var run = Scenario()
        _ = run.send(2)
        run.read(run.send(0))
        #expect(run.verdict == .of(1) { $0.lostAcknowledged = 1 })
    }

    @Test func aLateReadIsNoLoss() {
        var run = Scenario()
        let (first, second) = (run.send(2), run.send(0))
        run.read(second)
        run.read(first)
        #expect(run.verdict == .of(2) { $0.reorderings = 1 })
    }

    @Test func everyGroupMustReadEverySend() {
        var sender = Sender(producers: 1, partitions: 1)
        let sent = [sender.send(0, to: 0), sender.send(0, to: 0)]
        let groups = (0..<3).map { _ in
            GroupChecker(entities: 1, producers: 1, partitions: 1, members: 1)
        }
        for (group, count) in zip(groups, [2, 1, 0]) {
            for (offset, one) in sent.prefix(count).enumerated() {
                group.member(0).check(
                    one.stamp, partition: PartitionIndex(0), offset: Offset(Int64(offset)))
            }
        }
        let verdict = RunVerdict(groups: groups, acks: sender.tables)
        #expect(verdict.groups.map(\.lostAcknowledged) == [0, 1, 2])
        #expect(verdict.groups.map(\.checkedRecords) == [2, 1, 0])
        #expect(verdict.total == .of(3) { $0.lostAcknowledged = 3 })
    }

    @Test func sendsAreCountedByOutcomeOverAllProducers() {
        var sender = Sender(producers: 2, partitions: 2)
        let outcomes: [Sender.Outcome] = [.acknowledged, .unknown, .failed, .acknowledged]
        for (index, outcome) in outcomes.enumerated() {
            _ = sender.send(UInt32(index), to: index / 2, outcome)
        }
        let verdict = RunVerdict(groups: [], acks: sender.tables.reversed())
        #expect(verdict.sentRecords == 4)
        #expect(verdict.acknowledgedRecords == 2)
        #expect(verdict.failedRecords == 1)
        #expect(verdict.unknownRecords == 1)
        #expect(verdict.total == .of(0))
    }

    @Test func aPermittedLossIsCountedApart() {
        var run = Scenario()
        run.read(run.send(0))
        _ = run.send(0)
        let settings = HistorySettings(acks: .none)
        let verdict = RunVerdict(
            groups: [run.group], acks: run.sender.tables,
            permission: LossPermission(settings: settings))
        #expect(verdict.permission == .acksNone)
        #expect(
            verdict.total
                == .of(1) {
                    $0.lostAcknowledged = 1
                    $0.lostPermitted = 1
                })
        #expect(verdict.total.lostForbidden == 0)
        #expect(run.verdict.lostForbidden == 1)
    }
}
