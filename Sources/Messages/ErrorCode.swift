/// Kafka's error codes, those that this cluster answers with.
package enum ErrorCode: Int16, Error, Hashable, Sendable {
    case none = 0
    case offsetOutOfRange = 1
    case corruptMessage = 2
    case unknownTopicOrPartition = 3
    case notLeaderOrFollower = 6
    case requestTimedOut = 7
    case recordListTooLarge = 18
    case notEnoughReplicas = 19
    case notEnoughReplicasAfterAppend = 20
    case kafkaStorageError = 56
    case fencedLeaderEpoch = 74
    case unknownLeaderEpoch = 76
    case invalidUpdateVersion = 95

    /// Whether a produce request that ended so surely left nothing in the log. After the others a
    /// later read may still find its records.
    package var provesNothingAppended: Bool {
        switch self {
        case .none, .requestTimedOut, .notEnoughReplicasAfterAppend, .kafkaStorageError: false
        case .offsetOutOfRange, .corruptMessage, .unknownTopicOrPartition,
            .notLeaderOrFollower, .recordListTooLarge, .notEnoughReplicas, .fencedLeaderEpoch,
            .unknownLeaderEpoch, .invalidUpdateVersion:
            true
        }
    }
}
