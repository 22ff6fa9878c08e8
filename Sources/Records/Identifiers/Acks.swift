/// What a producer waits for before a send counts as acknowledged: Kafka's `acks`.
public enum Acks: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing: the send counts once it left the producer.
    case none = "0"
    /// The leader has written the batch to its log.
    case leader = "1"
    /// Every in-sync replica has written the batch, and there are at least
    /// `min.insync.replicas` of them.
    case all = "all"
}
