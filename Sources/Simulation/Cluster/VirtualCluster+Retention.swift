import Brokers
import Messages
package import Records

extension VirtualCluster {
    /// How often brokers are told what consumers still need.
    private static let floorInterval = Nanoseconds.milliseconds(100)

    /// Begins to hold retention back to what consumers have read, where nobody else does.
    func holdRetentionBack() {
        guard model.topic.sparesUnread, model.holdsRetentionBack else { return }
        queue.schedule(.retentionFloors, at: now + Self.floorInterval)
    }

    func tellFloors() {
        for partition in 0..<controller.states(of: topic).count {
            let partition = PartitionIndex(partition)
            if let floor = lowestPosition(of: partition) { tellFloor(of: partition, floor) }
        }
        queue.schedule(.retentionFloors, at: now + Self.floorInterval)
    }

    /// Tells every broker that nothing from these offsets on may be deleted, of each partition.
    package func holdRetention(at floors: [Offset]) {
        for (partition, floor) in floors.enumerated() {
            tellFloor(of: PartitionIndex(partition), floor)
        }
    }

    /// Tells brokers from where on consumers still need a partition, as an administrator would,
    /// without a link between.
    private func tellFloor(of partition: PartitionIndex, _ floor: Offset) {
        for process in processes {
            process.broker?.handle(
                .retentionFloor(TopicPartition(topic: topic, partition: partition), floor),
                now: now, effects: &brokerEffects)
        }
    }

    /// What the slowest consumer of the partition reads next; nil where nobody reads it.
    private func lowestPosition(of partition: PartitionIndex) -> Offset? {
        var lowest: Offset?
        for client in clients {
            guard case .consumer(_, let partitions, _) = client.plan,
                partitions.contains(partition)
            else { continue }
            let position = client.position(of: partition) ?? .zero
            lowest = min(lowest ?? position, position)
        }
        return lowest
    }
}
