import Client
import Messages
import Records
import Testing

/// How a consumer finds the leaders of its partitions, and goes on where a leader's log differs.
@Suite struct LeaderTests {
    @Test(arguments: [
        ErrorCode.unknownTopicOrPartition, .notLeaderOrFollower, .fencedLeaderEpoch,
        .unknownLeaderEpoch,
    ])
    func afterSuchAnErrorTheControllerIsAskedAndTheNewLeaderFetchedFrom(error: ErrorCode) throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a"]], pool: bench.pool))
        bench.now = .milliseconds(7)
        bench.answer(error: error)
        #expect(bench.asked == [.milliseconds(7)])
        bench.now = .milliseconds(9)
        bench.tell(leader: 1, epoch: 5)
        #expect(bench.targets == [0, 0, 1])
        let fetch = try #require(bench.fetches.first)
        #expect(fetch.offset == Offset(1))
        #expect(fetch.leaderEpoch == LeaderEpoch(5))
        #expect(fetch.lastFetchedEpoch == LeaderEpoch(4))
        // The back-off is over with it.
        bench.run(until: .milliseconds(300))
        #expect(bench.sentCount == 3)
    }

    @Test func aLeaderThatIsStillTheSameIsAskedAfterThePause() {
        let bench = ConsumerBench()
        bench.answer(error: .notLeaderOrFollower)
        bench.tell(leader: 0, epoch: 4)
        #expect(bench.fetches.isEmpty)
        bench.run(until: .milliseconds(100))
        #expect(bench.fetches.count == 1)
    }

    @Test func anUnansweredQuestionIsRepeated() {
        let bench = ConsumerBench { $0.retryBackoffMax = .milliseconds(300) }
        bench.answer(error: .notLeaderOrFollower)
        bench.run(until: .milliseconds(700))
        #expect(bench.asked == [0, 300, 600].map { .milliseconds($0) })
    }

    @Test func withoutALeaderAPartitionWaits() {
        let bench = ConsumerBench()
        bench.answer(error: .notLeaderOrFollower)
        bench.tell(leader: nil, epoch: 5)
        bench.run(until: .milliseconds(150))
        #expect(bench.fetches.isEmpty)
        #expect(bench.asked == [0, 100].map { .milliseconds($0) })
        bench.tell(leader: nil, epoch: 4)
        bench.tell(leader: 3, epoch: 5)
        #expect(bench.targets == [0, 3])
    }

    @Test func olderMetadataAreIgnored() {
        let bench = ConsumerBench()
        bench.tell(leader: 2, epoch: 6)
        bench.tell(leader: 1, epoch: 5)
        bench.tell(leader: 1, epoch: 6)
        #expect(bench.targets == [0, 2])
    }

    @Test func aFetchUnderWayIsMadeAnewWhenTheLeaderMoves() throws {
        let bench = ConsumerBench()
        let old = try #require(bench.lose())
        bench.tell(leader: 1, epoch: 5)
        #expect(bench.targets == [0, 1])
        // What the old leader says no longer counts.
        bench.handle(
            FetchResponse(
                partition: old.partition, error: .none, offset: old.offset,
                leaderEpoch: old.leaderEpoch, highWatermark: Offset(1), logStart: .zero,
                batches: try fetched(from: 0, [["old"]], pool: bench.pool), number: old.number))
        #expect(bench.reader.reads.isEmpty)
        bench.answer(try fetched(from: 0, [["new"]], epoch: 5, pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["new"])
        #expect(bench.reader.epochs == [5])
    }

    @Test func aFetchWithoutAnAnswerIsRepeated() throws {
        let bench = ConsumerBench {
            $0.fetchWaitMax = .milliseconds(500)
            $0.requestTimeout = .milliseconds(200)
        }
        let late = try #require(bench.lose())
        bench.run(until: .milliseconds(699))
        #expect(bench.sentCount == 1)
        bench.run(until: .milliseconds(700))
        #expect(bench.sentCount == 2)
        #expect(bench.asked == [.milliseconds(700)])
        bench.answer(try fetched(from: 0, [["a", "b"]], pool: bench.pool))
        bench.handle(
            FetchResponse(
                partition: late.partition, error: .none, offset: late.offset,
                leaderEpoch: late.leaderEpoch, highWatermark: Offset(2), logStart: .zero,
                batches: try fetched(from: 0, [["a", "b"]], pool: bench.pool),
                number: late.number))
        #expect(bench.reader.reads.map(\.value) == ["a", "b"])
        #expect(bench.fetchOffset() == 2)
    }

    /// Were each copy answered with a fetch, there would be ever more of them under way.
    @Test func anAnswerThatComesTwiceLeadsToOneFetch() throws {
        let bench = ConsumerBench()
        let fetch = try #require(bench.lose())
        for _ in 0..<3 {
            bench.handle(
                FetchResponse(
                    partition: fetch.partition, error: .none, offset: fetch.offset,
                    leaderEpoch: fetch.leaderEpoch, highWatermark: .zero, logStart: .zero,
                    batches: nil, number: fetch.number))
        }
        #expect(bench.sentCount == 2)
    }

    @Test func answersInTimeAreNotOverdue() throws {
        let bench = ConsumerBench {
            $0.fetchWaitMax = .milliseconds(500)
            $0.requestTimeout = .milliseconds(200)
        }
        for turn in 1...20 {
            bench.run(until: .milliseconds(Int64(turn) * 600))
            #expect(bench.fetches.count == 1)
            bench.answer()
        }
        #expect(bench.sentCount == 21)
    }

    @Test func aBrokenConnectionFailsItsFetches() {
        let bench = ConsumerBench(partitions: [0, 1, 2])
        bench.now = .milliseconds(5)
        _ = bench.lose(partition: 0)
        _ = bench.lose(partition: 2)
        bench.handle(.disconnected(BrokerID(0), listener: 0))
        #expect(bench.asked == [.milliseconds(5)])
        bench.run(until: .milliseconds(104))
        #expect(bench.sentCount == 3)
        bench.run(until: .milliseconds(105))
        #expect([0, 1, 2].map { bench.fetchOffset($0) } == [0, 0, 0])
        #expect(bench.sentCount == 5)
        bench.handle(.disconnected(BrokerID(0), listener: 7))
        bench.run(until: .milliseconds(1000))
        #expect(bench.sentCount == 5)
    }

    @Test func whereTheLeadersLogDepartsReadingGoesBack() throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a", "b"], ["c"]], pool: bench.pool))
        bench.tell(leader: 1, epoch: 6)
        #expect(bench.fetches.last?.lastFetchedEpoch == LeaderEpoch(4))
        _ = bench.lose()
        bench.answer(diverging: EpochEnd(epoch: LeaderEpoch(3), endOffset: Offset(1)))
        #expect(bench.reader.events == [.truncated(partition: 0, from: 3, to: 1)])
        #expect(bench.fetchOffset() == 1)
        #expect(bench.fetches.first?.lastFetchedEpoch == LeaderEpoch(3))
        bench.answer(try fetched(from: 1, [["x", "y"]], epoch: 6, pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "c", "x", "y"])
        #expect(bench.reader.epochs == [4, 4, 4, 6, 6])
        #expect(bench.fetches.first?.lastFetchedEpoch == LeaderEpoch(6))
    }

    /// The leader never had the epoch, but has as many records: nothing is gone that can be named.
    @Test func anUnknownEpochIsReplacedByTheLeaders() throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a"]], pool: bench.pool))
        bench.answer(diverging: EpochEnd(epoch: LeaderEpoch(2), endOffset: Offset(9)))
        #expect(bench.reader.events.isEmpty)
        #expect(bench.fetchOffset() == 1)
        #expect(bench.fetches.first?.lastFetchedEpoch == LeaderEpoch(2))
    }

    @Test func aPositionBeyondTheLogIsMovedBackAndToldOf() throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a", "b"], ["c"]], pool: bench.pool))
        bench.answer(error: .offsetOutOfRange, highWatermark: 2)
        #expect(bench.reader.events == [.truncated(partition: 0, from: 3, to: 2)])
        #expect(bench.fetchOffset() == 2)
        #expect(bench.fetches.first?.lastFetchedEpoch == nil)
    }

    @Test func afterAJumpTheEpochIsNotKnown() throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a"]], pool: bench.pool))
        bench.answer(error: .offsetOutOfRange, logStart: 50)
        #expect(bench.fetches.first?.lastFetchedEpoch == nil)
    }

    @Test(arguments: Codec.allCases)
    func theEpochOfEveryBatchIsKnown(codec: Codec) throws {
        let bench = ConsumerBench()
        bench.answer(
            try fetched(from: 0, [["a"]], epoch: 2, codec: codec, pool: bench.pool))
        bench.answer(
            try fetched(from: 1, [["b"], ["c"]], epoch: 3, codec: codec, pool: bench.pool))
        #expect(bench.reader.epochs == [2, 3, 3])
    }
}
