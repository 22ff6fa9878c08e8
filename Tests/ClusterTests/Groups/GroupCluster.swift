import Client
import Cluster
import Faults
import Messages
import Platform
import Records

/// A cluster with one writer and the members of one subscribed group.
final class GroupCluster {
    let test: TestCluster
    let writer: NumberedWriter
    private(set) var members: [MemberReader] = []
    static let sessionTimeout = Nanoseconds.milliseconds(600)
    static let heartbeatInterval = Nanoseconds.milliseconds(100)

    init(
        in directory: String, partitions: Int = 6, members count: Int, shards: Int = 2,
        replicas: Int = 3, faults: [FaultAction] = [],
        _ change: @escaping (_ member: Int, inout GroupSettings) -> Void = { _, _ in }
    ) throws {
        test = try TestCluster.failingOver(
            in: directory, partitions: partitions, replicas: replicas, shards: shards,
            faults: faults
        ) { configuration, _ in
            var offsets = TopicConfiguration()
            offsets.name = "__consumer_offsets"
            offsets.partitions = 4
            offsets.replicationFactor = replicas
            offsets.minInsyncReplicas = max(1, replicas - 1)
            offsets.holdsGroups = true
            configuration.offsetsTopic = offsets
        }
        writer = test.addWriter(records: 1_000_000_000, interval: .microseconds(200)) {
            $0.isIdempotent = true
        }
        let cluster = test.cluster
        for number in 0..<count {
            let reader = MemberReader(waiter: test.waiter)
            members.append(reader)
            var configuration = ConsumerConfiguration()
            configuration.fetchWaitMax = .milliseconds(20)
            cluster.addSubscriber(configuration, group: GroupID(1), application: reader) {
                var settings = GroupSettings(
                    group: GroupID(1), topic: .load,
                    offsetsPartition: cluster.offsetsPartition(of: GroupID(1)))
                settings.sessionTimeout = Self.sessionTimeout
                settings.heartbeatInterval = Self.heartbeatInterval
                settings.pollIntervalMax = .seconds(5)
                change(number, &settings)
                return settings
            }
        }
    }

    var partitions: Int { test.partitions }

    /// Waits until every partition has one owner among these members, and all of them have some.
    func waitForOwners(_ numbers: [Int]? = nil) -> Bool {
        let present = (numbers ?? Array(members.indices)).map { members[$0] }
        return test.waiter.wait {
            let owned = present.map(\.owned)
            return owned.allSatisfy { !$0.isEmpty }
                && owned.flatMap { $0 }.sorted() == Array(0..<partitions)
        }
    }

    /// Waits until the members have read so many more records.
    func waitForReads(_ count: Int) -> Bool {
        let seen = readCount
        return test.waiter.wait { readCount >= seen + count }
    }

    var readCount: Int { members.reduce(0) { $0 + $1.readCount } }

    /// Ends the writing and waits until every partition was read to its end.
    func drain() -> Bool {
        writer.stop()
        return test.waitForOutcomes()
            && test.waiter.wait {
                (0..<partitions).allSatisfy { partition in
                    let end = test.cluster.gauges.logEnd(of: PartitionIndex(partition))
                    return members.contains {
                        ($0.reads(of: partition).last?.offset ?? -1) == end.rawValue - 1
                    }
                }
            }
    }

    /// How often each offset of a partition was read by the group; from 0 to its end.
    func readings(of partition: Int) -> [Int] {
        let end = Int(test.cluster.gauges.logEnd(of: PartitionIndex(partition)).rawValue)
        var counts = [Int](repeating: 0, count: end)
        for member in members {
            for read in member.reads(of: partition) { counts[Int(read.offset)] += 1 }
        }
        return counts
    }
}
