import Brokers
import Client
import Messages
import Records
import Storage
import Testing

/// Compaction in the background of running brokers.
@Suite struct CleaningTests {
    private func driver(
        bytesPerSecond: Int? = nil, replicas: Int = 3,
        _ change: (inout TopicConfiguration) -> Void = { _ in }
    ) -> EngineDriver {
        var settings = BrokerSettings.quick
        settings.cleanerBytesPerSecond = bytesPerSecond
        return EngineDriver(
            settings: settings, control: .quick,
            topic: EngineDriver.topic(replicas: replicas) {
                $0.segmentBytes = 500
                $0.cleanupPolicy = .compact
                $0.minCleanableDirtyRatio = 0.1
                change(&$0)
            })
    }

    private func fill(_ driver: EngineDriver, rounds: Int, acks: Acks = .all) throws {
        for round in 0..<rounds {
            try driver.write(
                keyed: [("a", "a\(round)"), ("b", "b\(round)"), ("c\(round % 9)", "c")],
                acks: acks)
        }
    }

    @Test func everyReplicaIsCompactedAndReplaysToTheSame() throws {
        let driver = driver()
        try fill(driver, rounds: 60)
        let expected = try driver.dictionary(driver.leader(of: 0))
        #expect(expected.count == 11)
        driver.run(for: .seconds(5))
        for broker in driver.replicas(of: 0) {
            #expect(try driver.dictionary(broker) == expected)
            #expect(try driver.keyed(broker).count < 40)
            #expect(driver.logEnd(broker, 0) == Offset(180))
        }
        #expect(driver.failures.isEmpty)
    }

    @Test func aConsumerReadsThroughGapsToTheEnd() throws {
        let driver = driver()
        try fill(driver, rounds: 60)
        driver.run(for: .seconds(5))
        let reader = KeyedReader()
        let consumer = driver.addConsumer(reader, partitions: [0]) { $0.fetchBytesMax = 200 }
        #expect(driver.run { consumer.position(of: PartitionIndex(0)) == Offset(180) })
        #expect(reader.table == (try driver.dictionary(driver.leader(of: 0))))
        #expect(reader.isRising)
    }

    /// A follower that was away takes what is left, and may lead.
    @Test func aFollowerCatchesUpOverGapsAndLeads() throws {
        let driver = driver()
        try fill(driver, rounds: 5)
        let (leader, away) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        driver.isolate(away)
        driver.run(for: .seconds(3))
        try fill(driver, rounds: 60)
        driver.run(for: .seconds(5))
        driver.heal()
        #expect(driver.run { driver.logEnd(away, 0) == Offset(195) })
        let expected = try driver.dictionary(leader)
        driver.run(for: .seconds(5))
        #expect(try driver.dictionary(away) == expected)
        driver.kill(leader)
        driver.kill(driver.followers(of: 0)[1])
        #expect(driver.run { driver.presentLeader(of: 0) == away })
        try driver.write(keyed: [("a", nil), ("z", "new")], acks: .leader)
        #expect(try driver.dictionary(away)["z"] == "new")
        #expect(try driver.dictionary(away)["a"] == nil)
    }

    @Test func whatIsNotCommittedIsNotCompacted() throws {
        let driver = driver()
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        try fill(driver, rounds: 40, acks: .leader)
        driver.run(for: .milliseconds(700))
        #expect(try driver.keyed(driver.leader(of: 0)).count == 120)
        for follower in driver.followers(of: 0) { driver.resume(follower) }
        driver.run(for: .seconds(5))
        #expect(try driver.keyed(driver.leader(of: 0)).count < 40)
    }

