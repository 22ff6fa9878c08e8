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

    /// The first of a partition's offsets that lie at some place.
    indirect case listOffset(ListOffsetRequest)
    // For the coordinator of a group; apart, since they would be the largest and come seldom.
    indirect case joinGroup(JoinGroupRequest)
    indirect case syncGroup(SyncGroupRequest)
    indirect case groupHeartbeat(GroupHeartbeatRequest)
    indirect case leaveGroup(LeaveGroupRequest)
    indirect case offsetCommit(OffsetCommitRequest)
    indirect case offsetFetch(OffsetFetchRequest)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .produce(let request): request.byteCount
        case .fetched(let response): response.batches?.count ?? 0
        case .fetch, .alterPartition, .registered, .metadata, .retentionFloor, .listOffset,
            .joinGroup, .syncGroup, .groupHeartbeat, .leaveGroup, .offsetCommit, .offsetFetch:
            0
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
    indirect case offsetListed(ListOffsetResponse)
    // From the coordinator of a group.
    indirect case joinedGroup(JoinGroupResponse)
    indirect case syncedGroup(SyncGroupResponse)
    indirect case groupHeartbeat(GroupHeartbeatResponse)
    indirect case leftGroup(LeaveGroupResponse)
    indirect case offsetsCommitted(OffsetCommitResponse)
    indirect case offsetsFetched(OffsetFetchResponse)

    /// Bytes that a link is charged for, apart from a fixed overhead.
    package var payloadBytes: Int {
        switch self {
        case .fetched(let response): response.batches?.count ?? 0
        case .produced, .metadata, .disconnected, .offsetListed, .joinedGroup, .syncedGroup,
            .groupHeartbeat, .leftGroup, .offsetsCommitted, .offsetsFetched:
            0
        }
    }
}
