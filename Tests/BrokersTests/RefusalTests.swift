import Messages
import Records
import Testing

/// Requests that a broker refuses, and what they leave behind: nothing.
@Suite struct RefusalTests {
    private let driver = EngineDriver(
        brokers: 2, topic: EngineDriver.topic(replicas: 2) { $0.segmentBytes = 1000 })

    private func outcome(
        of batch: BatchBuffer, partition: Int = 0, broker: Int? = nil
    ) throws -> ProduceRequest.Entry {
        let probe = driver.addProbe()
        let request = driver.produce(
            probe, partition: partition, batch, acks: .leader, broker: broker)
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        for broker in [0, 1] { #expect(driver.logBytes(broker, 0).isEmpty) }
        #expect(driver.logEnd(0, 0) == .zero)
        return try #require(request.entries.first)
    }

    /// A flipped bit anywhere but in what the leader stamps.
    @Test(arguments: [11, 16, 17, 22, 26, 34, 42, 60, 61, 65, 68])
    func aHarmedBatch(byte: Int) throws {
        let harmed = try batch(["abc"])
        let place = harmed.base + byte
        place.storeBytes(of: place.load(as: UInt8.self) ^ 0x10, as: UInt8.self)
        let entry = try outcome(of: harmed)
        #expect(entry.error == .corruptMessage)
        #expect(entry.batch === harmed)
    }

    @Test func aBatchThatIsCutOff() throws {
        let cut = try batch(["abc"])
        cut.end -= 1
        #expect(try outcome(of: cut).error == .corruptMessage)
    }

    @Test func bytesBehindTheBatch() throws {
        let first = try batch(["abc"])
        let both = BatchBuffer(capacity: 1000)
        both.base.copyMemory(from: first.base, byteCount: first.count)
        (both.base + first.count).copyMemory(from: first.base, byteCount: first.count)
        both.end = 2 * first.count
        #expect(try outcome(of: both).error == .corruptMessage)
    }

    @Test func noBytes() throws {
        let empty = try batch(["abc"])
        empty.end = 0
        #expect(try outcome(of: empty).error == .corruptMessage)
    }

    @Test func anUnknownPartition() throws {
        let entry = try outcome(of: try batch(["abc"]), partition: 1, broker: 0)
        #expect(entry.error == .unknownTopicOrPartition)
    }

    @Test func aFollower() throws {
        let entry = try outcome(of: try batch(["abc"]), broker: driver.followers(of: 0)[0])
        #expect(entry.error == .notLeaderOrFollower)
    }

    @Test func aBatchLargerThanASegment() throws {
        #expect(try outcome(of: try batch(bytes: 1001)).error == .recordListTooLarge)
    }

    @Test func aRequestWhoseBatchIsGone() throws {
        let probe = driver.addProbe()
        let request = ProduceRequest(
            client: probe.id, acks: .leader, timeout: .seconds(1), connection: 0)
        request.entries = [
            ProduceRequest.Entry(
                partition: driver.partition(0), batch: try batch(["abc"]), recordCount: 1,
                ticket: 0)
        ]
        request.entries[0].batch = nil
        driver.send(request, from: probe, to: driver.leader(of: 0))
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .corruptMessage)
    }

    @Test func codesAreKafkas() {
        let codes: [(ErrorCode, Int16)] = [
            (.offsetOutOfRange, 1), (.corruptMessage, 2), (.unknownTopicOrPartition, 3),
            (.notLeaderOrFollower, 6), (.requestTimedOut, 7), (.recordListTooLarge, 18),
            (.notEnoughReplicas, 19), (.notEnoughReplicasAfterAppend, 20),
            (.kafkaStorageError, 56), (.fencedLeaderEpoch, 74), (.unknownLeaderEpoch, 75),
            (.staleBrokerEpoch, 77), (.offsetNotAvailable, 78), (.invalidUpdateVersion, 95),
            (.ineligibleReplica, 107), (.messageTooLarge, 10), (.coordinatorLoadInProgress, 14),
            (.coordinatorNotAvailable, 15), (.notCoordinator, 16), (.illegalGeneration, 22),
            (.inconsistentGroupProtocol, 23), (.unknownMemberID, 25),
            (.invalidSessionTimeout, 26), (.rebalanceInProgress, 27),
            (.invalidCommitOffsetSize, 28), (.memberIDRequired, 79), (.fencedInstanceID, 82),
        ]
        #expect(codes.allSatisfy { $0.rawValue == $1 })
    }
}
