/// What one member of a group has counted since the run began.
public struct MemberCounts: Hashable, Sendable {
    /// Records handed to the checker, whatever it made of them.
    public var checked: UInt64 = 0
    /// Records processed after one of the same entity with a higher sequence.
    public var keyOrderViolations: UInt64 = 0
    /// Entity sequences that this member jumped over.
    public var gapsOpened: UInt64 = 0
    /// Entity sequences processed late, after some member had jumped over them.
    public var gapsFilled: UInt64 = 0
    /// Sends that the group had read before, each repeat counted.
    public var duplicates: UInt64 = 0
    /// Sends read again that the group was told it would read again: no duplicates.
    public var rereads: UInt64 = 0
    /// Sends read for the first time at a higher offset than a later send of their producer.
    public var reorderings: UInt64 = 0
    /// Records whose stamp or partition cannot exist in this run.
    public var phantoms: UInt64 = 0
    /// Offsets between the highest read of a partition and a later one that followed it.
    public var offsetsSkipped: UInt64 = 0
    /// Records at or below the highest offset already read of their partition.
    public var offsetsReread: UInt64 = 0
    /// Offsets that had been read and were then cut off the log.
    public var offsetsTruncated: UInt64 = 0

    /// Offsets that the group never read, because it had committed a position behind them.
    public var offsetsPassedByCommit: UInt64 = 0
    /// Offsets that the group never read, because it began behind them.
    public var offsetsPassedByReset: UInt64 = 0
    /// Offsets that were gone from the log before the group read them.
    public var offsetsPassedByRetention: UInt64 = 0

    public init() {}

    public static func += (a: inout MemberCounts, b: MemberCounts) {
        a.checked &+= b.checked
        a.keyOrderViolations &+= b.keyOrderViolations
        a.gapsOpened &+= b.gapsOpened
        a.gapsFilled &+= b.gapsFilled
        a.duplicates &+= b.duplicates
        a.rereads &+= b.rereads
        a.reorderings &+= b.reorderings
        a.phantoms &+= b.phantoms
        a.offsetsSkipped &+= b.offsetsSkipped
        a.offsetsReread &+= b.offsetsReread
        a.offsetsTruncated &+= b.offsetsTruncated
        a.offsetsPassedByCommit &+= b.offsetsPassedByCommit
        a.offsetsPassedByReset &+= b.offsetsPassedByReset
        a.offsetsPassedByRetention &+= b.offsetsPassedByRetention
    }
}
