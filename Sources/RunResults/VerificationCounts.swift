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
    /// not in the final log); nil where nobody looked.
    package var lostAcknowledged: Int?
    /// Of the lost ones, how many the settings and faults of the run permit to be lost, by what
    /// permits them: `acks-0`, `acks-1`, `unclean-election`, `lost-replicas`. nil where that was
    /// not judged.
    package var permittedLosses: [String: Int]?
    /// Sends acknowledged that the final logs do not hold; nil where the logs were not audited.
    package var missingInLog: Int?
    /// Sends that lie behind a later send of the same producer and partition in the log; nil where
    /// that was not counted.
    package var reorderings: Int?
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
        sum.lostAcknowledged = added(a.lostAcknowledged, b.lostAcknowledged, +)
        sum.permittedLosses = added(a.permittedLosses, b.permittedLosses) {
            $0.merging($1, uniquingKeysWith: +)
        }
        sum.missingInLog = added(a.missingInLog, b.missingInLog, +)
        sum.reorderings = added(a.reorderings, b.reorderings, +)
        sum.phantoms += b.phantoms
        sum.offsetGaps += b.offsetGaps
        return sum
    }

    /// What is known of both, or of the one that is known.
    private static func added<Value>(
        _ a: Value?, _ b: Value?, _ sum: (Value, Value) -> Value
    ) -> Value? {
        guard let a else { return b }
        return b.map { sum(a, $0) } ?? a
    }

    /// Whether any count but that of the checked records is above 0.
    package var foundAnything: Bool {
        keyOrderViolations + keyGaps + duplicates + phantoms + offsetGaps
            + (lostAcknowledged ?? 0) + (missingInLog ?? 0) + (reorderings ?? 0) > 0
    }

    /// Acknowledged records whose loss the run permits; nil where that was not judged.
    package var lostPermitted: Int? { permittedLosses.map { $0.values.reduce(0, +) } }

    /// Acknowledged records that were lost though nothing permits it; nil where that was not
    /// judged.
    package var lostForbidden: Int? {
        lostAcknowledged.flatMap { lost in lostPermitted.map { lost - $0 } }
    }

    /// Records processed out of order in percent of those checked; nil where none was checked.
    package var keyOrderViolationsPercent: Double? {
        checkedRecords > 0
            ? 100 * Double(keyOrderViolations) / Double(checkedRecords) : nil
    }
}
