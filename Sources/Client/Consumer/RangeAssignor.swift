package import Records

/// Range assignment: each topic's partitions in order, cut into one run for each member, the
/// first members getting one more where the count does not divide.
package enum RangeAssignor {
    /// The member that `partitions` gives a topic's partition number `partition` to.
    package static func member(
        for partition: Int, members: Int, partitionCount: Int
    ) -> Int {
        let share = partitionCount / members
        let extra = partitionCount % members
        let larger = extra * (share + 1)
        return partition < larger
            ? partition / (share + 1) : extra + (partition - larger) / max(1, share)
    }

    /// The partitions of `member` (from 0) among `members`, one topic's partitions each.
    package static func partitions(
        of member: Int, members: Int, topic: TopicID, partitionCount: Int
    ) -> [TopicPartition] {
        let share = partitionCount / members
        let extra = partitionCount % members
        let start = member * share + min(member, extra)
        let count = share + (member < extra ? 1 : 0)
        return (start..<(start + count)).map {
            TopicPartition(topic: topic, partition: PartitionIndex($0))
        }
    }
}
