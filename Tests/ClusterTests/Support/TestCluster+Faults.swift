import Cluster
import Faults
import Messages
import Platform
import Records

extension TestCluster {
    /// A cluster that fails over within a third of a second; `faults` are what may be done to it.
    static func failingOver(
        in directory: String, partitions: Int = 1, replicas: Int = 3, shards: Int = 1,
        faults: [FaultAction] = [],
        _ change: (inout ClusterConfiguration, inout TopicConfiguration) -> Void = { _, _ in }
    ) throws -> TestCluster {
        try TestCluster(
            in: directory, partitions: partitions, replicas: replicas, shards: shards
        ) { configuration, topic in
            configuration.sessionTimeout = .milliseconds(300)
            configuration.heartbeatInterval = .milliseconds(50)
            configuration.replicaLagTimeMax = .seconds(2)
            configuration.replicaFetchTimeout = .milliseconds(500)
            configuration.faults = faults.map { Fault(at: .zero, action: $0) }
            topic.minInsyncReplicas = min(2, replicas)
            change(&configuration, &topic)
        }
    }

    /// Lets a fault strike now, and heal after a while; nil is never.
    func strike(_ action: FaultAction, healAfter duration: Nanoseconds? = nil) {
        let now = Instant(MonotonicClock.now)
        cluster.schedule(action, at: now, until: duration.map { now + $0 })
    }

    /// Waits until all writers' records have their outcome.
    func waitForOutcomes() -> Bool {
        waiter.wait { writers.allSatisfy { $0.completed.now == $0.sent.now } }
    }

    /// Waits until every partition has so many in-sync replicas, its leader among them.
    func waitForInSync(_ count: Int) -> Bool {
        waiter.wait {
            cluster.gauges.leaderlessCount == 0
                && (0..<partitions).allSatisfy {
                    cluster.gauges.inSyncCount(of: PartitionIndex($0)) == count
                }
        }
    }

    /// What stands in a partition's final log, by offset from 0; after the cluster has stopped.
    func finalRecords(of partition: Int) throws -> [NumberedReader.Read] {
        var records: [NumberedReader.Read] = []
        _ = try cluster.finalLogs.read(PartitionIndex(partition)) { cursor in
            while let record = try? cursor.next(), let value = record.value?.baseAddress {
                records.append(NumberedReader.Read(offset: record.offset.rawValue, value: value))
            }
        }
        return records
    }

    /// The acknowledged records of a partition that are not where they were acknowledged, in the
    /// final logs.
    func missingRecords(of partition: Int) throws -> [NumberedReader.Read] {
        let records = try finalRecords(of: partition)
        let begin = records.first?.offset ?? 0
        return writers.flatMap { writer in
            writer.acknowledged(of: partition).filter { wanted in
                let place = Int(wanted.offset - begin)
                return !records.indices.contains(place) || records[place] != wanted
            }
        }
    }

    /// Waits until the readers have read as much as the logs hold. For idempotent writers only,
    /// whose acknowledged records alone are there.
    func waitForReaders() -> Bool { waiter.wait { readRecords == completedRecords } }

    /// Whether what was read of each partition is the final log, each record once and in order.
    func readersSawTheFinalLogs(partitions count: Int) throws -> Bool {
        try (0..<count).allSatisfy { try reads(of: $0) == finalRecords(of: $0) }
    }
}
