/// Kafka's error codes, those that this cluster answers with.
package enum ErrorCode: Int16, Error, Hashable, Sendable {
    case none = 0
    case offsetOutOfRange = 1
    case corruptMessage = 2
    case unknownTopicOrPartition = 3
    case notLeaderOrFollower = 6
    case requestTimedOut = 7
    case messageTooLarge = 10
    /// The client's own: the connection broke.
    case networkException = 13
    case coordinatorLoadInProgress = 14
    case coordinatorNotAvailable = 15
    case notCoordinator = 16
    case recordListTooLarge = 18
    case notEnoughReplicas = 19
    case notEnoughReplicasAfterAppend = 20
    case illegalGeneration = 22
    case inconsistentGroupProtocol = 23
    case unknownMemberID = 25
    case invalidSessionTimeout = 26
    case rebalanceInProgress = 27
    case invalidCommitOffsetSize = 28
    case outOfOrderSequenceNumber = 45
    case invalidProducerEpoch = 47
    case kafkaStorageError = 56
    case fencedLeaderEpoch = 74
    case unknownLeaderEpoch = 75
    case staleBrokerEpoch = 77
    case offsetNotAvailable = 78
    case memberIDRequired = 79
    case fencedInstanceID = 82
    /// A record that its topic does not take: one without a key where it is compacted.
    case invalidRecord = 87
    case invalidUpdateVersion = 95
    case ineligibleReplica = 107

    /// Whether a produce request that ended so surely left nothing in the log. After the others a
    /// later read may still find its records.
    package var provesNothingAppended: Bool {
        switch self {
        case .none, .requestTimedOut, .networkException, .notEnoughReplicasAfterAppend,
            .kafkaStorageError, .outOfOrderSequenceNumber, .invalidProducerEpoch:
            false
        case .offsetOutOfRange, .corruptMessage, .unknownTopicOrPartition,
            .notLeaderOrFollower, .recordListTooLarge, .notEnoughReplicas, .fencedLeaderEpoch,
            .unknownLeaderEpoch, .staleBrokerEpoch, .offsetNotAvailable, .invalidUpdateVersion,
            .ineligibleReplica, .coordinatorLoadInProgress, .coordinatorNotAvailable,
            .notCoordinator, .illegalGeneration, .inconsistentGroupProtocol, .unknownMemberID,
            .invalidSessionTimeout, .rebalanceInProgress, .memberIDRequired, .fencedInstanceID,
            .messageTooLarge, .invalidCommitOffsetSize, .invalidRecord:
            true
        }
    }
}
