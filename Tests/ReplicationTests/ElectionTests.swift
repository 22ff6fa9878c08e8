import Records
import Replication
import Testing

@Suite struct ElectionTests {
    private let a = BrokerID(0)
    private let b = BrokerID(1)
    private let c = BrokerID(2)

    private func partition(minInsyncReplicas: Int = 1) -> PartitionLeadership {
        PartitionLeadership(replicas: [a, b, c], minInsyncReplicas: minInsyncReplicas)
    }

    /// The leader asks for another in-sync set.
    private func shrink(_ state: inout PartitionLeadership, to set: [BrokerID]) throws {
        try state.alter(
            inSyncReplicas: set, by: try #require(state.leader), leaderEpoch: state.leaderEpoch,
            partitionEpoch: state.partitionEpoch)
    }

    @Test func firstLivingInSyncReplicaInTheirOrderLeads() throws {
        var state = partition()
        #expect(state.brokerFailed(a, live: [b, c], unclean: false) == .elected(b))
        #expect(state.leader == b && state.leaderEpoch == LeaderEpoch(1))
        #expect(state.inSyncReplicas == [b, c] && state.partitionEpoch == 1)

        var other = partition()
        try shrink(&other, to: [a, c])
        #expect(other.brokerFailed(a, live: [b, c], unclean: false) == .elected(c))
        #expect(other.inSyncReplicas == [c])
    }

    @Test func electionUnderALivingLeaderChangesNothing() {
        var state = partition()
        let before = state
        #expect(state.elect(live: [a, b, c], unclean: true) == .unchanged)
        #expect(state.elect(live: [a], unclean: true) == .unchanged)
        #expect(state == before)
    }

    @Test func failureOfAFollowerShrinksTheSetAndKeepsTheEpoch() {
        var state = partition()
        #expect(state.brokerFailed(c, live: [a, b], unclean: false) == .unchanged)
        #expect(state.inSyncReplicas == [a, b] && state.leader == a)
        #expect(state.leaderEpoch == .initial && state.partitionEpoch == 1)
    }

    @Test func failureOfABrokerWithoutAReplicaChangesNothing() {
        var state = partition()
        let before = state
        #expect(state.brokerFailed(BrokerID(7), live: [a, b, c], unclean: true) == .unchanged)
        #expect(state == before)
    }

    @Test func lastInSyncReplicaStaysAndNobodyLeadsUntilItReturns() {
        var state = partition()
        for broker in [c, b] { _ = state.brokerFailed(broker, live: [a], unclean: false) }
        #expect(state.inSyncReplicas == [a])
        #expect(state.brokerFailed(a, live: [], unclean: false) == .leaderless)
        #expect(state.leader == nil && state.inSyncReplicas == [a])
        #expect(state.leaderEpoch == LeaderEpoch(1))
        // b returns, without what a has committed alone.
        #expect(state.brokerRestarted(b, isClean: true, live: [b], unclean: false) == .unchanged)
        #expect(state.leader == nil)
        let back = state.brokerRestarted(a, isClean: false, live: [a, b], unclean: false)
        #expect(back == .elected(a))
        #expect(state.leader == a && state.leaderEpoch == LeaderEpoch(2))
    }

    @Test func uncleanElectionIsMadeOnlyByChoiceAndSaysSo() {
        var state = partition()
        for broker in [c, b, a] { _ = state.brokerFailed(broker, live: [], unclean: false) }
        var strict = state
        #expect(strict.elect(live: [b, c], unclean: false) == .unchanged)
        #expect(strict == state)
        #expect(state.elect(live: [c, b], unclean: true) == .electedUnclean(b))
        #expect(state.leader == b && state.inSyncReplicas == [b])
        #expect(state.eligibleLeaders.isEmpty)
    }

