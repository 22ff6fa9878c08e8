/// What was wrong with what one group processed, or several groups together.
package struct GroupVerdict: Hashable, Sendable {
    /// Records that were processed and checked.
    package var checkedRecords = 0
    /// Records processed after one of the same entity with a higher sequence. A repeat of a send
    /// is a duplicate and never a violation.
    package var keyOrderViolations = 0
    /// Entity sequences below the highest processed one that were never processed.
    package var keyGaps = 0
    /// Sends processed more than once, each repeat counted, but for those read again after a
    /// rewind.
    package var duplicates = 0
    /// Sends read again after a rewind, each repeat counted.
    package var rereads = 0
    /// Sends read for the first time at a higher offset than a later send of their producer to
    /// the partition.
    package var reorderings = 0
    /// Sends that were acknowledged and never read.
    package var lostAcknowledged = 0
    /// Those of them that the run's settings and faults permit to be lost.
    package var lostPermitted = 0
    /// Records read that no producer sent, or whose stamp makes no sense.
    package var phantoms = 0
    /// Sends that were read although they had failed for certain.
    package var failedButRead = 0
    /// Offsets that were jumped over in a partition.
    package var offsetsSkipped = 0
    /// Records read at or below the highest offset already read of their partition.
    package var offsetsReread = 0
    /// Offsets that had been read and were then cut off the log.
    package var offsetsTruncated = 0
    /// Sends of which it is not known whether they were read, because more stretches of them
    /// were missing at one time than are remembered. They count as read, and where they came
    /// late, as duplicates.
    package var unknownSends = 0

    /// Offsets that the group passed over because of what it had committed.
    package var passedByCommit = 0
    /// Offsets that the group passed over because of where its settings let it begin.
    package var passedByReset = 0
    /// Offsets that were deleted before the group came to them.
    package var passedByRetention = 0

    package init() {}

    /// Offsets that the group was told to pass over by these.
    package func passed(by causes: Set<PassingCause>) -> Int {
        func passed(_ cause: PassingCause, _ count: Int) -> Int {
            causes.contains(cause) ? count : 0
        }
        return passed(.commit, passedByCommit).clampedAdding(passed(.reset, passedByReset))
            .clampedAdding(passed(.retention, passedByRetention))
    }

    /// Acknowledged sends that were never read although nothing permits it.
    package var lostForbidden: Int { lostAcknowledged - lostPermitted }

    /// Offsets that were skipped or read again.
    package var offsetGaps: Int { offsetsSkipped.clampedAdding(offsetsReread) }

    /// Whether every count is exact.
    package var isExact: Bool { unknownSends == 0 }

    package static func += (a: inout GroupVerdict, b: GroupVerdict) {
        a.checkedRecords = a.checkedRecords.clampedAdding(b.checkedRecords)
        a.keyOrderViolations = a.keyOrderViolations.clampedAdding(b.keyOrderViolations)
        a.keyGaps = a.keyGaps.clampedAdding(b.keyGaps)
        a.duplicates = a.duplicates.clampedAdding(b.duplicates)
        a.rereads = a.rereads.clampedAdding(b.rereads)
        a.reorderings = a.reorderings.clampedAdding(b.reorderings)
        a.lostPermitted = a.lostPermitted.clampedAdding(b.lostPermitted)
        a.offsetsTruncated = a.offsetsTruncated.clampedAdding(b.offsetsTruncated)
        a.lostAcknowledged = a.lostAcknowledged.clampedAdding(b.lostAcknowledged)
        a.phantoms = a.phantoms.clampedAdding(b.phantoms)
        a.failedButRead = a.failedButRead.clampedAdding(b.failedButRead)
        a.offsetsSkipped = a.offsetsSkipped.clampedAdding(b.offsetsSkipped)
        a.offsetsReread = a.offsetsReread.clampedAdding(b.offsetsReread)
        a.passedByCommit = a.passedByCommit.clampedAdding(b.passedByCommit)
        a.passedByReset = a.passedByReset.clampedAdding(b.passedByReset)
        a.passedByRetention = a.passedByRetention.clampedAdding(b.passedByRetention)
        a.unknownSends = a.unknownSends.clampedAdding(b.unknownSends)
    }
}

extension Int {
    /// The sum, or the largest number where a nonsensical offset or stamp would overflow it.
    ///
    /// Inlined ten times over, its branches keep the optimiser of Swift 6.3.1 busy for ever.
    @inline(never) func clampedAdding(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? Int.max : sum
    }
}
