import Checker
import Records

/// Stamps records as the generator does and notes in the tables what became of them.
struct Sender {
    let tables: [AckTable]
    private var entitySequences: [UInt32: UInt64] = [:]
    private var partitionSequences: [[Int]: UInt64] = [:]

    init(producers: Int, partitions: Int) {
        tables = (0..<producers).map { AckTable(producer: $0, partitions: partitions) }
    }

    enum Outcome {
        case acknowledged
        case failed
        case unknown
        /// Stamped but never noted as sent.
        case unsent
    }

    /// The next record of `entity`, sent to `partition` by the entity's producer.
    mutating func send(
        _ entity: UInt32, to partition: Int, _ outcome: Outcome = .acknowledged
    ) -> Sent {
        let producer = Int(entity) % tables.count
        let sequence = partitionSequences[[producer, partition], default: 0]
        let stamp = RecordStamp(
            entity: entity, producer: UInt16(producer),
            entitySequence: entitySequences[entity, default: 0], partitionSequence: sequence,
            intendedTime: Instant(0))
        entitySequences[entity, default: 0] += 1
        partitionSequences[[producer, partition], default: 0] += 1
        let index = PartitionIndex(partition)
        if outcome != .unsent { tables[producer].noteSent(partition: index, count: 1) }
        switch outcome {
        case .acknowledged:
            tables[producer].acknowledge(partition: index, firstSequence: sequence, count: 1)
        case .failed:
            tables[producer].noteFailed(partition: index, firstSequence: sequence, count: 1)
        case .unknown, .unsent:
            break
        }
        return Sent(stamp: stamp, partition: partition)
    }
}

/// A stamped record and the partition it went to.
struct Sent: Hashable {
    var stamp: RecordStamp
    var partition: Int
}
