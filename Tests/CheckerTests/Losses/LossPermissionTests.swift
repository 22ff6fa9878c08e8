import Checker
import Records
import Testing

/// What a run permits to be lost: each permission, and the run that only looks like it.
@Suite struct LossPermissionTests {
    private func reason(
        _ settings: HistorySettings, _ faults: [(String, String)] = [], elections: Int = 0
    ) -> HistoryPermission? {
        let marks = faults.map { FaultMark(time: Instant(1), fault: $0.0, target: $0.1) }
        return LossPermission(settings: settings, faults: marks, leaderElections: elections)
            .reason
    }

    @Test func nothingIsPermittedByItself() {
        #expect(LossPermission.nothing.reason == nil)
        #expect(reason(HistorySettings()) == nil)
        #expect(reason(HistorySettings(acks: .leader)) == nil)
    }

    @Test func compactionOfWhatIsNotReadPermitsLosses() {
        let settings = HistorySettings()
        #expect(LossPermission(settings: settings, compactsUnread: true).reason == .compaction)
        let stronger = LossPermission(
            settings: HistorySettings(acks: .none), compactsUnread: true)
        #expect(stronger.reason == .acksNone)
    }

    @Test func acksNonePermitsLosses() {
        #expect(reason(HistorySettings(acks: .none)) == .acksNone)
    }

    @Test func acksOneNeedsAFaultOrAnElection() {
        let settings = HistorySettings(acks: .leader)
        #expect(reason(settings, [("kill", "broker 1")]) == .acksLeader)
        #expect(reason(settings, elections: 1) == .acksLeader)
        #expect(reason(HistorySettings(), [("kill", "broker 1")], elections: 1) == nil)
    }

    @Test(arguments: ["crash-consumer", "crash-producer", "add-partitions"])
    func whatTakesNoLeaderAwayExcusesNothing(_ fault: String) throws {
        #expect(reason(HistorySettings(acks: .leader), [(fault, "client 1")]) == nil)
        var story = Story { $0.acks = .leader }
        story.send("0:0", at: 0)
        story.fault(fault, "client 1")
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
    }

    @Test func anUncleanElectionIsPermittedByChoiceOnly() {
        #expect(reason(HistorySettings(uncleanLeaderElection: true)) == .uncleanElection)
    }

    @Test func asManyReplicasMustLoseTheirDataAsWereWaitedFor() {
        let settings = HistorySettings()
        let once = [("power-loss", "broker 1")]
        let twice = once + [("power-loss", "broker 2")]
        #expect(reason(settings, once) == nil)
        #expect(reason(settings, once + once) == nil)
        #expect(reason(settings, twice) == .lostReplicas)
        #expect(reason(HistorySettings(flushMessages: 1), twice) == nil)
        #expect(reason(HistorySettings(flushMessages: 2), twice) == .lostReplicas)
        #expect(
            reason(
                HistorySettings(flushMessages: 1), [("bit-rot", "broker 1"), ("wiped-disk", "b")])
                == .lostReplicas)
        #expect(reason(settings, [("kill", "broker 1"), ("kill", "broker 2")]) == nil)
    }

    /// At RF 1 with acks=all, one broker is all that an acknowledgement waited for.
    @Test func theOnlyReplicaIsEnough() {
        let settings = HistorySettings(replicationFactor: 1, minInsyncReplicas: 1)
        #expect(reason(settings, [("power-loss", "broker 0")]) == .lostReplicas)
        #expect(reason(settings, [("kill", "broker 0")]) == nil)
    }

    @Test func theEndOfAFaultIsNoFault() {
        let marks = [
            FaultMark(time: Instant(1), fault: "power-loss", target: "a", phase: .begin),
            FaultMark(time: Instant(2), fault: "power-loss", target: "a", phase: .end),
            FaultMark(time: Instant(3), fault: "power-loss", target: "b", phase: .end),
        ]
        #expect(LossPermission(settings: HistorySettings(), faults: marks).reason == nil)
    }
}
