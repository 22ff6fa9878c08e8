package import Records

extension TopicPartition {
    /// Whether it comes before another in the order of topics and partitions.
    package func isBefore(_ other: TopicPartition) -> Bool {
        (topic, partition) < (other.topic, other.partition)
    }
}
