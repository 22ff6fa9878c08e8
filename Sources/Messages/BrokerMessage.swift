package import Records

/// What a broker is told.
package enum BrokerMessage {
    case produce(ProduceRequest)
    case fetch(FetchRequest)
    /// A leader's answer to this broker's own fetch as a follower.
    case fetched(FetchResponse)
    /// The controller's decision about a partition of which this broker has a replica.
    case partitionState(PartitionState, TopicConfiguration)
    case alterPartition(AlterPartitionResponse)
    /// Nothing from this offset on may be deleted by retention.
    case retentionFloor(TopicPartition, Offset)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .produce(let request): request.byteCount
        case .fetched(let response): response.batches?.count ?? 0
        case .fetch, .partitionState, .alterPartition, .retentionFloor: 0
        }
    }
}

/// What a producer or consumer is told.
package enum ClientMessage {
    /// The request as the broker answered it.
    case produced(ProduceRequest)
    case fetched(FetchResponse)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .produced: 0
        case .fetched(let response): response.batches?.count ?? 0
        }
    }
}
