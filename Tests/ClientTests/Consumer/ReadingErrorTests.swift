import Client
import Messages
import Records
import Testing

/// What a consumer makes of errors and of bytes that cannot be read.
@Suite struct ReadingErrorTests {
    @Test func aPositionBeforeTheLogIsMovedAndToldOf() throws {
        let bench = ConsumerBench(partitions: [6])
        bench.answer(partition: 6, try fetched(from: 0, [["a", "b"]], pool: bench.pool))
        bench.answer(partition: 6, error: .offsetOutOfRange, logStart: 50)
        #expect(bench.reader.events == [.skipped(partition: 6, from: 2, to: 50)])
        #expect(bench.fetchOffset(6) == 50)
    }

    @Test(arguments: [
        ErrorCode.offsetOutOfRange, .unknownTopicOrPartition, .notLeaderOrFollower,
        .kafkaStorageError, .fencedLeaderEpoch, .unknownLeaderEpoch,
    ])
    func afterAnErrorTheFetchIsRepeatedLater(error: ErrorCode) throws {
        let bench = ConsumerBench()
        bench.answer(try fetched(from: 0, [["a"]], pool: bench.pool))
        bench.now = .milliseconds(7)
        bench.answer(error: error, logStart: 0)
        #expect(bench.fetches.isEmpty)
        #expect(bench.consumer.nextStep == .milliseconds(107))
        bench.run(until: .milliseconds(106))
        #expect(bench.fetches.isEmpty)
        bench.run(until: .milliseconds(107))
        #expect(bench.fetchOffset() == 1)
        bench.answer(try fetched(from: 1, [["b"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["a", "b"])
        #expect(bench.reader.events.isEmpty)
        bench.run(until: .milliseconds(10_000))
        #expect(bench.sentCount == 4)
    }

    @Test func everyPartitionBacksOffByItself() {
        let bench = ConsumerBench(partitions: [0, 1, 2])
        bench.answer(partition: 1, error: .notLeaderOrFollower)
        bench.now = .milliseconds(30)
        bench.answer(partition: 0, error: .notLeaderOrFollower)
        #expect(bench.consumer.nextStep == .milliseconds(100))
        bench.run(until: .milliseconds(100))
        #expect([0, 1, 2].map { bench.fetchOffset($0) } == [nil, 0, 0])
        bench.run(until: .milliseconds(130))
        #expect([0, 1, 2].map { bench.fetchOffset($0) } == [0, 0, 0])
        #expect(bench.sentCount == 5)
    }

    /// A harmed batch between sound ones: told of once, fetched again with pauses, and everything
    /// is read exactly once when the bytes are sound again.
    @Test func aHarmedBatchIsFetchedAgainUntilItIsSound() throws {
        let bench = ConsumerBench()
        func answer(harmed: Bool, from base: Int64) throws {
            let groups = [["a"], ["b"], ["c"]].suffix(3 - Int(base))
            let buffer = try fetched(from: base, Array(groups), pool: bench.pool)
            if harmed {
                let place = start(ofBatch: 1 - Int(base), in: buffer) + 66
                place.storeBytes(of: place.load(as: UInt8.self) ^ 1, as: UInt8.self)
            }
            bench.answer(buffer)
        }
        try answer(harmed: true, from: 0)
        #expect(bench.reader.reads.map(\.value) == ["a"])
        for attempt in 1...5 {
            #expect(bench.fetches.isEmpty)
            #expect(bench.consumer.nextStep == .milliseconds(Int64(attempt) * 100))
            bench.run(until: bench.consumer.nextStep)
            #expect(bench.fetchOffset() == 1)
            try answer(harmed: attempt < 5, from: 1)
        }
        #expect(bench.reader.events == [.corrupt(partition: 0)])
        #expect(bench.reader.reads.map(\.value) == ["a", "b", "c"])
        #expect(bench.fetchOffset() == 3)
        #expect(bench.sentCount == 7)
    }

    @Test func eachHarmedBatchIsToldOf() throws {
        let bench = ConsumerBench()
        for base in [0, 1] as [Int64] {
            let harmed = try fetched(from: base, [["x"]], pool: bench.pool)
            harmed.base.storeBytes(of: 0, toByteOffset: 16, as: UInt8.self)
            bench.answer(harmed)
            bench.run(until: bench.consumer.nextStep)
            bench.answer(try fetched(from: base, [["x"]], pool: bench.pool))
        }
        #expect(bench.reader.events == [.corrupt(partition: 0), .corrupt(partition: 0)])
        #expect(bench.reader.reads.map(\.offset) == [0, 1])
    }

    /// A sound checksum over a codec that is not read: fetching again cannot help.
    @Test func aSoundBatchThatCannotBeDecodedIsPassedOver() throws {
        let bench = ConsumerBench()
        let buffer = try fetched(from: 0, [["a"], ["b", "c"], ["d"]], pool: bench.pool)
        let place = start(ofBatch: 1, in: buffer)
        place.storeBytes(
            of: Int16(1).bigEndian, toByteOffset: BatchLayout.attributes, as: Int16.self)
        let checksum = BatchHeader(at: place).computedChecksum
        place.storeBytes(
            of: checksum.bigEndian, toByteOffset: BatchLayout.checksum, as: UInt32.self)
        bench.answer(buffer)
        #expect(bench.reader.reads.map(\.value) == ["a", "d"])
        #expect(bench.reader.events == [.corrupt(partition: 0)])
        #expect(bench.fetchOffset() == 4)
        #expect(bench.sentCount == 2)
    }

    @Test func aHarmedBatchDoesNotHoldUpOtherPartitions() throws {
        let bench = ConsumerBench(partitions: [0, 1])
        let harmed = try fetched(from: 0, [["x"]], pool: bench.pool)
        harmed.end -= 1
        bench.answer(partition: 0, harmed)
        bench.answer(partition: 1, try fetched(from: 0, [["y"]], pool: bench.pool))
        #expect(bench.reader.reads.map(\.value) == ["y"])
        #expect(bench.fetchOffset(1) == 1)
    }
}
