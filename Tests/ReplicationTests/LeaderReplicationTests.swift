import Records
import Replication
import Testing

@Suite struct LeaderReplicationTests {
    private let a = BrokerID(0)
    private let b = BrokerID(1)
    private let c = BrokerID(2)
    private let lagMax = Nanoseconds(100)

    private func leader(
        inSync: [BrokerID]? = nil, minInsyncReplicas: Int = 2, epochStart: Int64 = 0,
        highWatermark: Int64 = 0
    ) -> LeaderReplication {
        LeaderReplication(
            leader: a, epoch: LeaderEpoch(1), epochStart: Offset(epochStart),
            highWatermark: Offset(highWatermark), replicas: [a, b, c],
            inSyncReplicas: inSync ?? [a, b, c],
            partitionEpoch: 5, minInsyncReplicas: minInsyncReplicas, now: Instant(0))
    }

    private func fetch(
        _ state: inout LeaderReplication, _ broker: BrokerID, _ offset: Int64,
        end: Int64 = 10, now: Int64 = 1
    ) {
        let isReplica = state.followerFetched(
            broker, from: Offset(offset), leaderEnd: Offset(end), now: Instant(now))
        #expect(isReplica)
    }

    private func advance(
        _ state: inout LeaderReplication, leaderEnd: Int64, moves: Bool = true
    ) {
        let moved = state.advanceHighWatermark(leaderEnd: Offset(leaderEnd))
        #expect(moved == moves)
    }

    @Test func highWatermarkWaitsForEveryMemberToShowItsEnd() {
        var state = leader()
        advance(&state, leaderEnd: 10, moves: false)
        fetch(&state, b, 7)
        advance(&state, leaderEnd: 10, moves: false)
        fetch(&state, c, 4)
        advance(&state, leaderEnd: 10)
        #expect(state.highWatermark == Offset(4))
        advance(&state, leaderEnd: 10, moves: false)
        fetch(&state, c, 10)
        advance(&state, leaderEnd: 10)
        #expect(state.highWatermark == Offset(7))
    }

    @Test func highWatermarkIgnoresThoseOutsideTheSet() {
        var state = leader(inSync: [a, b])
        fetch(&state, b, 9)
        fetch(&state, c, 2)
        advance(&state, leaderEnd: 10)
        #expect(state.highWatermark == Offset(9))
    }

    @Test func highWatermarkIsNeverBeyondTheLeadersEnd() {
        var state = leader(inSync: [a], minInsyncReplicas: 1)
        advance(&state, leaderEnd: 6)
        #expect(state.highWatermark == Offset(6))
    }

    @Test func highWatermarkStandsStillBelowMinInsyncReplicas() {
        var state = leader(inSync: [a])
        #expect(!state.hasEnoughReplicas)
        advance(&state, leaderEnd: 10, moves: false)
        #expect(state.highWatermark == .zero)
    }

    @Test func highWatermarkNeverFallsWhenAFollowerLosesRecords() {
        var state = leader(inSync: [a, b])
        fetch(&state, b, 8)
        advance(&state, leaderEnd: 10)
        fetch(&state, b, 3)
        advance(&state, leaderEnd: 20, moves: false)
        #expect(state.highWatermark == Offset(8))
        fetch(&state, b, 12, end: 20)
        advance(&state, leaderEnd: 20)
        #expect(state.highWatermark == Offset(12))
    }

    /// While the controller may already have added a follower, it counts; while it may not yet
    /// have removed one, that one counts too.
    @Test func highWatermarkCountsTheMaximalSet() {
        var growing = leader(inSync: [a, b])
        fetch(&growing, b, 9)
        fetch(&growing, c, 5)
        growing.propose([a, b, c])
        advance(&growing, leaderEnd: 10)
        #expect(growing.highWatermark == Offset(5))

        var shrinking = leader()
        fetch(&shrinking, b, 9)
        fetch(&shrinking, c, 5)
        shrinking.propose([a, b])
        advance(&shrinking, leaderEnd: 10)
        #expect(shrinking.highWatermark == Offset(5))
        shrinking.confirm(inSyncReplicas: [a, b], partitionEpoch: 6)
        advance(&shrinking, leaderEnd: 10)
        #expect(shrinking.highWatermark == Offset(9))
    }

