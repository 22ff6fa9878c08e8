import Checker
import Records
import Testing

@Suite struct AckTableTests {
    private let partition = PartitionIndex(1)

    @Test func acknowledgementsInOrderAreOneRange() {
        let table = AckTable(producer: 0, partitions: 2)
        table.noteSent(partition: partition, count: 30)
        for batch in 0..<3 {
            table.acknowledge(
                partition: partition, firstSequence: UInt64(batch * 10), count: 10)
        }
        #expect(table[partition].sent == 30)
        #expect(table[partition].acknowledged.ranges == [0..<30])
        #expect(table[PartitionIndex(0)].sent == 0)
        #expect(table[PartitionIndex(0)].acknowledged.isEmpty)
    }

    @Test func acknowledgementsInAnyOrderAreOneRangeInTheEnd() {
        let table = AckTable(producer: 0, partitions: 2)
        for batch in [2, 0, 3, 1] {
            table.acknowledge(
                partition: partition, firstSequence: UInt64(batch * 10), count: 10)
        }
        #expect(table[partition].acknowledged.ranges == [0..<40])
    }

    @Test func aFailedBatchLeavesAHole() {
        let table = AckTable(producer: 0, partitions: 2)
        table.acknowledge(partition: partition, firstSequence: 0, count: 10)
        table.noteFailed(partition: partition, firstSequence: 10, count: 5)
        table.acknowledge(partition: partition, firstSequence: 15, count: 5)
        #expect(table[partition].acknowledged.ranges == [0..<10, 15..<20])
        #expect(table[partition].failed.ranges == [10..<15])
    }

    @Test func aBatchAcknowledgedTwiceCountsOnce() {
        let table = AckTable(producer: 0, partitions: 2)
        table.acknowledge(partition: partition, firstSequence: 0, count: 10)
        table.acknowledge(partition: partition, firstSequence: 5, count: 5)
        #expect(table[partition].acknowledged.count == 10)
    }
}
