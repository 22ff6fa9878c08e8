import Records

extension HistoryJudge {
    /// key-order, key-gap and key-duplicate, for each group: O(n) in the records read, and in
    /// the sends once for each group.
    mutating func judgeKeys(partitions: [Int]) {
        var groups = [GroupProgress?](repeating: nil, count: log.groups.count)
        for poll in log.polls where isJudged(poll) {
            var progress =
                groups[Int(poll.group)]
                ?? GroupProgress(
                    sends: log.sends.count, keys: log.keys.count, partitions: partitions.count)
            // The array must not share its buffers while they change.
            groups[Int(poll.group)] = nil
            if poll.isSubscribed { progress.isSubscribed = true }
            for read in poll.reads { judge(read: read, of: poll, &progress) }
            groups[Int(poll.group)] = progress
        }
        for (number, progress) in groups.enumerated() {
            guard let progress else { continue }
            for partition in partitions {
                judgeGaps(group: Int32(number), partition: partition, progress)
            }
        }
    }

    private mutating func judge(
        read: Int, of poll: LoggedPoll, _ progress: inout GroupProgress
    ) {
        let record = log.reads[read]
        let number = Int(record.send)
        let partition = Int(poll.partition)
        if record.offset < progress.firstOffset[partition] {
            progress.firstOffset[partition] = record.offset
        }
        guard !evidence.isPhantom[read] else { return }
        let key = Int(log.sends[number].key)
        guard key >= 0 else { return }
        let previous = progress.processed[number]
        progress.processed[number] = Int32(read)
        if previous >= 0 {
            judgeRepeat(of: Int(previous), read: read, poll)
            return
        }
        let highest = progress.highest[key]
        guard highest >= 0, sequence(of: highest) > log.sends[number].keySequence else {
            progress.highest[key] = Int32(read)
            return
        }
        let permission = orderPermission(highest: Int(highest), read: read)
        guard tally.count(.keyOrder, permission) else { return }
        tally.keep(
            finding(
                .keyOrder, permission, of: poll,
                records: [cite(read: Int(highest)), cite(read: read)]))
    }

    private func sequence(of read: Int32) -> Int64 {
        log.sends[Int(log.reads[Int(read)].send)].keySequence
    }

    /// A retry may swap records in a partition; it swaps none between partitions, where only keys
    /// that move do, and a consumer must process a partition in the order of its offsets. Where
    /// the log was cut below what was processed, an earlier send may come in its place, and a log
    /// of an earlier epoch may come back.
    private func orderPermission(highest: Int, read: Int) -> HistoryPermission? {
        let a = log.reads[highest]
        let b = log.reads[read]
        guard log.sends[Int(a.send)].partition == log.sends[Int(b.send)].partition else {
            return log.faults.movesKeys ? .addedPartitions : nil
        }
        if a.offset < b.offset, a.leaderEpoch <= b.leaderEpoch {
            return log.settings.retriesMayReorder ? .inFlight : nil
        }
        return a.leaderEpoch == b.leaderEpoch ? nil : excuses.cut(of: a.send)
    }

    private mutating func judgeRepeat(of previous: Int, read: Int, _ poll: LoggedPoll) {
        let permission = repeatPermission(previous: previous, read: read, poll)
        guard tally.count(.keyDuplicate, permission) else { return }
        tally.keep(
            finding(
                .keyDuplicate, permission, of: poll,
                records: [cite(read: previous), cite(read: read)]))
    }

    private func repeatPermission(
        previous: Int, read: Int, _ poll: LoggedPoll
    ) -> HistoryPermission? {
        if log.reads[previous].offset != log.reads[read].offset {
            return log.settings.isIdempotent
                ? excuses.cut(of: log.reads[previous].send) : .noIdempotence
        }
        let before = log.polls[self.poll(of: previous)]
        let isSameStay =
            before.generation == poll.generation
            && (before.consumer != poll.consumer || before.assignments == poll.assignments)
        if poll.isSubscribed, !isSameStay { return .rebalance }
        return excuses.cut(of: log.reads[read].send)
    }

    private mutating func judgeGaps(group: Int32, partition: Int, _ progress: GroupProgress) {
        for number in log.partitions[partition].sends {
            let send = log.sends[Int(number)]
            guard send.key >= 0, progress.processed[Int(number)] < 0 else { continue }
            let landed = evidence.landed[Int(number)]
            guard landed >= 0, landed >= progress.firstOffset[partition] else { continue }
            let highest = progress.highest[Int(send.key)]
            guard highest >= 0, sequence(of: highest) > send.keySequence else { continue }
            let permission = gapPermission(number, progress)
            guard tally.count(.keyGap, permission) else { continue }
            let read = evidence.firstRead[Int(number)]
            tally.keep(
                HistoryFinding(
                    .keyGap, permittedBy: permission, group: log.groups[group],
                    records: [
                        cite(read: Int(highest)),
                        read >= 0 ? cite(read: Int(read)) : cite(number),
                    ]))
        }
    }

    private func gapPermission(
        _ number: Int32, _ progress: GroupProgress
    ) -> HistoryPermission? {
        if isUnread(number) { return excuses.loss(of: number) ?? passedOver }
        if let removal = excuses.removal(of: number) { return removal }
        return progress.isSubscribed && log.settings.commit == .before ? .commitBefore : nil
    }
}

/// What one group has processed.
private struct GroupProgress {
    /// For each send, the read by which it was processed last; −1 for none.
    var processed: [Int32]
    /// For each key, the read of the highest sequence; −1 for none.
    var highest: [Int32]
    /// For each partition, the lowest offset read.
    var firstOffset: [Int64]
    var isSubscribed = false

    init(sends: Int, keys: Int, partitions: Int) {
        processed = [Int32](repeating: -1, count: sends)
        highest = [Int32](repeating: -1, count: keys)
        firstOffset = [Int64](repeating: .max, count: partitions)
    }
}
