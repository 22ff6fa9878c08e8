package import Records

/// The consumer groups that read the topic.
package struct ConsumerSettings: Hashable, Sendable, Codable {
    /// Independent groups that each read the whole topic: at least 1.
    package var groups = 1
    /// Members of each group: at least 1.
    package var count = 1
    /// `service.time`: what the handling of one record takes; it waits, it burns no CPU.
    package var serviceTime = Nanoseconds.zero

    package init() {}
}
