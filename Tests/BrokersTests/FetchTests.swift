import Messages
import Records
import Testing

/// What a leader answers to a fetch, and when.
@Suite struct FetchTests {
    private let driver = EngineDriver(topic: EngineDriver.topic())

    /// Appends one batch and lets it be committed.
    private func write(_ texts: [String]) throws {
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(texts), acks: .all)
        #expect(driver.run(within: .seconds(2)) { probe.isAnswered(request) })
    }

    private func answer(to probe: Probe) throws -> FetchResponse {
        #expect(driver.run(within: .seconds(5)) { !probe.fetched.isEmpty })
        return try #require(probe.fetched.first).response
    }

    @Test func consumersSeeCommittedRecordsOnly() throws {
        let probe = driver.addProbe()
        try write(["a"])
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        let request = driver.produce(probe, try batch(["b"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        driver.fetch(probe, from: 0)
        driver.fetch(probe, from: 1, waitMax: .seconds(10))
        driver.run(for: .seconds(3))
        try #require(probe.fetched.count == 1)
        #expect(try values(of: probe.fetched[0].response.batches).map(\.value) == ["a"])
        #expect(probe.fetched[0].response.highWatermark == Offset(1))
        driver.resume(slow)
        #expect(driver.run { probe.fetched.count == 2 })
        #expect(try values(of: probe.fetched[1].response.batches).map(\.value) == ["b"])
        #expect(probe.fetched[1].response.highWatermark == Offset(2))
    }

    @Test func aPositionInsideABatchGetsTheWholeBatch() throws {
        try write(["a", "b", "c"])
        try write(["d"])
        let probe = driver.addProbe()
        driver.fetch(probe, from: 1)
        let records = try values(of: try answer(to: probe).batches)
        #expect(records.map(\.offset) == [0, 1, 2, 3])
    }

    @Test(arguments: [0, 1, 100, 5000])
    func aSmallLimitStillGetsOneBatch(bytesMax: Int) throws {
        try write([String(repeating: "x", count: 3000)])
        try write([String(repeating: "y", count: 3000)])
        let probe = driver.addProbe()
        driver.fetch(probe, from: 0, bytesMax: bytesMax)
        #expect(try values(of: try answer(to: probe).batches).map(\.offset) == [0])
    }

    @Test(arguments: [-1, 2, 1000] as [Int64])
    func anOffsetOutsideTheLog(offset: Int64) throws {
        try write(["a"])
        let probe = driver.addProbe()
        driver.fetch(probe, from: offset)
        let response = try answer(to: probe)
        #expect(response.error == .offsetOutOfRange)
        #expect(response.offset == Offset(offset))
        #expect(response.logStart == .zero)
        #expect(response.batches == nil)
    }

    @Test(arguments: [
        (LeaderEpoch(-1), ErrorCode.fencedLeaderEpoch), (LeaderEpoch(1), .unknownLeaderEpoch),
    ])
    func anEpochThatIsNotTheLeaders(epoch: LeaderEpoch, error: ErrorCode) throws {
        try write(["a"])
        let probe = driver.addProbe()
        driver.fetch(probe, from: 0, epoch: epoch)
        let response = try answer(to: probe)
        #expect(response.error == error)
        #expect(response.batches == nil)
    }

    @Test func aFollowerAndAnUnknownPartitionRefuse() throws {
        try write(["a"])
        let first = driver.addProbe()
        driver.fetch(first, from: 0, broker: driver.followers(of: 0)[0])
        #expect(try answer(to: first).error == .notLeaderOrFollower)
        let second = driver.addProbe()
        driver.fetch(second, partition: 9, from: 0)
        #expect(try answer(to: second).error == .unknownTopicOrPartition)
    }

    @Test(arguments: [50, 500] as [Int64])
    func aFetchThatFindsNothingIsAnsweredEmptyInTime(milliseconds: Int64) throws {
        try write(["a"])
        let probe = driver.addProbe()
        let start = driver.now
        driver.fetch(probe, from: 1, waitMax: .milliseconds(milliseconds))
        let response = try answer(to: probe)
        #expect(response.error == .none)
        #expect(response.batches == nil)
        #expect(response.highWatermark == Offset(1))
        let waited = try #require(probe.fetched.first).time - start
        #expect(waited >= .milliseconds(milliseconds))
        #expect(waited <= .milliseconds(milliseconds + 25))
        driver.run(for: .seconds(5))
        #expect(probe.fetched.count == 1)
    }

    @Test func aWaitingFetchIsAnsweredOnceWhenRecordsCome() throws {
        let probes = (0..<3).map { _ in driver.addProbe() }
        for probe in probes { driver.fetch(probe, from: 0, waitMax: .seconds(2)) }
        driver.run(for: .milliseconds(100))
        #expect(probes.allSatisfy { $0.fetched.isEmpty })
        let start = driver.now
        try write(["a"])
        try write(["b"])
        driver.run(for: .seconds(5))
        for probe in probes {
            #expect(probe.fetched.count == 1)
            let answer = try #require(probe.fetched.first)
            #expect(try values(of: answer.response.batches).map(\.value) == ["a"])
            #expect(answer.time - start <= .milliseconds(2))
        }
    }
}
