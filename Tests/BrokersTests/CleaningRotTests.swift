import Brokers
import Messages
import Records
import Storage
import Testing

/// The cleaner of a broker meets what was not written, or a disk that refuses.
@Suite struct CleaningRotTests {
    private func driver() -> EngineDriver {
        EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic {
                $0.segmentBytes = 500
                $0.cleanupPolicy = .compact
                $0.minCleanableDirtyRatio = 0.1
            })
    }

    private func fill(_ driver: EngineDriver, partition: Int = 0, rounds: Int) throws {
        for round in 0..<rounds {
            try driver.write(keyed: [("a", "a\(round)"), ("b", "b")], partition: partition)
        }
    }

    private func flip(_ driver: EngineDriver, _ broker: Int) throws {
        let segment = try #require(driver.disks[broker].segments(of: "orders-0").first)
        driver.disks[broker].files[segment]?.bytes[70] ^= 0x10
    }

    /// Rot that the cleaner of a leader finds is mended as where a reader finds it, and the log is
    /// compacted in the end.
    @Test func rotThatALeadersCleanerMeetsIsMended() throws {
        let driver = driver()
        try fill(driver, rounds: 30)
        let old = driver.leader(of: 0)
        try flip(driver, old)
        #expect(driver.run { driver.cuts(of: old) == [[60, 0]] })
        #expect(driver.presentLeader(of: 0) != old)
        try checkMended(driver)
    }

    /// A follower goes on with what it has, and is mended once it has led.
    @Test func rotThatAFollowersCleanerMeetsIsMendedOnceItLeads() throws {
        let driver = driver()
        try fill(driver, rounds: 30)
        let (old, harmed) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try flip(driver, harmed)
        driver.run(for: .seconds(15))
        #expect(driver.state(of: 0).inSyncReplicas.count == 3)
        #expect(driver.cuts(of: harmed) == [] && driver.failures.count == 1)
        driver.kill(old)
        #expect(driver.run { driver.cuts(of: harmed) == [[60, 0]] })
        driver.start(old)
        try checkMended(driver)
    }

    private func checkMended(_ driver: EngineDriver) throws {
        #expect(driver.failures.contains(.damaged(path: "orders-0", offset: .zero)))
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
        try fill(driver, rounds: 30)
        driver.run(for: .seconds(15))
        for broker in driver.replicas(of: 0) {
            #expect(try driver.dictionary(broker) == ["a": "a29", "b": "b"])
            #expect(try driver.keyed(broker).count < 30)
            #expect(driver.logEnd(broker, 0) == Offset(120))
        }
    }

    /// Nobody else has it: the log is served as it is, not compacted, and told of once in a while.
    @Test func rotOfTheOnlyReplicaStays() throws {
        let driver = EngineDriver(
            brokers: 1, settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: 1) {
                $0.segmentBytes = 500
                $0.cleanupPolicy = .compact
            })
        try fill(driver, rounds: 30)
        try flip(driver, 0)
        let bytes = driver.logBytes(0, 0)
        driver.run(for: .seconds(30))
        #expect(driver.logBytes(0, 0) == bytes)
        #expect(driver.presentLeader(of: 0) == 0)
        #expect(driver.failures.count == 1)
    }

    /// A log that cannot be compacted is tried again later, and the others are meanwhile.
    @Test func oneLogThatCannotBeCompactedKeepsNoOtherWaiting() throws {
        let driver = EngineDriver(
            brokers: 1, settings: .quick, control: .quick,
            topic: EngineDriver.topic(partitions: 2, replicas: 1) {
                $0.segmentBytes = 500
                $0.cleanupPolicy = .compact
                $0.minCleanableDirtyRatio = 0.1
            })
        driver.disks[0].refusal = { operation, path in
            operation == "open" && path.hasPrefix("orders-0/") && path.hasSuffix(".cleaned")
                ? 28 : nil
        }
        for partition in 0..<2 { try fill(driver, partition: partition, rounds: 30) }
        driver.run(for: .seconds(5))
        func replacements(_ partition: Int) throws -> Int {
            try #require(driver.brokers[0].view(of: driver.partition(partition))).replacements
        }
        #expect(try replacements(0) == 0)
        #expect(try replacements(1) > 0)
        #expect(driver.failures.count == 1)
        driver.disks[0].refusal = { _, _ in nil }
        driver.run(for: .seconds(20))
        #expect(try replacements(0) > 0)
    }
}