    /// Those that had the committed records are no longer a measure: the unclean leader's log is.
    @Test func uncleanElectionLeavesNobodyElseEligible() throws {
        var state = partition(minInsyncReplicas: 2)
        try shrink(&state, to: [a, b])
        for broker in [b, a] { _ = state.brokerFailed(broker, live: [c], unclean: false) }
        #expect(state.inSyncReplicas == [a] && state.eligibleLeaders == [b])
        #expect(state.elect(live: [c], unclean: true) == .electedUnclean(c))
        #expect(state.inSyncReplicas == [c] && state.eligibleLeaders.isEmpty)
    }

    /// KIP-966, last replica standing: the set shrinks to the leader alone, which then loses power
    /// and its unflushed records. Who left the set below min.insync.replicas has all that is
    /// committed and leads; the one that came back may not.
    @Test func lastReplicaStandingLosesItsPlaceToAnEligibleOne() throws {
        var state = partition(minInsyncReplicas: 2)
        try shrink(&state, to: [a, b])
        #expect(state.eligibleLeaders.isEmpty)
        try shrink(&state, to: [a])
        #expect(state.eligibleLeaders == [b])

        var whileAway = state
        #expect(whileAway.brokerFailed(a, live: [b, c], unclean: false) == .elected(b))
        #expect(whileAway.inSyncReplicas == [b] && whileAway.eligibleLeaders == [a])

        // b is away too when a fails, and a is back first.
        #expect(state.brokerFailed(a, live: [c], unclean: false) == .leaderless)
        let back = state.brokerRestarted(a, isClean: false, live: [a, c], unclean: false)
        #expect(back == .unchanged)
        #expect(state.inSyncReplicas.isEmpty && state.eligibleLeaders == [b])
        #expect(state.elect(live: [a, c], unclean: false) == .unchanged)
        let eligible = state.brokerRestarted(b, isClean: true, live: [a, b, c], unclean: false)
        #expect(eligible == .elected(b))
        #expect(state.inSyncReplicas == [b] && state.eligibleLeaders.isEmpty)
    }

    @Test func cleanRestartKeepsAnEligibleReplicaAndAnUncleanOneDoesNot() throws {
        for isClean in [true, false] {
            var state = partition(minInsyncReplicas: 3)
            try shrink(&state, to: [a, b])
            #expect(state.eligibleLeaders == [c])
            _ = state.brokerFailed(c, live: [a, b], unclean: false)
            _ = state.brokerRestarted(c, isClean: isClean, live: [a, b, c], unclean: false)
            #expect(state.eligibleLeaders == (isClean ? [c] : []))
        }
    }

    @Test func nobodyIsEligibleOnceTheSetIsLargeEnough() throws {
        var state = partition(minInsyncReplicas: 2)
        try shrink(&state, to: [a])
        #expect(Set(state.eligibleLeaders) == [b, c])
        try shrink(&state, to: [a, c])
        #expect(state.eligibleLeaders.isEmpty)
    }

    @Test func minInsyncReplicasBeyondTheReplicasCountsAsAllOfThem() throws {
        var state = PartitionLeadership(replicas: [a, b], minInsyncReplicas: 5)
        #expect(state.minInsyncReplicas == 2)
        try shrink(&state, to: [a])
        #expect(state.eligibleLeaders == [b])
        try shrink(&state, to: [a, b])
        #expect(state.eligibleLeaders.isEmpty)
    }

    /// All lose power at once. The last of those with all committed records stays, so that there
    /// is somebody to begin with.
    @Test func lastHolderStaysThoughItsRestartWasUnclean() throws {
        var state = partition(minInsyncReplicas: 2)
        try shrink(&state, to: [a])
        try shrink(&state, to: [a])
        for broker in [b, c, a] { _ = state.brokerFailed(broker, live: [], unclean: false) }
        _ = state.brokerRestarted(a, isClean: false, live: [a], unclean: false)
        #expect(state.inSyncReplicas.isEmpty && Set(state.eligibleLeaders) == [b, c])
        _ = state.brokerRestarted(c, isClean: false, live: [a, c], unclean: false)
        #expect(state.eligibleLeaders == [b] && state.leader == nil)
        let last = state.brokerRestarted(b, isClean: false, live: [a, b, c], unclean: false)
        #expect(last == .elected(b))
        #expect(state.inSyncReplicas == [b])
    }

