extension CellRule {
    /// What must fit into what.
    static let sizes = [
        replicasNeedBrokers, minInsyncNeedsReplicas, producersNeedEntities, batchHoldsARecord,
        bufferHoldsABatch, segmentHoldsABatch,
    ]

    private static let replicasNeedBrokers = CellRule(
        settings: ["topic.replication.factor", "cluster.brokers"]
    ) { cell in
        cell.topic.replicationFactor > cell.cluster.brokers
            ? "topic.replication.factor \(cell.topic.replicationFactor) is above "
                + "cluster.brokers \(cell.cluster.brokers)"
            : nil
    }

    private static let minInsyncNeedsReplicas = CellRule(
        settings: ["topic.min.insync.replicas", "topic.replication.factor"]
    ) { cell in
        cell.topic.minInsyncReplicas > cell.topic.replicationFactor
            ? "topic.min.insync.replicas \(cell.topic.minInsyncReplicas) is above "
                + "topic.replication.factor \(cell.topic.replicationFactor)"
            : nil
    }

    /// Each entity belongs to one producer, so that its order is defined.
    private static let producersNeedEntities = CellRule(
        settings: ["records.key.cardinality", "producers.count"]
    ) { cell in
        cell.records.key.cardinality < cell.producers.count
            ? "records.key.cardinality \(cell.records.key.cardinality) is below "
                + "producers.count \(cell.producers.count), and each producer needs one of its own"
            : nil
    }

    private static let batchHoldsARecord = CellRule(
        settings: [
            "producers.batch.size", "records.value.max", "records.value.file",
            "records.value.size", "records.key.size", "records.headers",
        ]
    ) { cell in
        let needed = cell.records.batchBytesMin
        return cell.producers.batchBytes < needed
            ? "producers.batch.size \(cell.producers.batchBytes.byteText) is below "
                + "\(needed.byteText), the size of a batch of one "
                + (cell.records.value.distribution == .fixed ? "such record" : "record as large")
            : nil
    }

    private static let bufferHoldsABatch = CellRule(
        settings: ["producers.buffer.memory", "producers.batch.size"]
    ) { cell in
        cell.producers.bufferMemoryBytes < cell.producers.batchBytes
            ? "producers.buffer.memory \(cell.producers.bufferMemoryBytes.byteText) is below "
                + "producers.batch.size \(cell.producers.batchBytes.byteText)"
            : nil
    }

    private static let segmentHoldsABatch = CellRule(
        settings: ["topic.segment.bytes", "producers.batch.size"]
    ) { cell in
        cell.topic.segmentBytes < cell.producers.batchBytes
            ? "topic.segment.bytes \(cell.topic.segmentBytes.byteText) is below "
                + "producers.batch.size \(cell.producers.batchBytes.byteText)"
            : nil
    }
}

extension RecordSettings {
    /// The header of a record batch v2.
    private static let batchHeaderBytes = 61
    /// The most that a batch's first record takes beside its key and value: six varints and the
    /// attributes.
    private static let recordOverheadBytesMax = 20

    /// Enough for a batch of one record.
    fileprivate var batchBytesMin: Int {
        Self.batchHeaderBytes + Self.recordOverheadBytesMax + keyBytes + valueBytes
            + headerBytesMax
    }

    /// Makes `valueBytes` the largest value where sizes are drawn: as a file or `max` has it, else
    /// what a batch of `batchBytes` holds.
    mutating func resolveValueBytes(batchBytes: Int) {
        switch value.distribution {
        case .fixed: break
        case .histogram: valueBytes = value.histogram?.sizes.max() ?? valueBytes
        case .uniform, .lognormal, .pareto:
            let room = batchBytes - (batchBytesMin - valueBytes)
            valueBytes = value.maxBytes ?? max(room, value.minBytes)
        }
    }
}
