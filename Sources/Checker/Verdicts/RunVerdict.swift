import Records

/// The checker's judgement of one run: each group's counts, and what became of the sends.
///
/// Exact, by comparing the ranges of sequences sent, acknowledged and read, unless a group's
/// verdict says otherwise. Where a run has no group, a group of one member that is handed the
/// final log takes its place.
package struct RunVerdict: Hashable, Sendable {
    /// In the order in which the groups were given.
    package var groups: [GroupVerdict]
    /// Records handed to the clients.
    package var sentRecords: Int
    /// Sends that were acknowledged.
    package var acknowledgedRecords: Int
    /// Sends that were certainly not appended.
    package var failedRecords: Int
    /// Sends of which it is not known whether they were appended: timed out, or gone with a
    /// producer that crashed.
    package var unknownRecords: Int
    /// By what the run permits losses; nil where it permits none.
    package var permission: HistoryPermission?

    /// Judges a run after its producers and members have stopped and their threads were joined.
    /// `acks` holds one table for each producer, in any order.
    ///
    /// - Parameter passing: what groups may pass over records by.
    package init(
        groups: [GroupChecker], acks: [AckTable], permission: LossPermission = .nothing,
        passing: Set<PassingCause> = [.commit, .reset, .retention]
    ) {
        self.permission = permission.reason
        let tables = acks.sorted { $0.producer < $1.producer }
        precondition(
            tables.map(\.producer) == Array(0..<tables.count),
            "one table for each producer: \(tables.map(\.producer))")
        let sends = tables.flatMap { table in
            (0..<table.partitions).map { table[PartitionIndex($0)] }
        }
        sentRecords = sends.reduce(0) { $0 + Int($1.sent) }
        acknowledgedRecords = sends.reduce(0) { $0 + $1.acknowledged.count }
        failedRecords = sends.reduce(0) { $0 + $1.failed.count }
        unknownRecords = sends.reduce(0) { $0 + $1.unknown.count }
        self.groups = groups.map { group in
            var verdict = group.verdict(acks: tables)
            verdict.lostPermitted =
                permission.reason != nil
                ? verdict.lostAcknowledged
                : min(verdict.lostAcknowledged, verdict.passed(by: passing))
            return verdict
        }
    }

    /// All groups together.
    package var total: GroupVerdict {
        groups.reduce(into: GroupVerdict()) { $0 += $1 }
    }
}

extension GroupChecker {
    /// The group's counts held against what each producer sent; `acks` is in producer order.
    fileprivate func verdict(acks: [AckTable]) -> GroupVerdict {
        precondition(
            acks.count == producers && acks.allSatisfy { $0.partitions == partitions },
            "\(acks.count) tables for \(producers) producers and \(partitions) partitions")
        let counts = counts
        var verdict = GroupVerdict()
        verdict.checkedRecords = Int(clamping: counts.checked)
        verdict.keyOrderViolations = Int(clamping: counts.keyOrderViolations)
        verdict.keyGaps = Int(
            clamping: counts.gapsOpened - min(counts.gapsFilled, counts.gapsOpened))
        verdict.duplicates = Int(clamping: counts.duplicates)
        verdict.rereads = Int(clamping: counts.rereads)
        verdict.reorderings = Int(clamping: counts.reorderings)
        verdict.offsetsTruncated = Int(clamping: counts.offsetsTruncated)
        verdict.phantoms = Int(clamping: counts.phantoms)
        verdict.offsetsSkipped = Int(clamping: counts.offsetsSkipped)
        verdict.offsetsReread = Int(clamping: counts.offsetsReread)
        verdict.passedByCommit = Int(clamping: counts.offsetsPassedByCommit)
        verdict.passedByReset = Int(clamping: counts.offsetsPassedByReset)
        verdict.passedByRetention = Int(clamping: counts.offsetsPassedByRetention)
        verdict.unknownSends = Int(clamping: reads.forgottenSends)
        for table in acks {
            for partition in 0..<partitions {
                let sends = table[PartitionIndex(partition)]
                let read = reads.sendsRead(producer: table.producer, partition: partition)
                let neverSent = read.subtracting(SequenceRanges(0..<sends.sent))
                verdict.lostAcknowledged += sends.acknowledged.subtracting(read).count
                verdict.phantoms = verdict.phantoms.clampedAdding(neverSent.count)
                verdict.failedButRead += sends.failed.intersection(read).count
            }
        }
        return verdict
    }
}
