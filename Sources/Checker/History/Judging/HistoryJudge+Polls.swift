import Records

extension HistoryJudge {
    /// poll-skip, nonmonotonic-poll, their kin within a poll, and offset-gap: expected O(n) in
    /// the records read, and O(log n) for each that does not simply follow.
    mutating func judgePolls() {
        var walk = PollWalk()
        for index in log.polls.indices {
            let poll = log.polls[index]
            guard isJudged(poll), !poll.reads.isEmpty else { continue }
            let order = evidence.orders[Int(poll.partition)]
            let pair = NumberPair(poll.consumer, poll.partition)
            var last: PollWalk.Position?
            if let before = walk.positions[pair] {
                let earlier = log.polls[before.poll]
                if earlier.stint == poll.stint { last = before }
            }
            var hint = (last?.version ?? -1) + 1
            for read in poll.reads {
                let version = order.version(of: log.reads[read].offset, hint: hint)
                let position = PollWalk.Position(poll: index, read: read, version: version)
                if let last { judgeStep(from: last, to: position, &walk) }
                last = position
                hint = version + 1
            }
            walk.positions[pair] = last
        }
    }

    func isJudged(_ poll: LoggedPoll) -> Bool { group == nil || group == poll.group }

    func finding(
        _ anomaly: HistoryAnomaly, _ permission: HistoryPermission?, of poll: LoggedPoll,
        records: [CitedRecord]
    ) -> HistoryFinding {
        HistoryFinding(
            anomaly, permittedBy: permission, group: log.groups[poll.group],
            consumer: log.consumers[poll.consumer].name, records: records)
    }

    private mutating func judgeStep(
        from last: PollWalk.Position, to next: PollWalk.Position, _ walk: inout PollWalk
    ) {
        let delta = next.version - last.version
        let isWithin = last.poll == next.poll
        if delta > 1 {
            let permission = skipPermission(from: last, to: next, &walk)
            countStep(isWithin ? .intPollSkip : .pollSkip, permission, from: last, to: next)
        } else if delta < 1 {
            let permission = isWithin ? nil : returnPermission(from: last, to: next)
            countStep(
                isWithin ? .intNonmonotonicPoll : .nonmonotonicPoll, permission, from: last,
                to: next)
        } else if log.reads[next.read].offset - log.reads[last.read].offset > 1,
            isWithin || !isAcrossRebalance(last, next)
        {
            let pair = NumberPair(log.polls[next.poll].partition, Int32(next.version))
            guard walk.gaps.insert(pair).inserted else { return }
            countStep(.offsetGap, gapPermission(isWithin: isWithin), from: last, to: next)
        }
    }

    private mutating func countStep(
        _ anomaly: HistoryAnomaly, _ permission: HistoryPermission?,
        from last: PollWalk.Position, to next: PollWalk.Position
    ) {
        guard tally.count(anomaly, permission) else { return }
        tally.keep(
            finding(
                anomaly, permission, of: log.polls[next.poll],
                records: [cite(read: last.read), cite(read: next.read)]))
    }

    private func skipPermission(
        from last: PollWalk.Position, to next: PollWalk.Position, _ walk: inout PollWalk
    ) -> HistoryPermission? {
        if log.settings.isCompacted { return .compaction }
        if last.poll != next.poll {
            if log.settings.hasRetention { return .retention }
            if isAcrossRebalance(last, next) { return .rebalance }
        }
        let partition = log.polls[next.poll].partition
        let standing = walk.standing[partition] ?? standingVersions(of: Int(partition))
        walk.standing[partition] = standing
        guard standing[last.version + 1] == standing[next.version] else { return nil }
        let order = evidence.orders[Int(partition)]
        return order.entries(at: last.version + 1).first.flatMap { excuses.loss(of: $0.send) }
    }

    private func returnPermission(
        from last: PollWalk.Position, to next: PollWalk.Position
    ) -> HistoryPermission? {
        if isAcrossRebalance(last, next) { return .rebalance }
        return excuses.cut(of: log.reads[last.read].send)
    }

    private func gapPermission(isWithin: Bool) -> HistoryPermission? {
        if log.settings.isCompacted { return .compaction }
        if log.settings.isolation == .readCommitted { return .readCommitted }
        return log.settings.hasRetention && !isWithin ? .retention : nil
    }

    private func isAcrossRebalance(
        _ last: PollWalk.Position, _ next: PollWalk.Position
    ) -> Bool {
        let before = log.polls[last.poll]
        let after = log.polls[next.poll]
        return after.isSubscribed
            && (before.generation != after.generation || before.assignments != after.assignments)
    }

    /// For each version, how many before it are there or must be: neither read nor, though
    /// acknowledged, forbidden to be lost does not count.
    private func standingVersions(of partition: Int) -> [Int32] {
        let order = evidence.orders[partition]
        var standing: [Int32] = [0]
        standing.reserveCapacity(order.count + 1)
        for version in 0..<order.count {
            let isLost = order.entries(at: version).allSatisfy {
                $0.read < 0 && excuses.loss(of: $0.send) != nil
            }
            standing.append(standing[version] + (isLost ? 0 : 1))
        }
        return standing
    }
}

/// Where the consumers stand while the polls are walked through.
private struct PollWalk {
    struct Position {
        var poll: Int
        var read: Int
        var version: Int
    }

    /// By consumer and partition.
    var positions: [NumberPair: Position] = [:]
    /// Partitions and versions before which a gap was counted.
    var gaps: Set<NumberPair> = []
    /// `standingVersions` of the partitions for which it was asked.
    var standing: [Int32: [Int32]] = [:]
}
