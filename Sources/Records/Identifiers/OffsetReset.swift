/// Where a member of a group begins to read a partition, as a setting says it.
package enum OffsetReset: Hashable, Sendable, Codable {
    /// At the log's start.
    case earliest
    /// At the high watermark.
    case latest
    /// Nowhere: it is an error.
    case none
    /// At this offset.
    case offset(Offset)
    /// At the first record that is no older than this.
    case ago(Nanoseconds)
}

extension OffsetReset: CustomStringConvertible {
    /// As workload files write it: `earliest`, `100`, `10s`.
    package var description: String {
        switch self {
        case .earliest: "earliest"
        case .latest: "latest"
        case .none: "none"
        case .offset(let offset): "\(offset.rawValue)"
        case .ago(let time): time.description
        }
    }
}
