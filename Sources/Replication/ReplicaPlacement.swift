package import Records

/// Spreads a topic's replicas over the brokers.
package enum ReplicaPlacement {
    /// Kafka's rack-unaware assignment: leaders go round the brokers, and each round shifts the
    /// followers by one. The brokers' leaders differ by one at most; over whole rounds every
    /// broker leads and follows the same number of partitions.
    ///
    /// - Parameters:
    ///   - brokers: at least `replicationFactor` of them.
    ///   - firstLeader: index of the broker that leads partition 0.
    ///   - existing: partitions that the topic has already; the new ones continue after them as
    ///     if all had been placed at once, and what exists stays where it is.
    /// - Returns: for each partition its replicas, the preferred leader first.
    package static func assign(
        partitions: Int, replicationFactor: Int, brokers: [BrokerID], firstLeader: Int = 0,
        existing: Int = 0
    ) -> [[BrokerID]] {
        precondition(
            replicationFactor >= 1 && replicationFactor <= brokers.count,
            "replicas are on different brokers")
        return (existing..<existing + partitions).map { partition in
            let shift = partition / brokers.count
            let leader = (partition + firstLeader) % brokers.count
            var replicas = [brokers[leader]]
            for follower in 0..<(replicationFactor - 1) {
                let distance = 1 + (shift + follower) % (brokers.count - 1)
                replicas.append(brokers[(leader + distance) % brokers.count])
            }
            return replicas
        }
    }
}
