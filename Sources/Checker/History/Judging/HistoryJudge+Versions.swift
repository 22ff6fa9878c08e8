extension HistoryJudge {
    /// inconsistent-offsets, phantom and epoch-regression: O(n) in the partition's versions.
    mutating func judgeVersions(of partition: Int) {
        let order = evidence.orders[partition]
        var last: Int32 = -1
        for version in 0..<order.count {
            let entries = order.entries(at: version)
            for entry in entries where entry.isPhantom && tally.count(.phantom, nil) {
                tally.keep(
                    HistoryFinding(.phantom, records: [cite(entry, partition: partition)]))
            }
            if entries.count > 1 { judgeInconsistent(entries, partition: partition) }
            let read = order.epochReads[version]
            guard read >= 0 else { continue }
            if last >= 0, epoch(of: read) < epoch(of: last) {
                judgeRegression(from: last, to: read)
            }
            last = read
        }
    }

    /// duplicate: O(n) in the partition's versions.
    mutating func judgeDuplicates(of partition: Int) {
        let order = evidence.orders[partition]
        var first: [Int32: Int] = [:]
        var repeats: [Int32: [Int]] = [:]
        var sends: [Int32] = []
        first.reserveCapacity(order.entries.count)
        for (index, entry) in order.entries.enumerated() {
            let send = log.sends[Int(entry.send)]
            let isAcked = send.ackedOffset == entry.offset && Int(send.partition) == partition
            guard !entry.isPhantom || isAcked else { continue }
            guard let earlier = first.updateValue(index, forKey: entry.send) else { continue }
            if repeats[entry.send] == nil {
                sends.append(entry.send)
                repeats[entry.send] = [earlier]
            }
            repeats[entry.send]?.append(index)
        }
        for send in sends {
            // A log that was cut knows no more what it held, and a retry is appended again.
            let permission =
                log.settings.isIdempotent ? excuses.cut(of: send) : .noIdempotence
            guard tally.count(.duplicate, permission) else { continue }
            let places = repeats[send] ?? []
            tally.keep(
                HistoryFinding(
                    .duplicate, permittedBy: permission,
                    records: places.map { cite(order.entries[$0], partition: partition) }))
        }
    }

    private func epoch(of read: Int32) -> Int32 { log.reads[Int(read)].leaderEpoch }

    /// Either record may be one that is gone: the one at the lower offset, or the other, where it
    /// was read first and nothing has come in its place.
    private mutating func judgeRegression(from last: Int32, to read: Int32) {
        let permission =
            excuses.cut(of: log.reads[Int(last)].send)
            ?? (read < last ? excuses.cut(of: log.reads[Int(read)].send) : nil)
        guard tally.count(.epochRegression, permission) else { return }
        tally.keep(
            HistoryFinding(
                .epochRegression, permittedBy: permission,
                records: [cite(read: Int(last)), cite(read: Int(read))]))
    }

    private mutating func judgeInconsistent(
        _ entries: ArraySlice<VersionOrder.Entry>, partition: Int
    ) {
        let permission = inconsistencyPermission(entries)
        guard tally.count(.inconsistentOffsets, permission) else { return }
        tally.keep(
            HistoryFinding(
                .inconsistentOffsets, permittedBy: permission,
                records: entries.map { cite($0, partition: partition) }))
    }

    /// All values but one must have been allowed to vanish: those that were only acknowledged
    /// as lost writes, those that were read as what was in the log for good.
    private func inconsistencyPermission(
        _ entries: ArraySlice<VersionOrder.Entry>
    ) -> HistoryPermission? {
        let read = entries.filter { $0.read >= 0 }.sorted { $0.read < $1.read }
        let unread = entries.filter { $0.read < 0 }.sorted {
            log.sends[Int($0.send)].completeTime < log.sends[Int($1.send)].completeTime
        }
        var reasons = read.dropLast().map { excuses.removal(of: $0.send) }
        reasons += unread.dropLast(read.isEmpty ? 1 : 0).map { excuses.loss(of: $0.send) }
        return reasons.contains(nil) ? nil : reasons.first ?? nil
    }
}
