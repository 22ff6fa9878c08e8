package import Records

/// A time in which a producer could not write to a partition, as the producer saw it.
package struct Outage: Hashable, Sendable {
    package var partition: PartitionIndex
    /// The last acknowledgement before an attempt failed; that attempt itself where there was
    /// none before.
    package var begin: Instant
    /// The next acknowledgement, or the end of the run where none came.
    package var end: Instant
    /// Whether the leader was another afterwards.
    package var isFailover: Bool

    package init(partition: PartitionIndex, begin: Instant, end: Instant, isFailover: Bool) {
        self.partition = partition
        self.begin = begin
        self.end = end
        self.isFailover = isFailover
    }
}
