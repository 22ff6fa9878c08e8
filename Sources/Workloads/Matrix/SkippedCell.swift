/// A cell of the matrix that cannot exist, such as one with more replicas than brokers.
package struct SkippedCell: Hashable, Sendable, CustomStringConvertible {
    /// The settings that tell the cell from others: `topic.replication.factor=5`. Empty when
    /// nothing varies.
    package var settings: [String]
    /// Which settings contradict each other.
    package var reason: String

    package init(settings: [String], reason: String) {
        self.settings = settings
        self.reason = reason
    }

    /// One line: the settings, then the reason.
    package var description: String {
        settings.isEmpty ? reason : "\(settings.joined(separator: ", ")): \(reason)"
    }
}
