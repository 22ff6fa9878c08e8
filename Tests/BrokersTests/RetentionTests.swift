import Brokers
import Client
import Messages
import Records
import Storage
import Testing

/// Deletion by size, and those who hold it back.
@Suite struct RetentionTests {
    /// Two batches fit a segment.
    private let driver = EngineDriver(
        topic: EngineDriver.topic {
            $0.segmentBytes = 400
            $0.retentionBytes = 800
        })

    private func write(batches: Int, acks: Acks = .all) throws {
        let probe = driver.addProbe()
        for _ in 0..<batches { _ = driver.produce(probe, try batch(bytes: 100), acks: acks) }
        #expect(driver.run(within: .seconds(5)) { probe.produced.count == batches })
    }

    private func hold(at offset: Int64) {
        for broker in driver.replicas(of: 0) {
            driver.schedule(
                .toBroker(broker, .retentionFloor(driver.partition(0), Offset(offset))),
                at: driver.now)
        }
        driver.run(for: .milliseconds(1))
    }

    @Test func theOldestSegmentsGoOnEveryReplica() throws {
        try write(batches: 20)
        driver.run(for: .seconds(2))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) > Offset(10))
            #expect(driver.logEnd(broker, 0) == Offset(20))
            let bytes = driver.logBytes(broker, 0).count
            #expect(bytes >= 800 && bytes < 1200 + 400)
        }
        let probe = driver.addProbe()
        driver.fetch(probe, from: 0)
        #expect(driver.run { !probe.fetched.isEmpty })
        let response = try #require(probe.fetched.first).response
        #expect(response.error == .offsetOutOfRange)
        #expect(response.logStart == driver.logStart(driver.leader(of: 0), 0))
        driver.fetch(probe, from: response.logStart.rawValue)
        #expect(driver.run { probe.fetched.count == 2 })
        let records = try values(of: probe.fetched[1].response.batches)
        #expect(records.first?.offset == response.logStart.rawValue)
    }

    @Test func nothingGoesThatSomebodyHolds() throws {
        hold(at: 4)
        try write(batches: 20)
        driver.run(for: .seconds(2))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) == Offset(4))
        }
        hold(at: 9)
        driver.run(for: .seconds(2))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) == Offset(8))
        }
    }

    /// What readers let go is told to each broker anew: until then, one that starts again keeps
    /// everything.
    @Test func aBrokerThatStartsAgainWaitsForReaders() throws {
        let driver = EngineDriver(
            topic: EngineDriver.topic {
                $0.segmentBytes = 400
                $0.retentionBytes = 800
                $0.sparesUnread = true
            })
        for number in 0..<20 {
            try driver.write(keyed: [("key \(number)", String(repeating: "x", count: 100))])
        }
        let broker = driver.followers(of: 0)[0]
        driver.kill(broker)
        driver.start(broker)
        driver.run(for: .seconds(2))
        for broker in driver.replicas(of: 0) { #expect(driver.logStart(broker, 0) == .zero) }
        driver.schedule(
            .toBroker(broker, .retentionFloor(driver.partition(0), Offset(20))), at: driver.now)
        #expect(driver.run(within: .seconds(2)) { driver.logStart(broker, 0) > Offset(10) })
    }

    @Test func nothingGoesThatIsNotCommitted() throws {
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        try write(batches: 20, acks: .leader)
        driver.run(for: .seconds(2))
        #expect(driver.logStart(driver.leader(of: 0), 0) == .zero)
        for follower in driver.followers(of: 0) { driver.resume(follower) }
        #expect(driver.run { driver.logStart(driver.leader(of: 0), 0) > Offset(10) })
    }

    /// A floor that lets go, or the first tick after a start, frees many segments at once: their
    /// files are open until they are closed.
    @Test func manySegmentsGoAFewAtATime() throws {
        hold(at: 0)
        try write(batches: 400)
        driver.run(for: .seconds(2))
        let most = Counter()
        driver.afterEvent = { [unowned driver] in
            most.value = max(most.value, driver.disks.map(\.namelessCount).max() ?? 0)
        }
        hold(at: 400)
        driver.run(for: .seconds(1))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) >= Offset(390))
            #expect(driver.disks[broker].namelessCount == 0)
        }
        #expect(most.value > 10 && most.value <= 64, "\(most.value)")
    }

    /// The first look at a large batch finds its size; before the second its segment goes.
    @Test func aSegmentGoesBetweenTheTwoReadsOfAFetch() throws {
        hold(at: 0)
        try write(batches: 20)
        driver.diskDelay = { _, operation in
            if case .read = operation { return .milliseconds(100) }
            return .zero
        }
        let probe = driver.addProbe()
        driver.fetch(probe, from: 0, bytesMax: 70)
        driver.run(for: .milliseconds(5))
        hold(at: 20)
        #expect(driver.run(within: .seconds(5)) { !probe.fetched.isEmpty })
        #expect(driver.logStart(driver.leader(of: 0), 0) > .zero)
        let response = try #require(probe.fetched.first).response
        #expect(response.error == .offsetOutOfRange)
        #expect(response.logStart == driver.logStart(driver.leader(of: 0), 0))
        driver.run(for: .seconds(2))
        #expect(driver.failures.isEmpty)
    }

    // MARK: By time

    private func timed(_ time: Nanoseconds) -> EngineDriver {
        EngineDriver(
            topic: EngineDriver.topic {
                $0.segmentBytes = 400
                $0.retentionTime = time
            })
    }

    private func writeTimed(_ driver: EngineDriver, batches: Int, acks: Acks = .all) throws {
        for number in 0..<batches {
            let value = String(repeating: "x", count: 100)
            try driver.write(keyed: [("key \(number)", value)], acks: acks)
        }
    }

    @Test func oldSegmentsGoWhenTheirLatestRecordIsTooOld() throws {
        let driver = timed(.seconds(5))
        try writeTimed(driver, batches: 10)
        driver.run(for: .seconds(3))
        try writeTimed(driver, batches: 10)
        let before = driver.now
        driver.run(for: .seconds(1))
        for broker in driver.replicas(of: 0) { #expect(driver.logStart(broker, 0) == .zero) }
        driver.run(for: .seconds(1.5))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) >= Offset(8))
            #expect(driver.logStart(broker, 0) <= Offset(10))
        }
        // In the end the active segment goes too, and the log goes on where it was.
        driver.run(for: .seconds(8) - (driver.now - before))
        for broker in driver.replicas(of: 0) {
            #expect(driver.logStart(broker, 0) == Offset(20))
            #expect(driver.logEnd(broker, 0) == Offset(20))
        }
        try writeTimed(driver, batches: 1)
        #expect(driver.run { driver.logEnd(driver.followers(of: 0)[0], 0) == Offset(21) })
        #expect(driver.failures.isEmpty)
    }

    @Test func nothingGoesByTimeThatIsNotCommitted() throws {
        let driver = timed(.seconds(1))
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        try writeTimed(driver, batches: 20, acks: .leader)
        driver.run(for: .seconds(5))
        #expect(driver.logStart(driver.leader(of: 0), 0) == .zero)
        for follower in driver.followers(of: 0) { driver.resume(follower) }
        #expect(driver.run { driver.logStart(driver.leader(of: 0), 0) == Offset(20) })
    }

    /// A consumer that fell behind is told how many records are gone, to the record.
    @Test func skippedRecordsAreCountedExactly() throws {
        let driver = timed(.seconds(2))
        let reader = CountingReader()
        let consumer = driver.addConsumer(reader, partitions: [0])
        try writeTimed(driver, batches: 10)
        #expect(driver.run { consumer.position(of: PartitionIndex(0)) == Offset(10) })
        reader.resumeAt = driver.now + .seconds(30)
        try writeTimed(driver, batches: 31)
        driver.run(for: .seconds(40))
        try writeTimed(driver, batches: 7)
        #expect(driver.run { consumer.position(of: PartitionIndex(0)) == Offset(48) })
        #expect(reader.read + reader.skipped == 48)
        #expect(reader.skipped > 0)
        #expect(reader.skippedRanges == [reader.skippedRanges[0]])
    }
}

private final class Counter {
    var value = 0
}

private final class CountingReader: ConsumerApplication {
    var read = 0
    var skipped = 0
    var skippedRanges: [Range<Offset>] = []
    var resumeAt: Instant?

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        if let resumeAt, now < resumeAt { return resumeAt }
        while let record = try? cursor.next() {
            if record.offset >= position { read += 1 }
        }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {
        skipped += logStart.distance(from: position)
        skippedRanges.append(position..<logStart)
    }

    func corrupt(partition: PartitionIndex, error: RecordError) {}
}
