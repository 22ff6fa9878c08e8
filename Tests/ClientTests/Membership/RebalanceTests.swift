import Client
import Messages
import Records
import Testing

@Suite struct RebalanceTests {
    @Test func `heartbeats go out at their interval`() {
        let bench = MemberBench { $0.heartbeatInterval = .milliseconds(500) }
        bench.become(owner: [0])
        bench.run(for: .milliseconds(1_999))
        #expect(bench.heartbeats.count == 3)
        #expect(bench.heartbeats.allSatisfy { $0.generation == GroupGeneration(1) })
    }

    @Test func `an eager member gives everything up, commits, and only then joins`() throws {
        let bench = MemberBench { $0.commit.mode = .auto }
        bench.become(owner: [0, 1], committed: [0: 10, 1: 20])
        try bench.answerFetch(0, batches: [3])
        bench.reader.events = []
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(
            bench.reader.events == [.began(owned: 2, stopsReading: true), .revoked([0, 1])])
        #expect(bench.commits.map(\.places) == [[[0, 13]]])
        #expect(bench.joins.isEmpty)
        bench.answerCommit()
        #expect(bench.joins.map(\.member) == [MemberID(7)])
        #expect(bench.reader.events.last == .committed(0, 13))
    }

    @Test func `a sticky member says what it had, and in which generation`() {
        let bench = MemberBench { $0.assignors = [.sticky] }
        bench.become(generation: 4, owner: [0, 2], committed: [0: 1, 2: 1])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        let subscription = bench.joins.first?.subscription
        #expect(subscription?.owned.map(\.partition.index) == [0, 2])
        #expect(subscription?.generation == GroupGeneration(4))
        #expect(bench.consumer.ownedPartitions.isEmpty)
    }

