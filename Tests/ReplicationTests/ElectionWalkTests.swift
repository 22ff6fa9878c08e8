import Records
import Replication
import Testing

/// Brokers fail, return and lag at random; a model of who holds the committed records judges every
/// leader.
@Suite struct ElectionWalkTests {
    @Test func randomWalkKeepsTheInvariants() throws {
        var elections = 0
        var unclean = 0
        var eligible = 0
        var leaderless = 0
        for seed in 0..<UInt64(1500) {
            var walk = ElectionWalk(seed: seed)
            for step in 0..<120 { try walk.step("seed \(seed), step \(step)") }
            elections += walk.elections
            unclean += walk.uncleanElections
            eligible += walk.eligibleElections
            leaderless += walk.leaderlessSteps
        }
        // The walk must go somewhere.
        #expect(elections > 10_000 && unclean > 200 && eligible > 200 && leaderless > 1000)
    }
}

private struct ElectionWalk {
    private var random: SeededRandom
    private var state: PartitionLeadership
    private var registry: BrokerRegistry
    private let allowsUnclean: Bool
    /// How many records each broker has; the leader's count is the log end.
    private var ends: [Int]
    /// Below this all that was ever in sync has the records: the true high watermark.
    private var committed = 0
    /// Whether committed records may be gone by the rules: an unclean election was chosen, or all
    /// that had them have lost them. Until the next leader tells what is left.
    private var mayHaveLost = false
    private var leaders: [LeaderEpoch: BrokerID] = [.initial: BrokerID(0)]
    private(set) var elections = 0
    private(set) var uncleanElections = 0
    private(set) var eligibleElections = 0
    private(set) var leaderlessSteps = 0

    init(seed: UInt64) {
        random = SeededRandom(seed)
        let count = 1 + random.below(4)
        state = PartitionLeadership(
            replicas: (0..<count).map { BrokerID($0) }, minInsyncReplicas: 1 + random.below(count))
        registry = BrokerRegistry(brokers: count)
        allowsUnclean = random.oneIn(4)
        ends = Array(repeating: 0, count: count)
    }

    mutating func step(_ what: String) throws {
        let before = state
        let broker = BrokerID(random.below(ends.count))
        var election = PartitionLeadership.Election.unchanged
        switch random.below(12) {
        case 0..<3: append()
        case 3..<6: try replicate(broker, what)
        case 6: shrink(without: broker)
        case 7 where registry.isLive(broker):
            registry.fence(broker)
            election = state.brokerFailed(broker, live: registry.live, unclean: allowsUnclean)
        case 8, 9: election = restart(broker)
        case 10: election = state.preferLeader(live: registry.live)
        default: election = state.elect(live: registry.live, unclean: allowsUnclean)
        }
        note(election, before)
        commit()
        try check(before, what)
    }

    private mutating func restart(_ broker: BrokerID) -> PartitionLeadership.Election {
        let isClean = random.oneIn(2)
        if !isClean, random.oneIn(2) {
            // Unflushed records are gone.
            ends[broker.index] = random.below(ends[broker.index] + 1)
        }
        _ = registry.register(broker)
        let election = state.brokerRestarted(
            broker, isClean: isClean, live: registry.live, unclean: allowsUnclean)
        // Nobody else is left that has to have what it lost.
        let holders = state.inSyncReplicas + state.eligibleLeaders
        if holders == [broker], ends[broker.index] < committed { mayHaveLost = true }
        return election
    }

    private mutating func append() {
        if let leader = state.leader { ends[leader.index] += 1 + random.below(3) }
    }

    /// A follower takes the leader's log, and may join the set.
    private mutating func replicate(_ broker: BrokerID, _ what: String) throws {
        guard let leader = state.leader, broker != leader, registry.isLive(broker) else { return }
        ends[broker.index] = ends[leader.index]
        guard !state.inSyncReplicas.contains(broker), random.oneIn(2) else { return }
        let epochs = registry
        let members = (state.inSyncReplicas + [broker]).map {
            InSyncMember(broker: $0, brokerEpoch: epochs.epoch(of: $0))
        }
        try state.alter(
            members, by: leader, leaderEpoch: state.leaderEpoch,
            partitionEpoch: state.partitionEpoch, registry: registry)
        try #require(state.inSyncReplicas.contains(broker), "\(what)")
    }

    private mutating func shrink(without broker: BrokerID) {
        guard let leader = state.leader, broker != leader else { return }
        try? state.alter(
            inSyncReplicas: state.inSyncReplicas.filter { $0 != broker }, by: leader,
            leaderEpoch: state.leaderEpoch, partitionEpoch: state.partitionEpoch)
    }

    private mutating func note(
        _ election: PartitionLeadership.Election, _ before: PartitionLeadership
    ) {
        switch election {
        case .unchanged, .leaderless: break
        case .elected(let leader):
            elections += 1
            if before.eligibleLeaders.contains(leader) { eligibleElections += 1 }
        case .electedUnclean:
            elections += 1
            uncleanElections += 1
            mayHaveLost = true
        }
        if state.leader == nil { leaderlessSteps += 1 }
    }

    /// What every member has is committed, while there are enough of them; whoever follows another
    /// leader is cut to its log.
    private mutating func commit() {
        guard let leader = state.leader else { return }
        if mayHaveLost {
            committed = min(committed, ends[leader.index])
            mayHaveLost = false
        }
        for broker in ends.indices { ends[broker] = min(ends[broker], ends[leader.index]) }
        guard state.inSyncReplicas.count >= state.minInsyncReplicas else { return }
        let common = state.inSyncReplicas.map { ends[$0.index] }.min() ?? 0
        committed = max(committed, common)
    }

    private mutating func check(_ before: PartitionLeadership, _ what: String) throws {
        let set = state.inSyncReplicas
        try #require(Set(set).count == set.count, "\(what)")
        try #require(set.allSatisfy { state.replicas.contains($0) }, "\(what)")
        try #require(set.allSatisfy { !state.eligibleLeaders.contains($0) }, "\(what)")
        try #require(!(set + state.eligibleLeaders).isEmpty, "\(what)")
        if set.count >= state.minInsyncReplicas {
            try #require(state.eligibleLeaders.isEmpty, "\(what)")
        }
        // MonotonicEpoch, and no change without a count.
        try #require(state.leaderEpoch >= before.leaderEpoch, "\(what)")
        try #require(state.partitionEpoch >= before.partitionEpoch, "\(what)")
        if state != before {
            try #require(state.partitionEpoch > before.partitionEpoch, "\(what)")
        }
        if state.leader != before.leader {
            try #require(state.leaderEpoch > before.leaderEpoch, "\(what)")
        }
        guard let leader = state.leader else { return }
        // LeaderInIsr, SingleLeaderPerEpoch, and a leader lives.
        try #require(set.contains(leader) && registry.isLive(leader), "\(what)")
        try #require(leaders[state.leaderEpoch] ?? leader == leader, "\(what)")
        leaders[state.leaderEpoch] = leader
        // LeaderCompleteness, and StrongIsr for whoever may lead next.
        guard !mayHaveLost else { return }
        for broker in set + state.eligibleLeaders {
            try #require(ends[broker.index] >= committed, "\(what), broker \(broker)")
        }
    }
}
