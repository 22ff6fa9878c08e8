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

    /// What the follower has and what it asks for next is gone at the leader, more of it while
    /// the answers are on their way.
    @Test func aFollowerBehindTheLogStartTakesWhatIsLeft() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic {
                $0.segmentBytes = 400
                $0.retentionBytes = 800
            })
        let probe = driver.addProbe()
        func write(_ batches: Int) throws {
            for _ in 0..<batches {
                let request = driver.produce(probe, try batch(bytes: 100), acks: .leader)
                #expect(driver.run { probe.isAnswered(request) })
            }
        }
        try write(3)
        driver.run(for: .seconds(1))
        let (leader, away) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        driver.isolate(away)
        driver.run(for: .seconds(3))
        try write(30)
        driver.run(for: .seconds(1))
        #expect(driver.logStart(leader, 0) > driver.logEnd(away, 0))
        driver.diskDelay = { _, operation in
            if case .read = operation { return .milliseconds(40) }
            return .zero
        }
        driver.heal()
        for _ in 0..<40 {
            try write(2)
            driver.run(for: .milliseconds(15))
        }
        #expect(driver.run { driver.logEnd(away, 0) == Offset(113) })
        driver.run(for: .seconds(1))
        #expect(driver.state(of: 0).inSyncReplicas.count == 3)
        #expect(driver.logStart(away, 0) > Offset(90))
        let copy = driver.logBytes(away, 0)
        #expect(
            copy == driver.logBytes(leader, 0).suffix(copy.count)
                || copy.suffix(
                    driver.logBytes(leader, 0).count) == driver.logBytes(leader, 0)[...]
        )
        #expect(driver.failures.isEmpty)
    }

    /// A log that has nothing to delete, or may not, is left alone until that changes.
    @Test func onlyWhatCanGoIsVisited() throws {
        for isTimed in [false, true] {
            let driver = EngineDriver(
                brokers: 1, settings: .quick, control: .quick,
                topic: EngineDriver.topic(replicas: 1) {
                    $0.segmentBytes = 400
                    if isTimed { $0.retentionTime = .seconds(1) } else { $0.retentionBytes = 800 }
                })
            let partition = driver.partition(0)
            func visit() throws -> Instant {
                try #require(driver.brokers[0].nextVisit(of: partition))
            }
            func hold(at offset: Int64) {
                driver.schedule(
                    .toBroker(0, .retentionFloor(partition, Offset(offset))), at: driver.now)
                driver.run(for: .milliseconds(1))
            }
            hold(at: 0)
            for number in 0..<20 {
                let value = String(repeating: "x", count: 100)
                try driver.write(keyed: [("key \(number)", value)])
            }
            driver.run(for: .seconds(5))
            #expect(driver.logStart(0, 0) == .zero)
            #expect(try visit() > driver.now + .seconds(1))
            hold(at: 5)
            #expect(try visit() <= driver.now)
            driver.run(for: .milliseconds(100))
            #expect(driver.logStart(0, 0) == Offset(4))
            #expect(try visit() > driver.now + .seconds(1))
            hold(at: 20)
            driver.run(for: .milliseconds(100))
            #expect(driver.logStart(0, 0) > Offset(10))
            #expect(try visit() > driver.now + .seconds(1))
        }
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