    @Test func `a cooperative member reads on, and stops only what moves`() throws {
        let bench = MemberBench {
            $0.assignors = [.cooperativeSticky]
            $0.commit.mode = .auto
        }
        bench.become(owner: [0, 1], committed: [0: 10, 1: 20])
        bench.run(for: .seconds(3))
        bench.reader.events = []
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.reader.events == [.began(owned: 2, stopsReading: false)])
        try bench.answerFetch(0, batches: [2])
        try bench.answerFetch(1, batches: [4])
        #expect(bench.reader.reads == [0: [10, 11], 1: [20, 21, 22, 23]])
        // The first round takes partition 1 away, the second gives nothing.
        bench.answerJoin(generation: 2, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        #expect(bench.reader.events.suffix(2) == [.share([0]), .revoked([1])])
        #expect(bench.commits.map(\.places) == [[[1, 24]]])
        #expect(bench.joins.isEmpty)
        try bench.answerFetch(0, batches: [1])
        #expect(bench.reader.reads[0] == [10, 11, 12])
        bench.answerCommit()
        #expect(bench.joins.first?.subscription.owned.map(\.partition.index) == [0])
        #expect(bench.joins.first?.subscription.generation == GroupGeneration(2))
        bench.answerJoin(generation: 3, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        #expect(bench.reader.events.suffix(2) == [.share([0]), .ended])
        #expect(bench.offsetFetches.isEmpty)
    }

    @Test func `a poll is worked on to its end before the member joins`() throws {
        let bench = MemberBench()
        bench.become(owner: [0], committed: [0: 0])
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [10])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.joins.isEmpty)
        bench.run(for: .milliseconds(6_500))
        #expect(bench.reader.readCount == 10)
        #expect(bench.joins.isEmpty)
        bench.run(for: .seconds(1))
        bench.answerCommit()
        #expect(bench.joins.count == 1)
    }

    @Test func `a poll takes no more batches than it may`() throws {
        let bench = MemberBench { $0.pollRecordsMax = 5 }
        bench.become(owner: [0], committed: [0: 0])
        try bench.answerFetch(0, batches: [3, 3, 3, 3])
        #expect(bench.commits.map(\.places) == [[[0, 6]]])
        #expect(bench.reader.readCount == 6)
        bench.answerCommit()
        #expect(bench.reader.readCount == 12)
    }

    @Test func `a poll that takes too long costs the member its place`() throws {
        let bench = MemberBench { $0.pollIntervalMax = .seconds(5) }
        bench.become(owner: [0], committed: [0: 0])
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [10])
        bench.run(for: .seconds(6))
        #expect(bench.reader.events.last == .pollTookTooLong)
        #expect(bench.leaves.map(\.member) == [MemberID(7)])
        #expect(bench.joins.isEmpty)
        bench.run(for: .seconds(10))
        #expect(bench.reader.readCount == 10)
        #expect(
            bench.reader.events.suffix(2) == [.began(owned: 1, stopsReading: true), .lost([0])])
        #expect(bench.joins.map(\.member) == [.none])
        #expect(bench.commits.isEmpty)
    }

    @Test func `a member that was put out loses everything and comes as a new one`() throws {
        let bench = MemberBench()
        bench.become(owner: [0, 1], committed: [0: 0, 1: 0])
        bench.run(for: .seconds(3))
        bench.reader.events = []
        bench.answerHeartbeat(.unknownMemberID)
        // It is told what it stops reading, without which nobody could tell how long it did not.
        #expect(
            bench.reader.events == [.began(owned: 2, stopsReading: true), .lost([0, 1])])
        #expect(bench.joins.map(\.member) == [.none])
        #expect(bench.commits.isEmpty)
        let fetches = bench.fetches.count
        try bench.answerFetch(0, batches: [1])
        #expect(bench.reader.readCount == 0)
        #expect(bench.fetches.count == fetches - 1)
    }

    @Test func `a cooperative member that was put out stops reading too`() {
        let bench = MemberBench { $0.assignors = [.cooperativeSticky] }
        bench.become(owner: [0, 1], committed: [0: 0, 1: 0])
        bench.run(for: .seconds(3))
        bench.reader.events = []
        bench.answerHeartbeat(.illegalGeneration)
        #expect(
            bench.reader.events == [.began(owned: 2, stopsReading: true), .lost([0, 1])])
        bench.become(generation: 2, owner: [0], committed: [0: 0])
        #expect(bench.reader.events.last == .ended)
    }

    @Test func `a fenced static member ends`() {
        let bench = MemberBench { $0.instance = GroupInstanceID(1) }
        bench.become(owner: [0], committed: [0: 0])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.fencedInstanceID)
        #expect(bench.reader.events.last == .failed(.groupRefused(.fencedInstanceID)))
        #expect(bench.consumer.isClosed)
    }

    @Test(arguments: [nil, GroupInstanceID(1)])
    func `closing commits, and leaves unless the member is static`(
        instance: GroupInstanceID?
    ) throws {
        let bench = MemberBench {
            $0.instance = instance
            $0.commit.mode = .auto
        }
        bench.become(owner: [0], committed: [0: 0])
        try bench.answerFetch(0, batches: [3])
        bench.act { consumer, now, effects in consumer.close(now: now, effects: &effects) }
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        #expect(!bench.consumer.isClosed)
        bench.answerCommit()
        #expect(bench.leaves.count == (instance == nil ? 1 : 0))
        if let request = bench.leaves.first { bench.handle(request.answer(.none)) }
        #expect(bench.consumer.isClosed)
        bench.run(for: .seconds(100))
        #expect(bench.heartbeats.isEmpty)
    }

    @Test func `a silent coordinator is looked for, and the member stays one meanwhile`() {
        let bench = MemberBench {
            $0.sessionTimeout = .seconds(6)
            $0.heartbeatInterval = .seconds(1)
        }
        bench.become(owner: [0], committed: [0: 0])
        bench.run(for: .seconds(10))
        #expect(!bench.asked.isEmpty)
        #expect(bench.consumer.ownedPartitions.map(\.index) == [0])
        bench.lead(offsetsPartition: 0, epoch: 3)
        bench.run(for: .milliseconds(1))
        #expect(bench.coordinator == 0)
    }
}
