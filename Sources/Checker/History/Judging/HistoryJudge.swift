import Records

/// Holds a whole history against the definitions of the anomalies, one family after another.
struct HistoryJudge {
    let log: HistoryLog
    let evidence: HistoryEvidence
    let excuses: LossExcuses
    /// The one group whose consumers are judged; nil for all.
    let group: Int32?
    var tally: FindingTally

    init(_ log: HistoryLog, group: Int32?, findingsMax: Int) {
        self.log = log
        evidence = HistoryEvidence(log)
        excuses = LossExcuses(log, landed: evidence.landed)
        self.group = group
        tally = FindingTally(findingsMax: findingsMax)
    }

    /// Whether the history can tell what was never read.
    var tellsUnseen: Bool { log.settings.hasFinalRead && !log.totals.isTruncated }

    mutating func judge() -> HistoryVerdict {
        let partitions = log.partitions.indices.sorted {
            log.partitions[$0].number < log.partitions[$1].number
        }
        for partition in partitions {
            judgeVersions(of: partition)
            judgeDuplicates(of: partition)
            judgeReads(of: partition)
            judgeSendOrder(of: partition)
            judgeRealtimeOrder(of: partition)
        }
        judgePolls()
        judgeKeys(partitions: partitions)
        var counts = tally.counts
        for index in counts.indices where counts[index].anomaly == .unseen {
            counts[index].isTold = tellsUnseen
        }
        return HistoryVerdict(
            settings: log.settings, totals: log.totals, counts: counts,
            findings: tally.findings)
    }

    /// A send that is acknowledged and was never read.
    func isUnread(_ send: Int32) -> Bool {
        log.sends[Int(send)].outcome == .ok && evidence.firstRead[Int(send)] < 0
    }

    /// The send as a finding cites it, at `offset` where that is known.
    func cite(_ number: Int32, offset: Int64, partition: Int) -> CitedRecord {
        let send = log.sends[Int(number)]
        var record = CitedRecord(
            producer: send.value.producer, sequence: send.value.sequence,
            partition: log.partitions[partition].number)
        record.offset = offset >= 0 ? offset : nil
        guard send.isInvoked else { return record }
        record.producerID = send.producerID
        record.producerEpoch = send.producerEpoch
        if send.key >= 0 {
            record.key = log.keys[send.key]
            record.keySequence = send.keySequence
        }
        record.invokeTimeNanoseconds = send.invokeTime.rawValue
        record.outcome = send.outcome
        if send.isCompleted { record.completeTimeNanoseconds = send.completeTime.rawValue }
        return record
    }

    /// A send that was not read, at the lowest offset at which it is known to have landed.
    func cite(_ number: Int32) -> CitedRecord {
        cite(
            number, offset: evidence.landed[Int(number)],
            partition: Int(log.sends[Int(number)].partition))
    }

    /// The record as `read` shows it.
    func cite(read: Int) -> CitedRecord {
        let poll = log.polls[self.poll(of: read)]
        let found = log.reads[read]
        var record = cite(found.send, offset: found.offset, partition: Int(poll.partition))
        if found.leaderEpoch >= 0 { record.leaderEpoch = found.leaderEpoch }
        record.readTimeNanoseconds = poll.time.rawValue
        if let key = log.strayKeys[read] {
            record.key = key.name
            record.keySequence = key.sequence
        }
        return record
    }

    /// The record at an offset, by its first read there or else by its acknowledgement.
    func cite(_ entry: VersionOrder.Entry, partition: Int) -> CitedRecord {
        entry.read >= 0
            ? cite(read: Int(entry.read))
            : cite(entry.send, offset: entry.offset, partition: partition)
    }

    /// The poll that read it. Time O(log n).
    func poll(of read: Int) -> Int {
        var low = 0
        var high = log.polls.count
        while low < high {
            let middle = (low + high) / 2
            if log.polls[middle].reads.upperBound <= read {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
