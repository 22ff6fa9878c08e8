package import Records

/// Why events are not a history. Each describes itself in one line: the value and what was
/// expected; whoever reads the history adds the place.
package enum HistoryError: Error, Hashable, Sendable {
    case minInsyncReplicasAboveReplicationFactor(Int, replicationFactor: Int)
    case timeWentBack(Instant, previous: Instant)
    case afterTruncation
    case repeatedInvoke(HistoryValue)
    case completeWithoutInvoke(HistoryValue)
    case repeatedComplete(HistoryValue)
    /// An acknowledged send says where it landed, but under acks=0.
    case missingOffset(HistoryValue, Acks)
    case offsetOfUnacknowledged(HistoryValue, Offset, SendCompletion.Outcome)
    /// An error after which the record may be in the log was called a failure.
    case uncertainFailure(HistoryValue, errorCode: Int32)
    case keySequenceNotRising(HistoryKey, previous: Int64)
    case missingGeneration(consumer: String)
    case repeatedPartition(PartitionIndex)
    case endWithoutBegin(fault: String, target: String)
    case repeatedBegin(fault: String, target: String)
    case missingTarget(fault: String)
    /// More sends or reads than 2^31 − 1.
    case tooLong
    case unknownGroup(String, known: [String])
}

extension HistoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .minInsyncReplicasAboveReplicationFactor(let count, let factor):
            "min_insync_replicas is \(count); expected at most the replication_factor, \(factor)"
        case .timeWentBack(let time, let previous):
            "time_ns is \(time.rawValue); expected at least \(previous.rawValue), "
                + "the time of the line before"
        case .afterTruncation:
            "there is an event after the truncated mark; expected the end of the history"
        case .repeatedInvoke(let value):
            "send \(value) is invoked again; expected a producer and sequence not used before"
        case .completeWithoutInvoke(let value):
            "send \(value) is completed; expected its invoke on an earlier line"
        case .repeatedComplete(let value):
            "send \(value) is completed again; expected one completion of a send"
        case .missingOffset(let value, let acks):
            "send \(value) is ok without an offset; expected one under acks=\(acks.rawValue)"
        case .offsetOfUnacknowledged(let value, let offset, let outcome):
            "send \(value) has offset \(offset) and outcome \(outcome.rawValue); "
                + "expected an offset only of an ok"
        case .uncertainFailure(let value, let code):
            "send \(value) has outcome fail with error_code \(code); expected info, "
                + "because the record may have been appended"
        case .keySequenceNotRising(let key, let previous):
            "key_sequence of key \"\(key.name)\" is \(key.sequence); "
                + "expected more than \(previous), that of its send before"
        case .missingGeneration(let consumer):
            "subscribed consumer \"\(consumer)\" has no generation; expected one"
        case .repeatedPartition(let partition):
            "partitions names \(partition) twice; expected each partition once"
        case .endWithoutBegin(let fault, let target):
            "fault \"\(fault)\" of \"\(target)\" ends; expected its begin on an earlier line"
        case .repeatedBegin(let fault, let target):
            "fault \"\(fault)\" of \"\(target)\" begins again; expected its end first"
        case .missingTarget(let fault):
            "fault \"\(fault)\" has no target; expected the broker that it struck"
        case .tooLong:
            "the history is too long; expected at most 2147483647 sends and reads of records"
        case .unknownGroup(let group, let known):
            "group \"\(group)\" did not poll; expected "
                + (known.isEmpty
                    ? "a history with polls"
                    : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "))
        }
    }
}
