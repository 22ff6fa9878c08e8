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

    @Test func nothingGoesThatIsNotCommitted() throws {
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        try write(batches: 20, acks: .leader)
        driver.run(for: .seconds(2))
        #expect(driver.logStart(driver.leader(of: 0), 0) == .zero)
        for follower in driver.followers(of: 0) { driver.resume(follower) }
        #expect(driver.run { driver.logStart(driver.leader(of: 0), 0) > Offset(10) })
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
}