    /// It came back before anybody noticed. In the same epoch it might write other records at
    /// offsets that its followers have already.
    @Test func leaderThatRestartsLeadsAgainOnlyInANewEpoch() throws {
        var alone = PartitionLeadership(replicas: [a])
        #expect(alone.brokerRestarted(a, isClean: false, live: [a], unclean: false) == .elected(a))
        #expect(alone.leader == a && alone.leaderEpoch == LeaderEpoch(2))

        var state = partition()
        let election = state.brokerRestarted(a, isClean: true, live: [a, b, c], unclean: false)
        #expect(election == .elected(b))
        #expect(state.inSyncReplicas == [b, c])
    }

    @Test func followerThatRestartsUnnoticedLeavesTheSet() {
        var state = partition()
        let election = state.brokerRestarted(b, isClean: true, live: [a, b, c], unclean: false)
        #expect(election == .unchanged)
        #expect(state.inSyncReplicas == [a, c] && state.leader == a)
    }

    @Test func preferredReplicaLeadsAgainOnceItIsInSync() throws {
        var state = partition()
        _ = state.brokerFailed(a, live: [b, c], unclean: false)
        #expect(state.preferLeader(live: [a, b, c]) == .unchanged)
        try shrink(&state, to: [b, c, a])
        #expect(state.preferLeader(live: [b, c]) == .unchanged)
        let before = state
        #expect(state.preferLeader(live: [a, b, c]) == .elected(a))
        #expect(state.leader == a && state.leaderEpoch == LeaderEpoch(2))
        #expect(state.partitionEpoch == before.partitionEpoch + 1)
        #expect(state.inSyncReplicas == before.inSyncReplicas)
        #expect(state.preferLeader(live: [a, b, c]) == .unchanged)
    }

    @Test func formerLeaderCannotChangeTheSet() {
        var state = partition()
        _ = state.brokerFailed(a, live: [b, c], unclean: false)
        #expect(throws: PartitionLeadership.Refusal.notLeader) {
            try state.alter(
                inSyncReplicas: [a], by: a, leaderEpoch: .initial,
                partitionEpoch: state.partitionEpoch)
        }
    }

    /// The leader asks to add a follower by what it fetched before it restarted.
    @Test func expansionThatRacesARestartIsRefused() throws {
        var registry = BrokerRegistry(brokers: 3)
        var state = partition()
        registry.fence(c)
        _ = state.brokerFailed(c, live: registry.live, unclean: false)
        let before = state
        func expand(epochOfC: Int64) throws(PartitionLeadership.Refusal) {
            try state.alter(
                [
                    InSyncMember(broker: a, brokerEpoch: 0),
                    InSyncMember(broker: b, brokerEpoch: 0),
                    InSyncMember(broker: c, brokerEpoch: epochOfC),
                ], by: a, leaderEpoch: .initial, partitionEpoch: state.partitionEpoch,
                registry: registry)
        }
        #expect(throws: PartitionLeadership.Refusal.ineligibleReplica) { try expand(epochOfC: 0) }
        let epoch = registry.register(c)
        #expect(throws: PartitionLeadership.Refusal.ineligibleReplica) { try expand(epochOfC: 0) }
        #expect(state == before)
        try expand(epochOfC: epoch)
        #expect(state.inSyncReplicas == [a, b, c])
    }

    @Test func registrationsAreCountedThroughTheCluster() {
        var registry = BrokerRegistry(brokers: 2)
        #expect(registry.live == [a, b] && registry.isCurrent(a, epoch: 0))
        registry.fence(a)
        #expect(registry.live == [b] && !registry.isCurrent(a, epoch: 0))
        let first = registry.register(a)
        let second = registry.register(b)
        #expect(first > 0 && second > first)
        #expect(registry.epoch(of: b) == second && !registry.isCurrent(b, epoch: first))
        #expect(!registry.isLive(c))
    }
}
