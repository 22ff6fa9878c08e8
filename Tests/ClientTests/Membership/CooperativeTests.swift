import Client
import ConsumerGroups
import Messages
import Records
import Testing

/// Members that read on while their group rebalances (KIP-429).
@Suite struct CooperativeTests {
    private func bench(
        owned: [Int], committed: [Int: Int64] = [:],
        _ change: (inout GroupSettings) -> Void = { _ in }
    ) -> MemberBench {
        let bench = MemberBench {
            $0.assignors = [.cooperativeSticky]
            change(&$0)
        }
        bench.become(owner: owned, committed: committed)
        bench.run(for: .seconds(3))
        bench.reader.events = []
        return bench
    }

    /// Lets the group rebalance and the member keep only these.
    private func rebalance(_ bench: MemberBench, generation: Int32 = 2, keeping: [Int]) {
        bench.answerHeartbeat(.rebalanceInProgress)
        bench.answerJoin(generation: generation, assignor: .cooperativeSticky)
        bench.answerSync(.none, keeping)
    }

    // MARK: Commits come before

    @Test func `before and sync: a batch waits for a revocation's commit, then for its own`() throws
    {
        // Nothing is committed, so that giving partition 1 up commits where it begins.
        let bench = bench(owned: [0, 1]) { $0.commit.moment = .before }
        rebalance(bench, keeping: [0])
        #expect(bench.commits.map(\.places) == [[[1, 0]]])
        try bench.answerFetch(0, batches: [3])
        bench.run(for: .seconds(1))
        #expect(bench.reader.readCount == 0)
        bench.answerCommit()
        // The batch's commit goes out before the request to join, after which it may come late.
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        #expect(bench.joins.count == 1)
        #expect(bench.reader.readCount == 0)
        bench.answerCommit()
        #expect(bench.reader.reads[0] == [0, 1, 2])
    }

    @Test func `before and sync: a batch that waits is not processed by who was put out`() throws {
        let bench = bench(owned: [0, 1]) { $0.commit.moment = .before }
        rebalance(bench, keeping: [0])
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.unknownMemberID)
        #expect(bench.reader.readCount == 0)
        #expect(bench.commits.isEmpty)
        #expect(bench.reader.events.contains(.lost([0])))
        #expect(bench.joins.map(\.member) == [.none])
    }

    @Test func `before and sync: a batch whose commit met a rebalance waits for another`() throws {
        let bench = bench(owned: [0], committed: [0: 0]) { $0.commit.moment = .before }
        bench.answerHeartbeat(.rebalanceInProgress)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.rebalanceInProgress)
        #expect(bench.reader.readCount == 0)
        bench.answerJoin(generation: 2, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        bench.run(for: .seconds(1))
        #expect(bench.reader.readCount == 0)
        #expect(bench.commits.last?.places == [[0, 3]])
        #expect(bench.commits.last?.generation == GroupGeneration(2))
        while !bench.commits.isEmpty { bench.answerCommit() }
        #expect(bench.reader.reads[0] == [0, 1, 2])
    }

    @Test func `before and sync: an application's commit is waited for as well`() throws {
        let bench = bench(owned: [0, 1], committed: [0: 5, 1: 0]) { $0.commit.moment = .before }
        bench.act { consumer, now, effects in
            try? consumer.commit(PartitionIndex(0), Offset(4), now: now, effects: &effects)
        }
        #expect(bench.commits.map(\.places) == [[[0, 4]]])
        try bench.answerFetch(1, batches: [2])
        #expect(bench.reader.readCount == 0)
        bench.answerCommit()
        #expect(bench.commits.map(\.places) == [[[1, 2]]])
        #expect(bench.reader.readCount == 0)
        bench.answerCommit()
        #expect(bench.reader.reads[1] == [0, 1])
    }

    // MARK: Rebalances that follow each other

    @Test func `what is given up is committed before the member joins again, once`() throws {
        let bench = bench(owned: [0, 1], committed: [0: 10, 1: 20]) { $0.commit.mode = .auto }
        try bench.answerFetch(1, batches: [4])
        rebalance(bench, keeping: [0])
        #expect(bench.commits.map(\.places) == [[[1, 24]]])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.joins.isEmpty)
        bench.answerCommit()
        #expect(bench.joins.count == 1)
        bench.answerJoin(generation: 3, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        #expect(bench.joins.isEmpty)
        #expect(bench.reader.events.last == .ended)
    }

    @Test func `closing commits what a revocation had not yet`() throws {
        let bench = bench(owned: [0, 1], committed: [0: 10, 1: 20]) { $0.commit.mode = .auto }
        try bench.answerFetch(1, batches: [4])
        rebalance(bench, keeping: [0])
        bench.answerCommit(.notCoordinator)
        bench.act { consumer, now, effects in consumer.close(now: now, effects: &effects) }
        #expect(bench.commits.map(\.places) == [[[1, 24]]])
    }

    // MARK: Members that are put out

    @Test func `who is put out in the midst of a rebalance reads on no more`() {
        let bench = bench(owned: [0, 1], committed: [0: 0, 1: 0])
        bench.answerHeartbeat(.rebalanceInProgress)
        bench.answerJoin(.unknownMemberID)
        #expect(
            bench.reader.events == [
                .began(owned: 2, stopsReading: false), .began(owned: 2, stopsReading: true),
                .lost([0, 1]),
            ])
    }

    // MARK: Assignors of both kinds

    /// A group's way from eager to cooperative (KIP-429).
    @Test func `a member that can do both leaves nothing behind`() throws {
        let bench = MemberBench { $0.assignors = [.cooperativeSticky, .range] }
        bench.become(owner: [0, 1, 2, 3], committed: [0: 1, 1: 1, 2: 1, 3: 1])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.consumer.ownedPartitions.isEmpty)
        let subscription = try #require(bench.joins.first?.subscription)
        #expect(subscription.owned.isEmpty)
        let shares = GroupAssignor.assign(
            .cooperativeSticky, topics: [GroupTopic(topic: MemberBench.topic, partitions: 4)],
            members: [
                GroupMember(member: MemberID(7), subscription: subscription),
                GroupMember(
                    member: MemberID(9),
                    subscription: GroupSubscription(topics: [MemberBench.topic])),
            ])
        #expect(shares.flatMap(\.partitions).count == 4)
    }

    // MARK: Partitions that come later

    @Test func `a partition that is owned before it is known is read once it is`() {
        let bench = MemberBench(partitions: 2)
        bench.become(owner: [1, 2], committed: [1: 5, 2: 5])
        #expect(bench.fetches.map(\.partition.partition.index) == [1])
        bench.act { consumer, now, effects in
            consumer.partitionsAdded(MemberBench.places(3), now: now, effects: &effects)
        }
        bench.answerOffsets(.none, [2: 5])
        #expect(bench.fetches.map(\.partition.partition.index) == [1, 2])
        #expect(bench.reader.events.last == .assigned(2, from: 5, isCommitted: true))
    }
}
