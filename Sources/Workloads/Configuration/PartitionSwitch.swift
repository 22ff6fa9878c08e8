/// How producers begin to use partitions that are added while they send.
package enum PartitionSwitch: String, Hashable, Sendable, Codable, CaseIterable {
    /// At once: later records of a key may be processed before earlier ones.
    case live
    /// They stop, and go on when everything has been acknowledged and every group has read it.
    case drained
}
