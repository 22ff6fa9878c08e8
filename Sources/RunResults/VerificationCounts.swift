/// What the checker counted over the whole run, warm-up and drain included, all groups together.
/// `Results/README.md` defines the terms.
package struct VerificationCounts: Sendable, Codable, Equatable {
    /// Records that were processed and checked, over all groups.
    package var checkedRecords = 0
    /// Records processed after one of the same entity with a higher sequence, per group.
    package var keyOrderViolations = 0
    /// Entity sequences below the highest processed one that a group never processed.
    package var keyGaps = 0
    /// Sends that a group processed more than once, each repeat counted.
    package var duplicates = 0
    /// Sends acknowledged but not read by some group by the end of the drain (and, with no group,
    /// not in the final log).
    package var lostAcknowledged = 0
    /// Records read that no producer sent, or whose stamp makes no sense.
    package var phantoms = 0
    /// Offsets that one consumer skipped or read again in a partition.
    package var offsetGaps = 0

    package init() {}

    /// The counts of two runs together.
    package static func + (a: VerificationCounts, b: VerificationCounts) -> VerificationCounts {
        var sum = a
        sum.checkedRecords += b.checkedRecords
        sum.keyOrderViolations += b.keyOrderViolations
        sum.keyGaps += b.keyGaps
        sum.duplicates += b.duplicates
        sum.lostAcknowledged += b.lostAcknowledged
        sum.phantoms += b.phantoms
        sum.offsetGaps += b.offsetGaps
        return sum
    }

    /// Whether any count but that of the checked records is above 0.
    package var foundAnything: Bool {
        keyOrderViolations + keyGaps + duplicates + lostAcknowledged + phantoms + offsetGaps > 0
    }

    /// Records processed out of order in percent of those checked; nil where none was checked.
    package var keyOrderViolationsPercent: Double? {
        checkedRecords > 0
            ? 100 * Double(keyOrderViolations) / Double(checkedRecords) : nil
    }
}
