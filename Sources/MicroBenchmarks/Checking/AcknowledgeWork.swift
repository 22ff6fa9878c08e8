import Checker
import Records

/// Acknowledgements of batches that come in order, partition by partition.
package final class AcknowledgeWork: MicroWork {
    private static let partitions = 6
    private static let batchRecords = 600
    private let table = AckTable(producer: 0, partitions: AcknowledgeWork.partitions)
    private var next = Array(repeating: UInt64(0), count: AcknowledgeWork.partitions)
    private var turn = 0

    package init() {}

    package func run(_ count: Int) -> Int {
        for _ in 0..<count {
            table.acknowledge(
                partition: PartitionIndex(turn), firstSequence: next[turn],
                count: Self.batchRecords)
            next[turn] += UInt64(Self.batchRecords)
            turn = turn + 1 == Self.partitions ? 0 : turn + 1
        }
        return count
    }

    /// Batches in the table.
    package var effects: Int {
        (0..<Self.partitions).reduce(0) {
            $0 + table[PartitionIndex($1)].acknowledged.count / Self.batchRecords
        }
    }
}