    @Test func proposedSetDoesNotCountAsEnoughReplicas() {
        var state = leader(inSync: [a])
        state.propose([a, b])
        #expect(!state.hasEnoughReplicas)
        state.confirm(inSyncReplicas: [a, b], partitionEpoch: 6)
        #expect(state.hasEnoughReplicas)
    }

    @Test func fetchOfABrokerWithoutAReplicaIsRefused() {
        var state = leader()
        let isReplica = state.followerFetched(
            BrokerID(9), from: .zero, leaderEnd: Offset(10), now: Instant(1))
        #expect(!isReplica)
    }

    @Test func laggingMemberLeavesAfterLagMax() {
        var state = leader()
        fetch(&state, b, 10, now: 60)
        fetch(&state, c, 3, now: 60)
        #expect(state.desiredReplicas(now: Instant(100), lagMax: lagMax) == nil)
        #expect(state.desiredReplicas(now: Instant(101), lagMax: lagMax) == [a, b])
        #expect(state.desiredReplicas(now: Instant(161), lagMax: lagMax) == [a])
    }

    @Test func followerJoinsAtTheHighWatermarkAndTheEpochsStart() {
        for (highWatermark, epochStart, end, joins) in [
            (Int64(5), Int64(0), Int64(4), false), (5, 0, 5, true), (5, 8, 5, false),
            (5, 8, 7, false), (5, 8, 8, true), (9, 8, 8, false),
        ] {
            var state = leader(
                inSync: [a, b], epochStart: epochStart, highWatermark: highWatermark)
            fetch(&state, b, 20, end: 20, now: 50)
            fetch(&state, c, end, end: 20, now: 50)
            let desired = state.desiredReplicas(now: Instant(60), lagMax: lagMax)
            #expect(desired == (joins ? [a, b, c] : nil), "\(highWatermark) \(epochStart) \(end)")
        }
    }

    @Test func followerThatNeverFetchedOrLagsDoesNotJoin() {
        var state = leader(inSync: [a, b])
        fetch(&state, b, 10, now: 190)
        #expect(state.desiredReplicas(now: Instant(50), lagMax: lagMax) == nil)
        fetch(&state, c, 5, now: 190)
        #expect(state.desiredReplicas(now: Instant(200), lagMax: lagMax) == nil)
    }

    @Test func nothingIsDesiredWhileAProposalIsOutstanding() {
        var state = leader()
        #expect(state.desiredReplicas(now: Instant(500), lagMax: lagMax) == [a])
        state.propose([a])
        #expect(state.desiredReplicas(now: Instant(500), lagMax: lagMax) == nil)
        state.confirm(inSyncReplicas: [a, b, c], partitionEpoch: 6)
        #expect(state.desiredReplicas(now: Instant(500), lagMax: lagMax) == [a])
    }

    @Test func answersThatTellNothingNewerAreIgnored() {
        var state = leader()
        state.propose([a, b])
        for epoch in [Int32(3), 4, 5] {
            state.confirm(inSyncReplicas: [a], partitionEpoch: epoch)
            #expect(state.inSyncReplicas == [a, b, c] && state.partitionEpoch == 5)
            #expect(state.proposedReplicas == [a, b])
        }
        state.confirm(inSyncReplicas: [a, b], partitionEpoch: 6)
        #expect(state.inSyncReplicas == [a, b] && state.partitionEpoch == 6)
        #expect(state.proposedReplicas == nil)
    }

