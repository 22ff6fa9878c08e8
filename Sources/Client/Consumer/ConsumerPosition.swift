package import Records

/// Where a consumer stands in a partition, as another can go on from there.
package struct ConsumerPosition: Hashable, Sendable {
    package let partition: PartitionIndex
    /// The next offset to process.
    package let offset: Offset
    /// The leader epoch of the record before `offset`, by which a reader sees that the log was
    /// cut there (KIP-320); nil where it is not known.
    package let lastEpoch: LeaderEpoch?
}
