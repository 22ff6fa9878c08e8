/// Exact byte arithmetic of replication and fan-out: bytes of keys and values, without protocol
/// overhead and without compression.
struct ByteAccounting {
    let throughput: Double
    let replicationFactor: Int
    let groups: Int
    let partitions: Int
    let skew: KeySkew

    /// The network of `brokers` brokers, at least 1, while `replicas` of each partition live.
    ///
    /// In all: in = t·RF, out = t·(groups + RF − 1). The busiest broker holds the hottest
    /// partition and its even share of the other leaders and replicas.
    func network(brokers: Int, replicas: Int) -> NetworkLoad {
        func share(_ count: Int) -> Double {
            let busiest = (count + brokers - 1) / brokers
            return skew.share(ofPartitions: min(partitions, busiest), among: partitions)
        }
        let readers = Double(groups + replicas - 1)
        return NetworkLoad(
            brokers: brokers, inBytesPerSecond: throughput * Double(replicas),
            outBytesPerSecond: throughput * readers,
            busiestInBytesPerSecond: throughput * share(partitions * replicas),
            busiestOutBytesPerSecond: throughput * share(partitions) * readers)
    }

    /// Disk bytes of all brokers: t·retention·RF, and what the busiest of `brokers` holds.
    func disk(retentionSeconds: Double, brokers: Int) -> DiskLoad {
        let kept = throughput * retentionSeconds
        let busiest = (partitions * replicationFactor + brokers - 1) / brokers
        let share = skew.share(ofPartitions: min(partitions, busiest), among: partitions)
        return DiskLoad(
            bytes: kept * Double(replicationFactor), busiestBrokerBytes: kept * share,
            utilisation: PlanLimits.diskUtilisation)
    }
}

/// Bytes that brokers receive and send, per second.
package struct NetworkLoad: Hashable, Sendable, Codable {
    /// How many brokers share it.
    package var brokers: Int
    package var inBytesPerSecond: Double
    package var outBytesPerSecond: Double
    package var busiestInBytesPerSecond: Double
    package var busiestOutBytesPerSecond: Double

    package init(
        brokers: Int, inBytesPerSecond: Double, outBytesPerSecond: Double,
        busiestInBytesPerSecond: Double, busiestOutBytesPerSecond: Double
    ) {
        self.brokers = brokers
        self.inBytesPerSecond = inBytesPerSecond
        self.outBytesPerSecond = outBytesPerSecond
        self.busiestInBytesPerSecond = busiestInBytesPerSecond
        self.busiestOutBytesPerSecond = busiestOutBytesPerSecond
    }
}

/// Bytes that logs take on disk, once retention has filled them.
package struct DiskLoad: Hashable, Sendable, Codable {
    /// Of all brokers together.
    package var bytes: Double
    package var busiestBrokerBytes: Double
    /// How full disks are planned to be, 0 to 1.
    package var utilisation: Double

    package init(bytes: Double, busiestBrokerBytes: Double, utilisation: Double) {
        self.bytes = bytes
        self.busiestBrokerBytes = busiestBrokerBytes
        self.utilisation = utilisation
    }

    /// What to provide so that the logs fill no more than `utilisation` of it.
    package var bytesWithHeadroom: Double { bytes / utilisation }
    package var busiestBrokerBytesWithHeadroom: Double { busiestBrokerBytes / utilisation }
}