    @Test func whatOthersHoldBackIsNotCompacted() throws {
        let driver = driver()
        for broker in driver.replicas(of: 0) {
            driver.schedule(
                .toBroker(broker, .retentionFloor(driver.partition(0), Offset(30))),
                at: driver.now)
        }
        try fill(driver, rounds: 40)
        driver.run(for: .seconds(3))
        let kept = try driver.keyed(driver.leader(of: 0))
        for offset in Int64(30)..<120 { #expect(kept[offset] != nil) }
    }

    @Test func tombstonesGoAfterTheirTime() throws {
        let driver = driver { $0.deleteRetention = .seconds(20) }
        try driver.write(keyed: [("gone", "x"), ("stays", "y")])
        try driver.write(keyed: [("gone", nil)])
        try fill(driver, rounds: 40)
        driver.run(for: .seconds(10))
        for broker in driver.replicas(of: 0) {
            let kept = try driver.keyed(broker)
            #expect(kept[0] == nil && kept[2]?.key == "gone" && kept[2]?.value == nil)
        }
        driver.run(for: .seconds(20))
        for broker in driver.replicas(of: 0) {
            let kept = try driver.keyed(broker)
            #expect(kept[2] == nil && kept[1]?.key == "stays")
        }
    }

    /// What the cleaner reads and writes in a second stays within its budget.
    @Test func theBudgetHolds() throws {
        let free = driver(replicas: 1)
        try fill(free, rounds: 150)
        let slow = driver(bytesPerSecond: 2_000, replicas: 1)
        try fill(slow, rounds: 150)
        let bytes = slow.logBytes(slow.leader(of: 0), 0).count
        func settlingTime(_ driver: EngineDriver) -> Nanoseconds {
            let start = driver.now
            let few = driver.run(within: .seconds(200)) {
                driver.logBytes(driver.leader(of: 0), 0).count < bytes / 4
            }
            #expect(few)
            return driver.now - start
        }
        #expect(settlingTime(free) < .seconds(2))
        // All of it is read twice.
        let least = Double(2 * bytes) / 2_000 * 0.7
        #expect(settlingTime(slow).seconds > least)
    }

    @Test func producersMayNotLeaveGaps() throws {
        let driver = driver(replicas: 1)
        var builder = SparseBatchBuilder(pool: BufferPool())
        for offset in [0, 3] {
            builder.append(offset: Offset(Int64(offset)), timestamp: 1, key: nil, value: nil)
        }
        let probe = driver.addProbe()
        let request = driver.produce(probe, try builder.finish(), acks: .all)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .corruptMessage)
    }

    /// A record without a key could never be compacted: its producer is told so at once.
    @Test(arguments: Codec.allCases)
    func recordsWithoutAKeyAreRefused(codec: Codec) throws {
        let driver = driver(replicas: 1)
        let writer = NumberedWriter(
            producer: 1, [NumberedWriter.Line(due: driver.now, partition: 0, bytes: 100)])
        let start = driver.now
        _ = driver.addProducer(writer) {
            $0.retriesMax = 5
            $0.codec = codec
        }
        #expect(driver.run { writer.isDone })
        #expect(writer.errors == [.invalidRecord])
        #expect(driver.now - start < .milliseconds(50))
        #expect(driver.logEnd(0, 0) == .zero)
        try driver.write(keyed: [("a", "x"), ("", "y")])
        #expect(driver.logEnd(0, 0) == Offset(2))
    }

    /// Reads take long and segments are closed late while the cleaner replaces what is read.
    @Test func consumersReadOnWhileASlowDiskSwaps() throws {
        let driver = driver()
        driver.diskDelay = { _, operation in
            switch operation {
            case .read: .milliseconds(70)
            case .remove: .milliseconds(30)
            default: .milliseconds(1)
            }
        }
        let reader = KeyedReader()
        let consumer = driver.addConsumer(reader, partitions: [0]) { $0.fetchBytesMax = 100 }
        for round in 0..<40 {
            try fill(driver, rounds: 3)
            driver.run(for: .milliseconds(Int64(round * 7 % 100)))
        }
        let end = Offset(360)
        let leader = driver.leader(of: 0)
        #expect(driver.run { consumer.position(of: PartitionIndex(0)) == end })
        let view = try #require(driver.brokers[leader].view(of: driver.partition(0)))
        #expect(view.replacements > 5, "\(view.replacements)")
        let expected = try driver.dictionary(leader)
        #expect(reader.isRising && reader.table == expected)
        #expect(driver.failures.isEmpty)
    }
}

/// Keeps the latest value of each key.
private final class KeyedReader: ConsumerApplication {
    var table: [String: String] = [:]
    var isRising = true
    private var last: Int64 = -1

    func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) -> Instant? {
        while let record = try? cursor.next() {
            guard record.offset >= position else { continue }
            isRising = isRising && record.offset.rawValue > last
            last = record.offset.rawValue
            let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? ""
            table[key] = record.value.map { String(decoding: $0, as: UTF8.self) }
        }
        return nil
    }

    func skipped(partition: PartitionIndex, from position: Offset, to logStart: Offset) {}
    func corrupt(partition: PartitionIndex, error: RecordError) { isRising = false }
}
