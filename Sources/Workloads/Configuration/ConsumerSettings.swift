public import Records

/// The consumer groups that read the topic.
public struct ConsumerSettings: Hashable, Sendable, Codable {
    /// Independent groups that each read the whole topic: at least 1.
    public var groups = 1
    /// Members of each group: at least 1.
    public var count = 1
    /// `service.time`: what the handling of one record takes; it waits, it burns no CPU.
    public var serviceTime = Nanoseconds.zero

    public init() {}
}
