import Client
import Messages
import Records
import Testing

/// Partitions that come and go while a consumer runs.
@Suite struct AssignmentTests {
    @Test func aPartitionIsReadFromWhereItIsAssigned() throws {
        let bench = ConsumerBench(partitions: [0])
        bench.assign(3, leader: 1, from: 40)
        #expect(bench.fetchOffset(3) == 40)
        #expect(bench.targets == [0, 1])
        bench.answer(partition: 3, try fetched(from: 40, [["x"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.offset) == [40])
        #expect(bench.consumer.position(of: PartitionIndex(3)) == Offset(41))
        #expect(bench.consumer.position(of: PartitionIndex(2)) == nil)
        #expect(bench.fetchOffset(0) == 0)
    }

    @Test func aConsumerMayBeginWithNothing() throws {
        let bench = ConsumerBench(partitions: [])
        #expect(bench.fetches.isEmpty)
        #expect(bench.consumer.nextStep == .distantFuture)
        bench.assign(0, leader: 0, from: 0)
        bench.answer(try fetched(from: 0, [["x"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["x"])
    }

    @Test func whatComesForAPartitionThatIsGoneIsIgnored() throws {
        let bench = ConsumerBench(partitions: [0, 1])
        #expect(bench.consumer.unassign(PartitionIndex(1)) == .zero)
        #expect(bench.consumer.unassign(PartitionIndex(1)) == nil)
        bench.answer(partition: 1, try fetched(from: 0, [["x"]], pool: bench.pool))
        bench.tell(partition: 1, leader: 1, epoch: 9)
        bench.run(until: .milliseconds(100_000))
        #expect(bench.reader.reads.isEmpty)
        #expect(bench.fetches.allSatisfy { $0.partition.partition == PartitionIndex(0) })
    }

    @Test func whatWaitsOfItIsDropped() throws {
        let bench = ConsumerBench(partitions: [0, 1])
        bench.reader.serviceTime = .milliseconds(10)
        bench.answer(partition: 0, try fetched(from: 0, [["a", "b", "c"]], pool: bench.pool))
        bench.answer(partition: 1, try fetched(from: 0, [["x"]], pool: bench.pool))
        bench.run(until: .milliseconds(10))
        #expect(bench.reader.reads.map(\.value) == ["a", "b"])
        // It stands inside the batch.
        #expect(bench.consumer.unassign(PartitionIndex(0)) == Offset(2))
        bench.run(until: .milliseconds(100))
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "x"])
        #expect(bench.fetchOffset(0) == nil)
    }

    @Test func itMayComeBack() throws {
        let bench = ConsumerBench(partitions: [0])
        bench.answer(try fetched(from: 0, [["a", "b"]], pool: bench.pool))
        let position = try #require(bench.consumer.unassign(PartitionIndex(0)))
        let late = try #require(bench.lose())
        bench.assign(0, leader: 1, from: position.rawValue - 1)
        // The answer to the old fetch does not fit the new one.
        bench.handle(
            FetchResponse(
                partition: late.partition, error: .none, offset: late.offset,
                leaderEpoch: late.leaderEpoch, highWatermark: Offset(3), logStart: .zero,
                batches: try fetched(from: 2, [["c"]], pool: bench.pool), number: late.number))
        #expect(bench.reader.reads.map(\.value) == ["a", "b"])
        bench.answer(try fetched(from: 1, [["b", "c"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "b", "c"])
    }

    @Test func assigningAgainMovesThePosition() throws {
        let bench = ConsumerBench(partitions: [0])
        _ = bench.lose()
        bench.assign(0, leader: 0, from: 7)
        #expect(bench.fetchOffset() == 7)
        bench.answer(try fetched(from: 7, [["h"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.offset) == [7])
    }

    @Test func afterUnassigningNothingIsRetried() {
        let bench = ConsumerBench(partitions: [0])
        bench.answer(error: .kafkaStorageError)
        bench.consumer.unassign(PartitionIndex(0))
        bench.run(until: .milliseconds(60_000))
        #expect(bench.fetches.isEmpty)
    }
}