    @Test func aRefusalOfAnEarlierProposalIsIgnored() {
        var state = leader()
        state.propose([a, b])
        let first = state.proposalNumber
        state.refused(first)
        #expect(state.proposedReplicas == nil)
        state.propose([a])
        #expect(state.proposalNumber > first)
        state.refused(first)
        #expect(state.proposedReplicas == [a])
        state.refused(state.proposalNumber)
        #expect(state.proposedReplicas == nil)
    }

    @Test func proposalIsSentAgainWhenItsAnswerStaysOut() {
        var state = leader()
        let timeout = Nanoseconds(30)
        var none = state.resend(now: Instant(900), timeout: timeout)
        #expect(none == nil)
        state.propose([a, b], now: Instant(100))
        none = state.resend(now: Instant(129), timeout: timeout)
        #expect(none == nil)
        var again = state.resend(now: Instant(130), timeout: timeout)
        #expect(again == [a, b])
        none = state.resend(now: Instant(159), timeout: timeout)
        #expect(none == nil)
        again = state.resend(now: Instant(160), timeout: timeout)
        #expect(again == [a, b])
        state.confirm(inSyncReplicas: [a, b], partitionEpoch: 6)
        none = state.resend(now: Instant(900), timeout: timeout)
        #expect(none == nil)
    }

    /// The first request was taken up and its answer lost; the second is refused as stale, and
    /// the refusal tells what holds.
    @Test func answerToTheRepetitionSettlesTheProposal() throws {
        var controller = PartitionLeadership(replicas: [a, b, c])
        var state = LeaderReplication(
            leader: a, epoch: .initial, epochStart: .zero, highWatermark: .zero,
            replicas: [a, b, c], inSyncReplicas: [a, b, c], partitionEpoch: 0,
            minInsyncReplicas: 2, now: Instant(0))
        state.propose([a, b], now: Instant(1))
        func ask() throws(PartitionLeadership.Refusal) {
            try controller.alter(
                inSyncReplicas: [a, b], by: a, leaderEpoch: .initial, partitionEpoch: 0)
        }
        try ask()
        #expect(throws: PartitionLeadership.Refusal.staleEpoch) { try ask() }
        state.confirm(
            inSyncReplicas: controller.inSyncReplicas, partitionEpoch: controller.partitionEpoch)
        #expect(state.inSyncReplicas == [a, b] && state.proposedReplicas == nil)
    }

    @Test func ineligibleMemberEndsTheProposal() {
        var state = leader(inSync: [a, b])
        state.propose([a, b, c], now: Instant(100))
        state.refused(state.proposalNumber)
        #expect(state.proposedReplicas == nil && state.inSyncReplicas == [a, b])
    }

    /// A follower that restarts while the proposal is under way must not join by the epoch of its
    /// new life.
    @Test func proposalNamesTheIncarnationsThatItWasMadeFor() {
        var state = leader(inSync: [a, b])
        func fetch(_ broker: BrokerID, _ offset: Int64, epoch: Int64, now: Int64) {
            _ = state.followerFetched(
                broker, from: Offset(offset), leaderEnd: Offset(10), now: Instant(now),
                brokerEpoch: epoch)
        }
        fetch(b, 10, epoch: 2, now: 1)
        fetch(c, 10, epoch: 3, now: 1)
        #expect(state.proposedMembers(ownEpoch: 1) == nil)
        state.propose([a, b, c], now: Instant(2))
        fetch(c, 4, epoch: 8, now: 3)
        #expect(
            state.proposedMembers(ownEpoch: 1) == [
                InSyncMember(broker: a, brokerEpoch: 1), InSyncMember(broker: b, brokerEpoch: 2),
                InSyncMember(broker: c, brokerEpoch: 3),
            ])
        #expect(state.followers.last?.logEnd == Offset(4))
        // One more fetch of the earlier life, come late.
        fetch(c, 10, epoch: 3, now: 4)
        #expect(state.followers.last?.logEnd == Offset(4))
        #expect(state.followers.last?.brokerEpoch == 8)
    }
}
