import Client
import Messages
import Records
import Testing

/// What a consumer reads, in what order, and where it goes on.
@Suite struct ReadingTests {
    @Test func everyPartitionIsFetchedFromItsStart() {
        let bench = ConsumerBench(partitions: [1, 4, 2]) {
            $0.fetchBytesMax = 77
            $0.fetchWaitMax = .milliseconds(9)
        }
        #expect(bench.fetches.map(\.partition.partition.index) == [1, 4, 2])
        for fetch in bench.fetches {
            #expect(fetch.offset == .zero)
            #expect(fetch.leaderEpoch == LeaderEpoch(4))
            #expect(fetch.reader == .consumer(ClientID(3)))
            #expect(fetch.bytesMax == 77)
            #expect(fetch.waitMax == .milliseconds(9))
        }
        // The answers are waited for.
        #expect(bench.consumer.nextStep == .milliseconds(30_009))
    }

    @Test(arguments: Codec.allCases)
    func recordsComeInOrderAndThePositionFollows(codec: Codec) throws {
        let bench = ConsumerBench()
        bench.answer(
            try fetched(from: 0, [["a", "b"], ["c"]], codec: codec, pool: bench.pool))
        #expect(bench.fetchOffset() == 3)
        bench.answer(try fetched(from: 3, [["d"]], codec: codec, pool: bench.pool))
        #expect(bench.fetchOffset() == 4)
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "c", "d"])
        #expect(bench.reader.reads.map(\.offset) == [0, 1, 2, 3])
        #expect(bench.reader.events.isEmpty)
        #expect(bench.sentCount == 3)
    }

    @Test func anEmptyAnswerIsFollowedByTheSameFetch() {
        let bench = ConsumerBench()
        bench.answer()
        #expect(bench.fetchOffset() == 0)
        #expect(bench.sentCount == 2)
    }

    @Test func recordsBelowThePositionAreNotProcessed() throws {
        let bench = ConsumerBench()
        bench.answer(error: .offsetOutOfRange, logStart: 5)
        #expect(bench.fetchOffset() == 5)
        bench.answer(try fetched(from: 3, [["d", "e", "f", "g"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.offset) == [5, 6])
        #expect(bench.fetchOffset() == 7)
    }

    @Test func partitionsAreReadIndependently() throws {
        let bench = ConsumerBench(partitions: [0, 1, 2])
        bench.answer(partition: 2, try fetched(from: 0, [["x"]], pool: bench.pool))
        bench.answer(partition: 0, try fetched(from: 0, [["a", "b"]], pool: bench.pool))
        bench.answer(partition: 2, try fetched(from: 1, [["y"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["x", "a", "b", "y"])
        #expect((0..<3).map { bench.fetchOffset($0) } == [2, 0, 2])
    }

    @Test(arguments: Codec.allCases)
    func anApplicationThatPausesGoesOnAtTheNextRecord(codec: Codec) throws {
        let bench = ConsumerBench(partitions: [0, 1])
        bench.reader.serviceTime = .milliseconds(10)
        bench.answer(
            partition: 0,
            try fetched(from: 0, [["a", "b"], ["c"]], codec: codec, pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["a"])
        #expect(bench.consumer.nextStep == .milliseconds(10))
        // The other partition waits for its turn; nothing is fetched meanwhile.
        bench.now = .milliseconds(4)
        bench.answer(partition: 1, try fetched(from: 0, [["z"]], codec: codec, pool: bench.pool))
        #expect(bench.reader.reads.count == 1)
        #expect(bench.fetches.isEmpty)
        bench.run(until: .milliseconds(29))
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "c"])
        #expect(bench.fetches.isEmpty)
        bench.run(until: .milliseconds(100))
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "c", "z"])
        let starts = [0, 10, 20, 30].map { Instant.milliseconds($0) }
        #expect(bench.reader.times == starts)
        #expect([0, 1].map { bench.fetchOffset($0) } == [3, 1])
        #expect(bench.consumer.nextStep == .milliseconds(30_500))
    }

    @Test func buffersGoBackToWhereTheyCameFrom() throws {
        let bench = ConsumerBench()
        let first = try fetched(from: 0, [["a"]], pool: bench.pool)
        bench.answer(first)
        // It is the broker's: the next fetch takes it back.
        #expect(bench.fetches.first?.spent === first)
        let second = try fetched(from: 1, [["b"]], pool: bench.pool)
        #expect(first !== second)
        // An answer for a partition that is not assigned is left to whoever holds it.
        bench.handle(
            FetchResponse(
                partition: TopicPartition(topic: TopicID(0), partition: PartitionIndex(9)),
                error: .none, offset: .zero, leaderEpoch: .initial, highWatermark: .zero,
                logStart: .zero, batches: second))
        #expect(bench.pool.take(atLeast: 60_000) !== second)
        #expect(bench.reader.reads.map(\.value) == ["a"])
    }
}
