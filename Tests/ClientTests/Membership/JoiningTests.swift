import Client
import Messages
import Records
import Testing

@Suite struct JoiningTests {
    @Test func `a new member is told its id and comes again with it`() {
        let bench = MemberBench()
        #expect(bench.joins.map(\.member) == [.none])
        bench.answerJoin(.memberIDRequired, member: 7)
        #expect(bench.joins.map(\.member) == [MemberID(7)])
        bench.answerJoin(member: 7, leader: 8, generation: 3)
        #expect(bench.syncs.map(\.generation) == [GroupGeneration(3)])
        #expect(bench.syncs.allSatisfy { $0.assignments.isEmpty && $0.member == MemberID(7) })
    }

    @Test func `it reads its share from where the group had committed`() {
        let bench = MemberBench()
        bench.become(owner: [1, 3], committed: [1: 40, 3: 9])
        #expect(bench.fetches.map(\.offset) == [Offset(40), Offset(9)])
        #expect(
            bench.reader.events == [
                .began(owned: 0, stopsReading: true), .share([1, 3]),
                .assigned(1, from: 40, isCommitted: true),
                .assigned(3, from: 9, isCommitted: true), .ended,
            ])
        #expect(bench.consumer.ownedPartitions.map(\.index) == [1, 3])
    }

    @Test func `the group's leader divides the partitions among all`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired, member: 7)
        let subscription = GroupSubscription(topics: [MemberBench.topic])
        bench.answerJoin(
            member: 7, leader: 7,
            members: [
                GroupMember(member: MemberID(7), subscription: subscription),
                GroupMember(member: MemberID(9), subscription: subscription),
            ])
        let shares = bench.syncs.first?.assignments ?? []
        #expect(shares.map(\.member) == [MemberID(7), MemberID(9)])
        #expect(shares.map { $0.partitions.map(\.partition.index) } == [[0, 1], [2, 3]])
    }

    @Test func `a leader that keeps the assignment syncs without one`() {
        let bench = MemberBench { $0.instance = GroupInstanceID(2) }
        #expect(bench.joins.first?.instance == GroupInstanceID(2))
        bench.answerJoin(member: 7, leader: 7, assigned: [0, 1, 2, 3])
        #expect(bench.syncs.count == 1)
        #expect(bench.syncs.first?.assignments.isEmpty == true)
        bench.answerSync(.none, [0])
        bench.answerOffsets(.none, [0: 5])
        #expect(bench.joins.isEmpty)
    }

    @Test func `a leader that was away while partitions were added has them divided`() {
        let bench = MemberBench { $0.instance = GroupInstanceID(2) }
        bench.answerJoin(member: 7, leader: 7, assigned: [0, 1])
        #expect(bench.syncs.first?.assignments.isEmpty == true)
        bench.answerSync(.none, [0])
        bench.answerOffsets(.none, [0: 5])
        #expect(bench.joins.map(\.member) == [MemberID(7)])
    }

    @Test func `a static member asks a new coordinator for an id until the old one kept its own`() {
        let bench = MemberBench { $0.instance = GroupInstanceID(2) }
        bench.answerJoin(member: 7)
        bench.answerSync(.notCoordinator)
        bench.run(for: .milliseconds(100))
        #expect(bench.joins.last?.member == MemberID.none)
        bench.answerJoin(member: 9)
        bench.answerSync(.none, [1])
        bench.answerOffsets(.none, [1: 5])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.joins.last?.member == MemberID(9))
        bench.answerJoin(.notCoordinator)
        bench.run(for: .milliseconds(100))
        #expect(bench.joins.last?.member == MemberID(9))
    }

    @Test func `a member without a share idles, and reads nothing`() {
        let bench = MemberBench()
        bench.become(owner: [])
        #expect(bench.fetches.isEmpty)
        #expect(bench.offsetFetches.isEmpty)
        #expect(bench.reader.events.suffix(2) == [.share([]), .ended])
    }

    @Test(arguments: [ErrorCode.inconsistentGroupProtocol, .invalidSessionTimeout])
    func `what the coordinator will never take ends the membership`(error: ErrorCode) {
        let bench = MemberBench()
        bench.answerJoin(error)
        #expect(bench.reader.events.last == .failed(.groupRefused(error)))
        #expect(bench.consumer.isClosed)
        bench.run(for: .seconds(100))
        #expect(bench.joins.isEmpty)
    }

    /// Joining again would come to the same, for ever.
    @Test func `an assignment that no log can hold ends the membership`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin()
        bench.answerSync(.messageTooLarge)
        #expect(bench.reader.events.last == .failed(.groupRefused(.messageTooLarge)))
        #expect(bench.consumer.isClosed)
        #expect(bench.leaves.map(\.member) == [MemberID(7)])
        bench.run(for: .seconds(100))
        #expect(bench.joins.isEmpty)
        let text = ClientError.groupRefused(.messageTooLarge).description
        #expect(text.contains("does not fit a segment of the offsets topic"))
    }

    @Test func `a topic that does not exist cannot be subscribed to`() {
        let bench = MemberBench(partitions: 0)
        #expect(bench.reader.events == [.failed(.unknownTopic(TopicID(0)))])
        #expect(bench.joins.isEmpty)
    }

    @Test(arguments: [
        ErrorCode.coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator,
    ])
    func `a join that finds no coordinator is tried again`(error: ErrorCode) {
        let bench = MemberBench()
        bench.answerJoin(error)
        #expect(bench.joins.isEmpty)
        #expect(bench.asked.isEmpty == (error == .coordinatorLoadInProgress))
        bench.run(for: .milliseconds(100))
        #expect(bench.joins.count == 1)
    }

    @Test func `a join under way goes to the new coordinator`() {
        let bench = MemberBench()
        #expect(bench.coordinator == 1)
        bench.handle(.disconnected(BrokerID(1), listener: 5))
        bench.run(for: .milliseconds(1))
        #expect(bench.asked.map(\.topic) == [TopicID(1)])
        bench.joins = []
        bench.lead(offsetsPartition: 0, epoch: 1)
        #expect(bench.joins.count == 1)
        #expect(bench.coordinator == 0)
    }

    @Test func `an answer to an earlier process is none to this one`() {
        let bench = MemberBench()
        bench.handle(
            .joinedGroup(
                JoinGroupResponse(
                    group: GroupID(6), number: 1, error: .none, generation: GroupGeneration(9),
                    assignor: .range, leader: MemberID(1), member: MemberID(2))))
        #expect(bench.syncs.isEmpty)
        #expect(bench.joins.count == 1)
    }

    @Test func `a sync that comes into another rebalance joins again at once`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin()
        bench.answerSync(.rebalanceInProgress)
        #expect(bench.joins.map(\.member) == [MemberID(7)])
    }

    @Test func `a member that is not known any more becomes a new one`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin(.unknownMemberID)
        bench.run(for: .milliseconds(100))
        #expect(bench.joins.map(\.member) == [.none])
    }

    @Test func `whoever divided the partitions has them divided again when there are more`() {
        let bench = MemberBench(partitions: 1)
        bench.answerJoin(.memberIDRequired, member: 7)
        let subscription = GroupSubscription(topics: [MemberBench.topic])
        bench.answerJoin(
            member: 7, leader: 7,
            members: [GroupMember(member: MemberID(7), subscription: subscription)])
        bench.answerSync(.none, [0])
        bench.answerOffsets(.none, [0: 5])
        bench.act { consumer, now, effects in
            consumer.partitionsAdded(MemberBench.places(3), now: now, effects: &effects)
        }
        #expect(bench.joins.count == 1)
    }
}

extension MemberBench {
    /// Lets the member know who leads the group's partition of the offsets topic.
    func lead(offsetsPartition leader: Int?, epoch: Int32) {
        handle(
            .metadata(
                TopicMetadata(
                    topic: Self.offsetsPartition.topic,
                    partitions: [
                        TopicMetadata.Partition(
                            partition: Self.offsetsPartition.partition,
                            leader: leader.map { BrokerID($0) }, leaderEpoch: LeaderEpoch(epoch))
                    ], listener: 5)))
    }
}
