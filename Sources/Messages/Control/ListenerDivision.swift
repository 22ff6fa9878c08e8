package import Records

/// How a broker divides its partitions among its listeners: contiguous runs of those that a topic
/// was created with, so that a range assignment leaves most consumers with partitions of one
/// listener; later ones go round.
package struct ListenerDivision: Hashable, Sendable {
    /// At least 1.
    package let listeners: Int

    package init(listeners: Int) { self.listeners = listeners }

    /// The listener of a partition.
    /// - Parameter initialPartitions: how many the topic was created with.
    package func listener(of partition: PartitionIndex, initialPartitions: Int) -> Int {
        partition.index < initialPartitions
            ? partition.index * listeners / initialPartitions : partition.index % listeners
    }
}
