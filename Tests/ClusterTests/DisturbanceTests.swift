import Client
import Cluster
import Messages
import Platform
import Records
import Testing

/// Links that take time and brokers that pause.
@Suite(.serialized, .timeLimit(.minutes(2))) struct DisturbanceTests {
    @Test func anAcknowledgementTakesARoundTripAndOneMoreForTheCopies() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, replicas: 3) { configuration, _ in
                configuration.network.roundTripTime = .milliseconds(4)
            }
            let start = Instant(MonotonicClock.now) + .milliseconds(20)
            let writer = test.addWriter(records: 40, interval: .milliseconds(3), start: start)
            test.addReaders(1)
            try test.cluster.start()
            #expect(test.waiter.wait { test.completedRecords == 40 && test.readRecords == 40 })
            test.cluster.stop()
            for completion in writer.completions {
                #expect(completion.error == .none)
                #expect(completion.time - completion.sendTime >= .milliseconds(8))
            }
            try test.cluster.close()
        }
    }

    @Test func aBandwidthBoundsTheRate() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, partitions: 1) { configuration, _ in
                configuration.network.bandwidthBytesPerSecond = 1e6
            }
            let begin = MonotonicClock.now
            _ = test.addWriter(records: 1000, acks: .leader)
            try test.cluster.start()
            #expect(test.waiter.wait { test.completedRecords == 1000 })
            test.cluster.stop()
            // 1000 records of 100 bytes at 10^6 bytes a second.
            #expect(MonotonicClock.now - begin >= 100_000_000)
            try test.cluster.close()
        }
    }

    @Test(arguments: [1, 2])
    func jitterKeepsTheOrder(shards: Int) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, replicas: 3, shards: shards) {
                configuration, _ in
                configuration.network.roundTripTime = .microseconds(200)
                configuration.network.jitter = .milliseconds(2)
                configuration.seed = 11
            }
            for _ in 0..<2 {
                _ = test.addWriter(records: 8000) {
                    $0.batchBytes = 500
                    $0.maxInFlight = 5
                }
            }
            test.addReaders(2)
            try test.cluster.start()
            #expect(
                test.waiter.wait {
                    test.completedRecords == 16_000 && test.readRecords == 16_000
                })
            test.cluster.stop()
            #expect(test.writers.allSatisfy { $0.isInOrder })
            for partition in 0..<4 {
                #expect(test.reads(of: partition).map(\.offset) == Array(0..<4000))
            }
            try test.cluster.close()
        }
    }

    @Test func aPausedBrokerHandlesNothingUntilItGoesOn() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, partitions: 3, shards: 2)
            let writer = test.addWriter(records: 300) { $0.batchBytes = 500 }
            let paused = test.cluster.partitions[1].leader
            let end = Instant(MonotonicClock.now) + .milliseconds(300)
            test.cluster.pause(paused, from: Instant(Int64.min), until: end)
            try test.cluster.start()
            #expect(test.waiter.wait { test.completedRecords == 300 })
            test.cluster.stop()
            let held = writer.completions.filter { $0.partition == 1 }
            let others = writer.completions.filter { $0.partition != 1 }
            #expect(held.reduce(0) { $0 + $1.recordCount } == 100)
            #expect(held.allSatisfy { $0.time >= end && $0.error == .none })
            #expect(others.contains { $0.time < end })
            #expect(writer.isInOrder)
            try test.cluster.close()
        }
    }

    /// What comes right after a pause stays behind what was held during it.
    @Test(arguments: [1, 2])
    func shortPausesKeepTheOrder(shards: Int) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, replicas: 3, shards: shards)
            let writers = (0..<2).map { _ in
                test.addWriter(records: 1_000_000_000, acks: .leader) { $0.batchBytes = 500 }
            }
            test.addReaders(2)
            try test.cluster.start()
            for pause in 0..<24 {
                let now = Instant(MonotonicClock.now)
                test.cluster.pause(
                    BrokerID(pause % 3), from: now, until: now + .milliseconds(2))
                let seen = test.completedRecords
                #expect(test.waiter.wait { test.completedRecords > seen + 200 })
            }
            for writer in writers { writer.stop() }
            #expect(
                test.waiter.wait {
                    writers.allSatisfy { $0.completed.now == $0.sent.now }
                        && test.readRecords == test.completedRecords
                })
            test.cluster.stop()
            #expect(writers.allSatisfy { $0.isInOrder })
            #expect(test.readers.allSatisfy { $0.problems == 0 })
            for partition in 0..<4 {
                let offsets = test.reads(of: partition).map(\.offset)
                #expect(offsets == Array(0..<Int64(offsets.count)))
            }
            try test.cluster.close()
        }
    }
}
