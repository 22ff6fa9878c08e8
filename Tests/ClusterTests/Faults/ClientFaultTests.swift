import Client
import Cluster
import Faults
import Messages
import Platform
import Records
import Testing

/// Clients that crash, brokers that are slow, topics that grow.
@Suite(.serialized, .timeLimit(.minutes(4))) struct ClientFaultTests {
    @Test(arguments: [true, false])
    func aProducerThatCrashesGoesOnWithItsNumbers(idempotent: Bool) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, partitions: 2, shards: 2)
            let writers = (0..<2).map { _ in
                test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                    $0.isIdempotent = idempotent
                }
            }
            try test.cluster.start()
            for crash in 0..<3 {
                let seen = writers[1].completed.now
                #expect(test.waiter.wait { writers[1].completed.now > seen + 100 })
                test.strike(.crashProducer(1), healAfter: .milliseconds(20))
                #expect(test.waiter.wait { test.cluster.gauges.strikes.count == crash + 1 })
            }
            let seen = writers[1].completed.now
            #expect(test.waiter.wait { writers[1].completed.now > seen + 100 })
            for writer in writers { writer.stop() }
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(writers[0].completions.allSatisfy { $0.error == .none })
            for partition in 0..<2 {
                #expect(try test.missingRecords(of: partition).count == 0)
                let stored = try test.finalRecords(of: partition).filter { $0.producer == 1 }
                #expect(Set(stored.map(\.sequence)).count == stored.count)
                // Each record has had one outcome.
                let own = writers[1].completions.filter { $0.partition == partition }
                let told = own.map {
                    Int($0.firstSequence)..<Int($0.firstSequence) + $0.recordCount
                }
                .flatMap { $0 }.sorted()
                let isEach = told == Array(0..<told.count)
                #expect(isEach)
            }
        }
    }

    @Test func aConsumerThatCrashesGoesOnWhereItWas() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, partitions: 4, shards: 2)
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                $0.isIdempotent = true
            }
            test.addReaders(2)
            try test.cluster.start()
            for crash in 0..<3 {
                let seen = test.readers[1].count.now
                #expect(test.waiter.wait { test.readers[1].count.now > seen + 100 })
                test.strike(.crashConsumer(1), healAfter: .milliseconds(50))
                #expect(test.waiter.wait { test.cluster.gauges.strikes.count == crash + 1 })
            }
            let seen = test.readers[1].count.now
            #expect(test.waiter.wait { test.readers[1].count.now > seen + 100 })
            writer.stop()
            #expect(test.waitForOutcomes())
            #expect(test.waitForReaders())
            test.cluster.stop()
            #expect(try test.readersSawTheFinalLogs(partitions: 4))
            #expect(test.readers.allSatisfy { $0.problems == 0 })
        }
    }

    @Test func aTopicGetsMorePartitions() throws {
        try withTemporaryDirectory { directory in
            let grow = FaultAction.addPartitions(5)
            let test = try TestCluster.failingOver(
                in: directory, partitions: 2, shards: 2, faults: [grow])
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                $0.metadataAgeMax = .milliseconds(50)
                $0.batchBytes = 500
                $0.isIdempotent = true
            }
            test.addReaders(2)
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            #expect(test.cluster.gauges.partitionCount == 2)
            test.strike(.crashConsumer(0), healAfter: .milliseconds(300))
            test.strike(grow)
            #expect(test.waiter.wait { test.cluster.gauges.partitionCount == 5 })
            #expect(
                test.waiter.wait {
                    (2..<5).allSatisfy {
                        test.cluster.gauges.logEnd(of: PartitionIndex($0)) > Offset(20)
                    }
                })
            writer.stop()
            #expect(test.waitForOutcomes())
            #expect(test.waitForReaders())
            test.cluster.stop()
            #expect(writer.completions.allSatisfy { $0.error == .none })
            #expect(test.cluster.finalLogs.partitionCount == 5)
            #expect(try test.readersSawTheFinalLogs(partitions: 5))
            for partition in 0..<5 {
                #expect(test.cluster.gauges.inSyncCount(of: PartitionIndex(partition)) == 3)
                #expect(try test.missingRecords(of: partition).count == 0)
                #expect(try test.finalRecords(of: partition).count > 0)
            }
            try test.cluster.close()
        }
    }

    @Test func aSlowBrokerTakesLongerForEachStep() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, replicas: 1)
            let writer = test.addWriter(records: 1_000_000_000, acks: .leader) {
                $0.batchBytes = 1000
                $0.maxInFlight = 1
                $0.bufferMemoryBytes = 1 << 16
            }
            func rate() -> Double {
                let (begin, seen) = (MonotonicClock.now, writer.completed.now)
                #expect(test.waiter.wait { writer.completed.now > seen + 1000 })
                return Double(writer.completed.now - seen) / Double(MonotonicClock.now - begin)
            }
            try test.cluster.start()
            let before = (0..<3).map { _ in rate() }.max() ?? 0
            test.strike(.slow(.leader(PartitionIndex(0)), factor: 100))
            #expect(test.waiter.wait { test.cluster.gauges.strikes.count == 1 })
            let slow = rate()
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(before > 5 * slow, "\(before) \(slow)")
            #expect(writer.isInOrder)
        }
    }
}
