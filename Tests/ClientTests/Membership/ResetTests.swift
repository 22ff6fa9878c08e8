import Client
import Messages
import Records
import Testing

@Suite struct ResetTests {
    private func bench(_ reset: ResetPolicy) -> MemberBench {
        let bench = MemberBench { $0.reset = reset }
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin()
        bench.answerSync(.none, [0, 1])
        bench.answerOffsets(.none, [1: 30])
        return bench
    }

    @Test(arguments: [
        (ResetPolicy.earliest, ListOffsetRequest.Place.earliest), (.latest, .latest),
        (.timestamp(1_700_000_000_000), .timestamp(1_700_000_000_000)),
    ])
    func `the leader is asked where nothing is committed`(
        reset: ResetPolicy, place: ListOffsetRequest.Place
    ) {
        let bench = bench(reset)
        #expect(bench.lists.map(\.place) == [place])
        #expect(bench.lists.map(\.partition) == [MemberBench.partition(0)])
        #expect(bench.fetches.map(\.offset) == [Offset(30)])
        #expect(bench.reader.events.last != .ended)
        bench.answerList(17)
        #expect(bench.fetches.map(\.offset) == [Offset(30), Offset(17)])
        #expect(
            bench.reader.events.suffix(2) == [.assigned(0, from: 17, isCommitted: false), .ended])
    }

    @Test func `a stated offset needs no question`() {
        let bench = bench(.offset(Offset(100)))
        #expect(bench.lists.isEmpty)
        #expect(bench.fetches.map(\.offset) == [Offset(30), Offset(100)])
    }

    @Test func `none is an error where nothing is committed`() {
        let bench = bench(.none)
        #expect(bench.reader.events.last == .failed(.noCommittedOffset(PartitionIndex(0))))
        #expect(bench.consumer.isClosed)
        // Its place is free at once, and not when its session ends.
        #expect(bench.leaves.map(\.member) == [MemberID(7)])
        #expect(bench.consumer.ownedPartitions.isEmpty)
    }

    @Test(arguments: [ResetPolicy.earliest, .offset(Offset(40))])
    func `a deleted position goes on at the log's start`(reset: ResetPolicy) {
        let bench = deleted(reset)
        #expect(bench.lists.isEmpty)
        #expect(bench.fetches.map(\.offset) == [Offset(50)])
        #expect(bench.reader.events.last == .skipped(1, from: 30, to: 50))
    }

    @Test func `a deleted position goes on at the end where the settings say latest`() {
        let bench = deleted(.latest)
        #expect(bench.fetches.isEmpty)
        #expect(bench.lists.map(\.place) == [.latest])
        bench.answerList(90)
        #expect(bench.fetches.map(\.offset) == [Offset(90)])
        #expect(
            bench.reader.events.suffix(2) == [
                .skipped(1, from: 30, to: 50), .assigned(1, from: 90, isCommitted: false),
            ])
    }

    @Test func `a deleted position goes on at a later offset that the settings state`() {
        #expect(deleted(.offset(Offset(70))).fetches.map(\.offset) == [Offset(70)])
    }

    @Test func `none is an error where the position was deleted`() {
        let bench = deleted(.none)
        #expect(
            bench.reader.events.last
                == .failed(
                    .deletedPosition(
                        PartitionIndex(1), offset: Offset(30), logStart: Offset(50))))
        #expect(bench.consumer.isClosed)
        #expect(bench.leaves.count == 1)
    }

    @Test func `a rebalance while a deleted position is replaced forgets it`() {
        let bench = deleted(.latest)
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        bench.answerList(90)
        #expect(bench.fetches.isEmpty)
        bench.become(generation: 2, owner: [1], committed: [1: 60])
        #expect(bench.fetches.map(\.offset) == [Offset(60)])
        #expect(bench.reader.events.last == .ended)
    }

    /// A member that had come to 30 in partition 1, whose log begins at 50.
    private func deleted(_ reset: ResetPolicy) -> MemberBench {
        let bench = MemberBench { $0.reset = reset }
        bench.become(owner: [1], committed: [1: 30])
        bench.answerFetchOutOfRange(1, logStart: 50)
        return bench
    }

    @Test func `a leader that cannot say yet is asked again`() {
        let bench = bench(.latest)
        bench.answerList(0, error: .offsetNotAvailable)
        #expect(bench.lists.isEmpty)
        bench.run(for: .milliseconds(100))
        #expect(bench.lists.count == 1)
        bench.answerList(5)
        #expect(bench.reader.events.last == .ended)
    }

    @Test func `a coordinator that cannot say yet is asked again`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin()
        bench.answerSync(.none, [0])
        bench.answerOffsets(.coordinatorLoadInProgress)
        bench.run(for: .milliseconds(100))
        #expect(bench.offsetFetches.count == 1)
        bench.answerOffsets(.none, [0: 3])
        #expect(bench.fetches.map(\.offset) == [Offset(3)])
    }

    @Test func `a rebalance while positions are looked for forgets them`() {
        let bench = MemberBench()
        bench.answerJoin(.memberIDRequired)
        bench.answerJoin()
        bench.answerSync(.none, [0])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        #expect(bench.joins.count == 1)
        bench.answerOffsets(.none, [0: 3])
        #expect(bench.fetches.isEmpty)
        bench.answerJoin(generation: 2)
        bench.answerSync(.none, [1])
        bench.answerOffsets(.none, [1: 8])
        #expect(bench.fetches.map(\.offset) == [Offset(8)])
        #expect(bench.reader.events.last == .ended)
    }
}
