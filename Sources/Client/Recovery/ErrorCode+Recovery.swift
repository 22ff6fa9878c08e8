import Messages

extension ErrorCode {
    /// Whether what a broker refused so may succeed when it is asked again. An out-of-order
    /// sequence is a matter of its own.
    var isRetriable: Bool {
        switch self {
        case .unknownTopicOrPartition, .notLeaderOrFollower, .requestTimedOut, .networkException,
            .notEnoughReplicas, .notEnoughReplicasAfterAppend, .kafkaStorageError,
            .fencedLeaderEpoch, .unknownLeaderEpoch:
            true
        default: false
        }
    }

    /// Whether another broker may lead the partition by now.
    var asksForMetadata: Bool {
        switch self {
        case .unknownTopicOrPartition, .notLeaderOrFollower, .requestTimedOut, .networkException,
            .kafkaStorageError, .fencedLeaderEpoch, .unknownLeaderEpoch:
            true
        default: false
        }
    }

    /// Whether an attempt that ended so may have left its batch in the log. An attempt that was
    /// refused for its sequence or its epoch has not.
    var mayHaveAppended: Bool {
        switch self {
        case .requestTimedOut, .networkException, .notEnoughReplicasAfterAppend,
            .kafkaStorageError:
            true
        default: false
        }
    }
}

extension ErrorCode {
    /// Whether another broker may coordinate the group by now.
    var asksForCoordinator: Bool {
        switch self {
        case .coordinatorNotAvailable, .notCoordinator, .requestTimedOut, .networkException,
            .unknownTopicOrPartition, .notLeaderOrFollower, .kafkaStorageError:
            true
        default: false
        }
    }
}
