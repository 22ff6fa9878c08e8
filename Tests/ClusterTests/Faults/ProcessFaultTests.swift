import Client
import Cluster
import Faults
import Messages
import Platform
import Records
import Testing

/// Brokers that die, pause and start again under load.
@Suite(.serialized, .timeLimit(.minutes(4))) struct ProcessFaultTests {
    private static let leader = BrokerTarget.leader(PartitionIndex(0))

    /// What must hold whatever happened: each acknowledged record once, in order, where it was
    /// acknowledged.
    private func expectExactlyOnce(_ test: TestCluster) throws {
        for partition in 0..<test.partitions {
            #expect(try test.missingRecords(of: partition).count == 0)
            for (number, writer) in test.writers.enumerated() {
                let stored = try test.finalRecords(of: partition)
                    .filter { $0.producer == UInt32(number) }.map(\.sequence)
                let isEach = stored == Array(0..<UInt64(stored.count))
                #expect(isEach, "partition \(partition)")
                #expect(writer.acknowledged(of: partition).count == stored.count)
            }
        }
        #expect(test.cluster.gauges.storageFailure == nil)
    }

    @Test(arguments: [1, 2])
    func aKilledLeaderIsReplacedAndComesBack(shards: Int) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, partitions: 4, shards: shards)
            let writer = test.addWriter(records: 1500, interval: .milliseconds(1)) {
                $0.isIdempotent = true
                $0.batchBytes = 500
            }
            test.addReaders(2)
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            test.strike(.kill(Self.leader), healAfter: .milliseconds(500))
            #expect(test.waitForOutcomes())
            #expect(test.waiter.wait { writer.sent.now == 1500 })
            #expect(test.waitForOutcomes())
            #expect(test.waitForInSync(3))
            #expect(test.waitForReaders())
            test.cluster.stop()
            let strike = try #require(test.cluster.gauges.strikes.first)
            #expect(strike.kind == .kill && strike.broker == BrokerID(0) && !strike.isMissed)
            #expect(writer.completions.allSatisfy { $0.error == .none })
            #expect(test.cluster.gauges.counts.elections >= 1)
            #expect(test.cluster.gauges.counts.fencedBrokers >= 1)
            #expect(test.cluster.gauges.counts.inSyncShrinks >= 1)
            #expect(test.cluster.gauges.counts.inSyncExpansions >= 1)
            #expect(try test.readersSawTheFinalLogs(partitions: 4))
            #expect(test.readers.allSatisfy { $0.problems == 0 })
            try expectExactlyOnce(test)
            try test.cluster.close()
        }
    }

    @Test func withoutReplicasNothingThatAProcessHasWrittenIsLost() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, replicas: 1)
            let writer = test.addWriter(
                records: 1_000_000_000, acks: .leader, interval: .microseconds(500)
            ) { $0.isIdempotent = true }
            try test.cluster.start()
            for _ in 0..<2 {
                let seen = writer.completed.now
                #expect(test.waiter.wait { writer.completed.now > seen + 100 })
                test.strike(.kill(Self.leader), healAfter: .milliseconds(800))
                #expect(test.waiter.wait { test.cluster.gauges.leaderlessCount == 1 })
                #expect(test.waitForInSync(1))
            }
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(writer.completions.allSatisfy { $0.error == .none })
            try expectExactlyOnce(test)
        }
    }

    /// What an acks=1 leader alone has goes down with it, and the final logs tell.
    @Test func acknowledgedByTheLeaderAloneIsLostWithIt() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory) { configuration, _ in
                configuration.network.roundTripTime = .milliseconds(20)
            }
            let writer = test.addWriter(
                records: 1_000_000_000, acks: .leader, interval: .microseconds(200))
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 200 })
            test.strike(.kill(Self.leader))
            #expect(test.waiter.wait { test.cluster.gauges.counts.elections == 1 })
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 100 })
            writer.stop()
            #expect(test.waitForOutcomes(), "\(writer.sent.now) \(writer.completed.now)")
            test.cluster.stop()
            let missing = try test.missingRecords(of: 0)
            #expect((1...5000).contains(missing.count), "\(missing.count)")
            let copy = try test.cluster.finalLogs.read(PartitionIndex(0)) { _ in }
            #expect(copy.isServed && copy.broker != BrokerID(0))
            let end = test.cluster.gauges.logEnd(of: PartitionIndex(0))
            #expect(copy.extent.logEnd == end)
        }
    }

    @Test func aZombieLeaderIsDeposedAndFollows() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory)
            let writer = test.addWriter(records: 1500, interval: .milliseconds(1)) {
                $0.isIdempotent = true
                $0.requestTimeout = .milliseconds(400)
            }
            test.addReaders(1)
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            test.strike(.pause(Self.leader), healAfter: .milliseconds(900))
            #expect(test.waiter.wait { test.cluster.gauges.counts.elections == 1 })
            #expect(test.waiter.wait { writer.sent.now == 1500 })
            #expect(test.waitForOutcomes())
            #expect(test.waitForInSync(3))
            #expect(test.waitForReaders())
            test.cluster.stop()
            #expect(try test.readersSawTheFinalLogs(partitions: 1))
            try expectExactlyOnce(test)
        }
    }

    @Test func aRollingRestartFailsNothing() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, partitions: 3, shards: 2) {
                configuration, _ in configuration.sessionTimeout = .seconds(20)
            }
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                $0.isIdempotent = true
            }
            try test.cluster.start()
            for broker in 0..<3 {
                let seen = writer.completed.now
                #expect(test.waiter.wait { writer.completed.now > seen + 50 })
                let expansions = test.cluster.gauges.counts.inSyncExpansions
                test.strike(.restart(.broker(BrokerID(broker))))
                #expect(
                    test.waiter.wait {
                        test.cluster.gauges.counts.inSyncExpansions >= expansions + 3
                    })
                #expect(test.waitForInSync(3))
            }
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(writer.completions.allSatisfy { $0.error == .none })
            #expect(test.cluster.gauges.counts.fencedBrokers == 0)
            #expect(test.cluster.gauges.strikes.map(\.broker) == (0..<3).map { BrokerID($0) })
            try expectExactlyOnce(test)
            try test.cluster.close()
        }
    }

    @Test func whoIsDownAlreadyIsMissed() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, replicas: 1)
            let broker = BrokerTarget.broker(BrokerID(0))
            try test.cluster.start()
            test.strike(.kill(broker))
            test.strike(.pause(broker), healAfter: .milliseconds(1))
            #expect(test.waiter.wait { test.cluster.gauges.counts.leaderLosses == 1 })
            test.strike(.kill(Self.leader))
            #expect(test.waiter.wait { test.cluster.gauges.strikes.count == 3 })
            test.cluster.stop()
            let strikes = test.cluster.gauges.strikes
            #expect(strikes.map(\.number) == [0, 1, 2])
            #expect(strikes.map(\.isMissed) == [false, true, true])
            #expect(strikes.map(\.broker) == [BrokerID(0), BrokerID(0), nil])
        }
    }
}
