import Records

extension HistoryJudge {
    /// lost-write, unseen and aborted-read: O(n) in the partition's sends.
    mutating func judgeReads(of partition: Int) {
        let highest = evidence.orders[partition].highestReadOffset
        for number in log.partitions[partition].sends {
            let send = log.sends[Int(number)]
            let read = evidence.firstRead[Int(number)]
            if send.outcome == .fail, read >= 0, tally.count(.abortedRead, nil) {
                let poll = log.polls[self.poll(of: Int(read))]
                tally.keep(
                    finding(.abortedRead, nil, of: poll, records: [cite(read: Int(read))]))
            }
            guard isUnread(number) else { continue }
            let excuse = excuses.loss(of: number) ?? passedOver
            if send.ackedOffset >= 0, send.ackedOffset <= highest {
                count(
                    .lostWrite, excuse ?? (log.totals.isTruncated ? .truncated : nil),
                    sends: [number])
            }
            if tellsUnseen { count(.unseen, excuse, sends: [number]) }
        }
    }

    /// Why a send may be in the log though nobody processed it: all who read had committed it
    /// before. nil where there is a reader who had not.
    var passedOver: HistoryPermission? {
        let settings = log.settings
        return settings.consumerMode == .subscribe && settings.commit == .before
            ? .commitBefore : nil
    }

    /// nonmonotonic-send: expected O(n) in the partition's sends.
    mutating func judgeSendOrder(of partition: Int) {
        var maxima: [Int32: LandingMaximum] = [:]
        for number in log.partitions[partition].sends {
            let offset = evidence.landed[Int(number)]
            guard offset >= 0 else { continue }
            let producer = log.sends[Int(number)].value.producer
            var maximum = maxima[producer] ?? LandingMaximum()
            if offset < maximum.firm.offset {
                count(
                    .nonmonotonicSend,
                    log.settings.retriesMayReorder ? .inFlight : lostCopy(of: number),
                    sends: [maximum.firm.send, number])
            } else if offset < maximum.lost.offset {
                count(
                    .nonmonotonicSend, vanishing(of: maximum.lost.send),
                    sends: [maximum.lost.send, number])
            }
            maximum.note(number, offset: offset, mayBeLost: mayBeLost(number))
            maxima[producer] = maximum
        }
    }

    /// realtime-order: O(n log n) in the partition's sends. Times that are equal are concurrent.
    mutating func judgeRealtimeOrder(of partition: Int) {
        let sends = log.partitions[partition].sends
        let acked = sends.filter { log.sends[Int($0)].ackedOffset >= 0 }.sorted {
            (log.sends[Int($0)].completeTime, $0) < (log.sends[Int($1)].completeTime, $1)
        }
        var maximum = LandingMaximum()
        var next = acked.startIndex
        for number in sends {
            let begin = log.sends[Int(number)].invokeTime
            while next < acked.endIndex, log.sends[Int(acked[next])].completeTime < begin {
                let other = acked[next]
                maximum.note(
                    other, offset: log.sends[Int(other)].ackedOffset,
                    mayBeLost: mayBeLost(other))
                next += 1
            }
            let offset = evidence.landed[Int(number)]
            guard offset >= 0 else { continue }
            if offset <= maximum.firm.offset {
                count(
                    .realtimeOrder, lostCopy(of: number), sends: [maximum.firm.send, number])
            } else if offset <= maximum.lost.offset {
                count(
                    .realtimeOrder, vanishing(of: maximum.lost.send),
                    sends: [maximum.lost.send, number])
            }
        }
    }

    /// Whether what was acknowledged of the send, or was read of it, may be missing: its offset is
    /// then free for later sends. Another copy of it may be there all the same.
    private func mayBeLost(_ number: Int32) -> Bool {
        if log.sends[Int(number)].outcome == .ok { return vanishing(of: number) != nil }
        return evidence.firstRead[Int(number)] >= 0 && excuses.removal(of: number) != nil
    }

    /// By what it may be missing: once it was read, only by what takes from the log for good.
    private func vanishing(of number: Int32) -> HistoryPermission? {
        let isRead =
            log.sends[Int(number)].outcome != .ok || evidence.isAckedCopyRead[Int(number)]
        return isRead
            ? excuses.removal(of: number) : excuses.loss(of: number)
    }

    /// By what what was acknowledged of the send may be missing, if it is: it then stood in a
    /// log's end that is gone, and says nothing of the order in what is left.
    private func lostCopy(of number: Int32) -> HistoryPermission? {
        guard log.sends[Int(number)].outcome == .ok, !evidence.isAckedCopyRead[Int(number)]
        else { return nil }
        return excuses.loss(of: number)
    }

    private mutating func count(
        _ anomaly: HistoryAnomaly, _ permission: HistoryPermission?, sends: [Int32]
    ) {
        guard tally.count(anomaly, permission) else { return }
        let records = sends.map { number in
            let read = evidence.firstRead[Int(number)]
            return read >= 0 ? cite(read: Int(read)) : cite(number)
        }
        tally.keep(HistoryFinding(anomaly, permittedBy: permission, records: records))
    }
}

/// The highest offset so far, of sends that are there or must be, and of those that may be lost.
private struct LandingMaximum {
    var firm: (offset: Int64, send: Int32) = (-1, -1)
    var lost: (offset: Int64, send: Int32) = (-1, -1)

    mutating func note(_ send: Int32, offset: Int64, mayBeLost: Bool) {
        if mayBeLost {
            if offset > lost.offset { lost = (offset, send) }
        } else if offset > firm.offset {
            firm = (offset, send)
        }
    }
}
