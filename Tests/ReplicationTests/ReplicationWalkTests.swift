import Records
import Replication
import Testing

/// A leader, its followers and a controller take random steps; messages between leader and
/// controller come late, twice, out of order or not at all.
@Suite struct ReplicationWalkTests {
    @Test func randomWalkKeepsTheInvariants() throws {
        var rises = 0
        var changes: Int32 = 0
        for seed in 0..<UInt64(800) {
            var walk = ReplicationWalk(seed: seed)
            for step in 0..<150 { try walk.step("seed \(seed), step \(step)") }
            rises += walk.rises
            changes += walk.controller.partitionEpoch
        }
        // The walk must go somewhere.
        #expect(rises > 5000 && changes > 1500, "\(rises) rises, \(changes) changes")
    }
}

private struct ReplicationWalk {
    private var random: SeededRandom
    private(set) var controller: PartitionLeadership
    private var leader: LeaderReplication
    private var leaderEnd: Offset
    /// What each broker's log really holds.
    private var ends: [Offset]
    /// Whether a follower has ever lost records: what it had confirmed is then gone indeed.
    private var mayLose: Bool
    private var now = Instant(0)
    private var requests: [(replicas: [BrokerID], partitionEpoch: Int32)] = []
    private var answers: [(replicas: [BrokerID], partitionEpoch: Int32)] = []
    private(set) var rises = 0

    private static let lagMax = Nanoseconds(40)

    init(seed: UInt64) {
        random = SeededRandom(seed)
        let count = 2 + random.below(4)
        let brokers = (0..<count).map { BrokerID($0) }
        controller = PartitionLeadership(replicas: brokers)
        leaderEnd = Offset(Int64(random.below(20)))
        let start = leaderEnd
        ends = brokers.map { _ in start }
        mayLose = random.oneIn(3)
        leader = LeaderReplication(
            leader: brokers[0], epoch: .initial, epochStart: start,
            highWatermark: Offset(Int64(random.below(Int(start.rawValue) + 1))),
            replicas: brokers, inSyncReplicas: brokers, partitionEpoch: 0,
            minInsyncReplicas: 1 + random.below(count), now: now)
    }

    mutating func step(_ what: String) throws {
        now = now + Nanoseconds(Int64(random.below(12)))
        let before = leader.highWatermark
        switch random.below(12) {
        case 0..<2: leaderEnd = leaderEnd.advanced(by: 1 + random.below(5))
        case 2..<6: fetch()
        case 6: try propose(what)
        case 7..<9: deliverRequest()
        case 9..<11: deliverAnswer()
        default: resend()
        }
        try #require(leader.highWatermark == before, "\(what)")
        if random.oneIn(2) { try advance(what) }
        try check(what)
    }

    private mutating func fetch() {
        let broker = 1 + random.below(ends.count - 1)
        if mayLose, random.oneIn(20) {
            ends[broker] = Offset(Int64(random.below(Int(ends[broker].rawValue) + 1)))
        } else {
            let behind = leaderEnd.distance(from: ends[broker])
            ends[broker] = ends[broker].advanced(by: random.below(behind + 1))
        }
        _ = leader.followerFetched(
            BrokerID(broker), from: ends[broker], leaderEnd: leaderEnd, now: now)
    }

    private mutating func propose(_ what: String) throws {
        guard let desired = leader.desiredReplicas(now: now, lagMax: Self.lagMax) else { return }
        try #require(leader.proposedReplicas == nil, "\(what)")
        for follower in leader.followers {
            let (was, isIn) = (
                leader.inSyncReplicas.contains(follower.broker),
                desired.contains(follower.broker)
            )
            let lags = now - follower.lastCaughtUp > Self.lagMax
            let end = follower.logEnd ?? Offset(-1)
            if isIn { try #require(!lags, "\(what)") }
            if isIn, !was {
                try #require(end >= leader.highWatermark && end >= leader.epochStart, "\(what)")
            }
            if was, !isIn { try #require(lags, "\(what)") }
        }
        leader.propose(desired)
        requests.append((desired, leader.partitionEpoch))
    }

    /// Asks again, as after a lost message.
    private mutating func resend() {
        guard let proposed = leader.proposedReplicas else { return }
        requests.append((proposed, leader.partitionEpoch))
    }

    private mutating func deliverRequest() {
        guard !requests.isEmpty else { return }
        let index = random.below(requests.count)
        let request = requests[index]
        if !random.oneIn(4) { requests.remove(at: index) }
        if random.oneIn(5) { return }
        // A refusal is answered with the present state, as a success is.
        try? controller.alter(
            inSyncReplicas: request.replicas, by: leader.leader, leaderEpoch: leader.epoch,
            partitionEpoch: request.partitionEpoch)
        answers.append((controller.inSyncReplicas, controller.partitionEpoch))
    }

    private mutating func deliverAnswer() {
        guard !answers.isEmpty else { return }
        let index = random.below(answers.count)
        let answer = answers[index]
        if !random.oneIn(4) { answers.remove(at: index) }
        if random.oneIn(5) { return }
        leader.confirm(inSyncReplicas: answer.replicas, partitionEpoch: answer.partitionEpoch)
    }

    private mutating func advance(_ what: String) throws {
        let before = leader.highWatermark
        let moved = leader.advanceHighWatermark(leaderEnd: leaderEnd)
        try #require(leader.highWatermark >= before, "\(what)")
        try #require(moved == (leader.highWatermark > before), "\(what)")
        guard moved else { return }
        rises += 1
        try #require(leader.inSyncReplicas.count >= leader.minInsyncReplicas, "\(what)")
        try #require(leader.highWatermark <= leaderEnd, "\(what)")
        let maximal = Set(leader.inSyncReplicas + (leader.proposedReplicas ?? []))
        for follower in leader.followers where maximal.contains(follower.broker) {
            try #require(leader.highWatermark <= follower.logEnd ?? Offset(-1), "\(what)")
        }
        // StrongIsr: whoever the controller may elect has all that is committed.
        for broker in controller.inSyncReplicas where broker != leader.leader {
            try #require(ends[broker.index] >= leader.highWatermark, "\(what), broker \(broker)")
        }
    }

    private func check(_ what: String) throws {
        try #require(leader.inSyncReplicas.contains(leader.leader), "\(what)")
        try #require(controller.inSyncReplicas.contains(leader.leader), "\(what)")
        try #require(leader.partitionEpoch <= controller.partitionEpoch, "\(what)")
        let maximal = Set(leader.inSyncReplicas + (leader.proposedReplicas ?? []))
        try #require(maximal.isSuperset(of: controller.inSyncReplicas), "\(what)")
        guard !mayLose else { return }
        for broker in controller.inSyncReplicas where broker != leader.leader {
            try #require(ends[broker.index] >= leader.highWatermark, "\(what), broker \(broker)")
        }
    }
}
