import Cluster
import Messages
import Platform
import Records
import Synchronization
import Testing

/// Clusters in real time over real files.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ClusterRunTests {
    @Test(arguments: [(1, 1), (1, 3), (2, 1), (2, 3)], [Acks.leader, .all])
    func everyRecordIsReadOnceAndInOrder(setup: (shards: Int, replicas: Int), acks: Acks) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(
                in: directory, replicas: setup.replicas, shards: setup.shards)
            for _ in 0..<2 { _ = test.addWriter(records: 4000, acks: acks) }
            test.addReaders(3)
            try test.cluster.start()
            #expect(
                test.waiter.wait {
                    test.completedRecords == 8000 && test.readRecords == 8000
                })
            test.cluster.stop()
            for partition in 0..<4 {
                let reads = test.reads(of: partition)
                #expect(reads.map(\.offset) == Array(0..<2000))
                for producer in 0..<2 as Range<UInt32> {
                    let own = reads.filter { $0.producer == producer }
                    #expect(own.map(\.sequence) == Array(0..<1000))
                }
                #expect(test.cluster.gauges.logEnd(of: PartitionIndex(partition)) == Offset(2000))
            }
            #expect(test.writers.allSatisfy { $0.isInOrder })
            #expect(test.readers.allSatisfy { $0.problems == 0 })
            #expect(test.cluster.gauges.storageFailure == nil)
            #expect(test.cluster.writtenBytes > 8000 * 100 * setup.replicas)
            try test.cluster.close()
        }
    }

    @Test func closedLogsOpenAgainAndCopiesAreIdentical() throws {
        try withTemporaryDirectory { directory in
            let first = try TestCluster(in: directory, replicas: 3, shards: 2)
            _ = first.addWriter(records: 3000)
            try first.cluster.start()
            #expect(first.waiter.wait { first.completedRecords == 3000 })
            first.cluster.stop()
            try first.cluster.close()
            for partition in 0..<4 {
                let logs = try (0..<3).map { broker in
                    try bytes(
                        of: "\(directory)/broker-\(broker)/orders-\(partition)/"
                            + "00000000000000000000.log")
                }
                #expect(logs[0].count > 750 * 100)
                #expect(logs.allSatisfy { $0 == logs[0] })
            }

            let second = try TestCluster(in: directory, replicas: 3, shards: 1)
            for partition in 0..<4 {
                #expect(second.cluster.gauges.logEnd(of: PartitionIndex(partition)) == Offset(750))
            }
            second.addReaders(1)
            _ = second.addWriter(records: 4)
            try second.cluster.start()
            #expect(second.waiter.wait { second.readRecords == 3004 })
            second.cluster.stop()
            try second.cluster.close()
        }
    }

    /// Fetches that wait in vain are answered and sent again for a while before records come.
    @Test(arguments: [1, 2])
    func recordsThatComeLateAreRead(shards: Int) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, replicas: 3, shards: shards)
            let start = Instant(MonotonicClock.now) + .milliseconds(150)
            let writer = test.addWriter(records: 40, interval: .milliseconds(2), start: start)
            test.addReaders(2)
            try test.cluster.start()
            #expect(test.waiter.wait { test.readRecords == 40 })
            test.cluster.stop()
            #expect(writer.completions.allSatisfy { $0.time >= start && $0.error == .none })
            try test.cluster.close()
        }
    }

    @Test func afterStopNoThreadIsLeft() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, shards: 3)
            test.addReaders(1)
            try test.cluster.start()
            let threads = Lock<Set<String>>([])
            test.cluster.runOnWorkers {
                let path = "/proc/thread-self/stat"
                let stat = (try? FileSystem.text(of: path)) ?? ""
                threads.withLock { _ = $0.insert(String(stat.prefix { $0 != " " })) }
            }
            let names = threads.withLock { $0 }
            #expect(names.count == 3)
            #expect(names.allSatisfy { FileSystem.exists("/proc/self/task/\($0)") })
            test.cluster.stop()
            #expect(names.allSatisfy { !FileSystem.exists("/proc/self/task/\($0)") })
            test.cluster.stop()
            try test.cluster.close()
        }
    }

    @Test(arguments: [1, 2, 4])
    func anErrandRunsOnceOnEveryWorker(shards: Int) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, shards: shards)
            let writer = test.addWriter(records: 1_000_000_000)
            try test.cluster.start()
            for _ in 0..<20 {
                let runs = Count()
                test.cluster.runOnWorkers { runs.add(1) }
                #expect(runs.now == shards)
            }
            writer.stop()
            test.cluster.stop()
            try test.cluster.close()
        }
    }

    @Test func aHeavyLoadIsSpreadOverTheWorkers() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, replicas: 3, shards: 2) { _, topic in
                topic.retentionBytes = 1 << 20
                topic.segmentBytes = 1 << 20
            }
            let writers = (0..<2).map { _ in test.addWriter(records: 1_000_000_000) }
            test.addReaders(2)
            try test.cluster.start()
            #expect(test.waiter.wait { test.cluster.widestSpread == 2 })
            for writer in writers { writer.stop() }
            #expect(
                test.waiter.wait {
                    writers.allSatisfy { $0.completed.now == $0.sent.now }
                })
            test.cluster.stop()
            #expect(writers.allSatisfy { $0.isInOrder })
            #expect(test.cluster.busyNanoseconds > 0)
            #expect(test.cluster.gauges.storageFailure == nil)
            try test.cluster.close()
        }
    }

    private func bytes(of path: String) throws -> [UInt8] {
        let handle = try FileHandle(opening: path, .read)
        var bytes = [UInt8](repeating: 0, count: try handle.byteCount())
        _ = try bytes.withUnsafeMutableBytes { try handle.read(into: $0, at: 0) }
        return bytes
    }
}
