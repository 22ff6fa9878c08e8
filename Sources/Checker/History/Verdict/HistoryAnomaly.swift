/// What can be wrong with a history. `HISTORY.md` defines each at length; the names follow
/// Jepsen's workload for Kafka where that has one.
package enum HistoryAnomaly: String, Hashable, Sendable, Codable, CaseIterable {
    case inconsistentOffsets = "inconsistent-offsets"
    case duplicate
    case lostWrite = "lost-write"
    case unseen
    case abortedRead = "aborted-read"
    case pollSkip = "poll-skip"
    case nonmonotonicPoll = "nonmonotonic-poll"
    case intPollSkip = "int-poll-skip"
    case intNonmonotonicPoll = "int-nonmonotonic-poll"
    case nonmonotonicSend = "nonmonotonic-send"
    case keyOrder = "key-order"
    case keyGap = "key-gap"
    case keyDuplicate = "key-duplicate"
    case realtimeOrder = "realtime-order"
    case phantom
    case epochRegression = "epoch-regression"
    case offsetGap = "offset-gap"

    /// What one count of it says, in a line.
    package var meaning: String {
        switch self {
        case .inconsistentOffsets: "an offset that held two or more values"
        case .duplicate: "a value at two or more offsets"
        case .lostWrite: "an acknowledged send below the highest offset read, never read"
        case .unseen: "an acknowledged send that the final read did not find"
        case .abortedRead: "a send that had failed for certain, read"
        case .pollSkip: "a consumer's next poll began beyond the next record"
        case .nonmonotonicPoll: "a consumer's next poll began at or before the last record"
        case .intPollSkip: "a record jumped over within one poll"
        case .intNonmonotonicPoll: "a step back, or none, within one poll"
        case .nonmonotonicSend: "a send at a lower offset than the producer's earlier ones"
        case .keyOrder: "a record processed after one of its key with a higher sequence"
        case .keyGap: "a record of a key left out, a later one processed"
        case .keyDuplicate: "a record of a key processed again"
        case .realtimeOrder: "a send not above an offset acknowledged before it began"
        case .phantom: "a record read that was never sent"
        case .epochRegression: "a lower leader epoch at a higher offset"
        case .offsetGap: "offsets jumped over that nothing is known of"
        }
    }
}
