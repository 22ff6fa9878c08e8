import Brokers
import Messages
import Records

extension VirtualCluster {
    /// How often brokers are told what consumers still need.
    private static let floorInterval = Nanoseconds.milliseconds(100)

    private var losesRecords: Bool {
        model.topic.retentionBytes != nil || model.topic.retentionTime != nil
    }

    /// Begins to hold retention back to what consumers have read.
    func holdRetentionBack() {
        guard losesRecords else { return }
        queue.schedule(.retentionFloors, at: now + Self.floorInterval)
    }

    func tellFloors() {
        for partition in 0..<controller.states(of: topic).count {
            tellFloor(of: PartitionIndex(partition), to: processes)
        }
        queue.schedule(.retentionFloors, at: now + Self.floorInterval)
    }

    /// Tells brokers from where on consumers still need a partition, as an administrator would,
    /// without a link between.
    func tellFloor(of partition: PartitionIndex, to receivers: [BrokerProcess]) {
        guard losesRecords, let floor = lowestPosition(of: partition) else { return }
        for process in receivers {
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
