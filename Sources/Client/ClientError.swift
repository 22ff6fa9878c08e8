package import Messages
package import Records

/// What a consumer cannot do.
package enum ClientError: Error, Hashable, Sendable {
    /// There is no such topic to subscribe to.
    case unknownTopic(TopicID)
    /// The coordinator will not have the member.
    case groupRefused(ErrorCode)
    /// Nothing is committed, and the settings do not say where to begin.
    case noCommittedOffset(PartitionIndex)
    /// The position was deleted, and the settings do not say where to go on.
    case deletedPosition(PartitionIndex, offset: Offset, logStart: Offset)
    /// The partition is not the member's, so it cannot commit for it.
    case notOwned(PartitionIndex)
    /// There are no offsets below 0.
    case commitBelowZero(PartitionIndex, offset: Offset)
    /// More would be committed than was read.
    case commitBeyondRead(PartitionIndex, offset: Offset, position: Offset)
}

extension ClientError: CustomStringConvertible {
    /// One line.
    package var description: String {
        switch self {
        case .unknownTopic(let topic): "topic \(topic.rawValue) to subscribe to does not exist"
        case .groupRefused(.messageTooLarge):
            "the group's assignment does not fit a segment of the offsets topic "
                + "(MESSAGE_TOO_LARGE, 10)"
        case .groupRefused(.invalidCommitOffsetSize):
            "a commit of the member does not fit a segment of the offsets topic "
                + "(INVALID_COMMIT_OFFSET_SIZE, 28)"
        case .groupRefused(let error): "the coordinator refused the member: \(error)"
        case .noCommittedOffset(let partition):
            "nothing is committed for partition \(partition.rawValue), and auto.offset.reset is "
                + "none"
        case .deletedPosition(let partition, let offset, let logStart):
            "offset \(offset.rawValue) of partition \(partition.rawValue) was deleted, the log "
                + "begins at \(logStart.rawValue), and auto.offset.reset is none"
        case .notOwned(let partition):
            "partition \(partition.rawValue) is not the member's to commit"
        case .commitBelowZero(let partition, let offset):
            "offset \(offset.rawValue) of partition \(partition.rawValue) is below 0, where every "
                + "log begins"
        case .commitBeyondRead(let partition, let offset, let position):
            "offset \(offset.rawValue) of partition \(partition.rawValue) is beyond "
                + "\(position.rawValue), up to which the member has read"
        }
    }
}
