package import Records

/// What a broker is told.
package enum BrokerMessage {
    case produce(ProduceRequest)
    case fetch(FetchRequest)
    /// A leader's answer to this broker's own fetch as a follower.
    case fetched(FetchResponse)
    case alterPartition(AlterPartitionResponse)
    case registered(BrokerRegistered)
    case metadata(MetadataUpdate)
    /// Nothing from this offset on may be deleted by retention.
    case retentionFloor(TopicPartition, Offset)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .produce(let request): request.byteCount
        case .fetched(let response): response.batches?.count ?? 0
        case .fetch, .alterPartition, .registered, .metadata, .retentionFloor: 0
        }
    }
}

/// What a producer or consumer is told.
package enum ClientMessage {
    /// The request as the broker answered it.
    case produced(ProduceRequest)
    case fetched(FetchResponse)
    /// The controller's answer to a client that asked where partitions are.
    case metadata(TopicMetadata)
    /// The connection to a broker's listener broke, or nobody listens there: what was under way
    /// on it will not be answered. From the driver.
    case disconnected(BrokerID, listener: Int)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .produced, .metadata, .disconnected: 0
        case .fetched(let response): response.batches?.count ?? 0
        }
    }
}
