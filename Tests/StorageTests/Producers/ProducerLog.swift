import Records
import Storage

/// Appends batches of idempotent producers to a log.
extension LogDriver {
    /// Appends `records` records of a producer as the leader.
    @discardableResult func append(
        producer id: Int64, sequence: Int32, records: Int = 1, producerEpoch: Int16 = 0,
        epoch: LeaderEpoch = .initial
    ) throws -> PartitionLog.AppendResult {
        let batch = try TestBatches.encode(
            Array(repeating: TestRecord(value: [UInt8(truncatingIfNeeded: id)]), count: records),
            producer: TestProducer(id: id, epoch: producerEpoch, sequence: sequence))
        return try append(batch, epoch: epoch)
    }
}

extension ProducerStateTable {
    /// Everything but the times, in an order that only the producers decide.
    var contents: [Contents] {
        producers.map { Contents(id: $0.id, epoch: $0.epoch, batches: $0.batches) }
            .sorted { $0.id < $1.id }
    }

    struct Contents: Equatable {
        let id: Int64
        let epoch: Int16
        let batches: [Batch]
    }
}
