import ConsumerGroups
import Records
import Testing

/// The order of partitions that everything about groups goes by.
@Suite struct OrderTests {
    private func partition(_ topic: Int, _ index: Int) -> TopicPartition {
        TopicPartition(topic: TopicID(topic), partition: PartitionIndex(index))
    }

    @Test func topicsComeBeforePartitions() {
        #expect(partition(0, 9).isBefore(partition(1, 0)))
        #expect(partition(1, 0).isBefore(partition(1, 1)))
        #expect(!partition(1, 1).isBefore(partition(1, 1)))
    }

    @Test func aGroupsPartitionIsItsNumberModuloTheirCount() {
        #expect(GroupID(9).partition(of: 4) == PartitionIndex(1))
        #expect(GroupID(0).partition(of: 1) == PartitionIndex(0))
    }
}
