/// A topic of the cluster, numbered in the order of creation.
public struct TopicID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public var rawValue: Int32

    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    @inlinable public static func < (a: TopicID, b: TopicID) -> Bool { a.rawValue < b.rawValue }
}

/// One partition of one topic.
public struct TopicPartition: Hashable, Sendable {
    public var topic: TopicID
    public var partition: PartitionIndex

    @inlinable public init(topic: TopicID, partition: PartitionIndex) {
        self.topic = topic
        self.partition = partition
    }
}
