package import Records

/// An invariant that did not hold, where and when.
package struct InvariantViolation: Hashable, Sendable {
    package let invariant: Invariant
    package let partition: PartitionIndex
    /// Nil where it is the controller's.
    package let broker: BrokerID?
    package let offset: Offset?
    package let epoch: LeaderEpoch?
    /// After which step, counted from 1.
    package let step: Int
    package let time: Instant
    /// What was found.
    package let detail: String
}

extension InvariantViolation: CustomStringConvertible {
    package var description: String {
        var place = "partition \(partition)"
        if let broker { place += ", broker \(broker)" }
        if let offset { place += ", offset \(offset)" }
        if let epoch { place += ", epoch \(epoch)" }
        return "\(invariant.rawValue) at \(place), step \(step), "
            + "\(Trace.text(of: time)) s: \(detail)"
    }
}
