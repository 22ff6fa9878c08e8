/// A topic of the cluster, numbered in the order of creation.
package struct TopicID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    @inlinable package static func < (a: TopicID, b: TopicID) -> Bool { a.rawValue < b.rawValue }
}

/// One partition of one topic.
package struct TopicPartition: Hashable, Sendable {
    package var topic: TopicID
    package var partition: PartitionIndex

    @inlinable package init(topic: TopicID, partition: PartitionIndex) {
        self.topic = topic
        self.partition = partition
    }
}
