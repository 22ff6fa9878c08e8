import Records

/// What all reads and acknowledgements of a history tell together.
///
/// Time O(n log n) in the sends and the records read; about 60 bytes for each.
struct HistoryEvidence {
    /// For each read, whether what was read was never sent, or not so.
    private(set) var isPhantom: [Bool]
    /// For each send, its first read as it was sent; −1 for none.
    private(set) var firstRead: [Int32]
    /// For each send, whether it was read at the offset at which it was acknowledged.
    private(set) var isAckedCopyRead: [Bool]
    /// For each send, the lowest offset at which it is known to have landed; −1 for none.
    private(set) var landed: [Int64]
    /// One for each partition of the log.
    private(set) var orders: [VersionOrder] = []

    init(_ log: HistoryLog) {
        isPhantom = [Bool](repeating: false, count: log.reads.count)
        firstRead = [Int32](repeating: -1, count: log.sends.count)
        isAckedCopyRead = [Bool](repeating: false, count: log.sends.count)
        landed = log.sends.map(\.ackedOffset)
        var observations = [[VersionOrder.Entry]](repeating: [], count: log.partitions.count)
        for poll in log.polls {
            for read in poll.reads {
                let record = log.reads[read]
                let number = Int(record.send)
                let isStray = Self.isStray(read, of: log.sends[number], in: poll, log)
                isPhantom[read] = isStray
                observations[Int(poll.partition)].append(
                    VersionOrder.Entry(
                        offset: record.offset, send: record.send, read: Int32(read),
                        isPhantom: isStray))
                guard !isStray else { continue }
                if firstRead[number] < 0 { firstRead[number] = Int32(read) }
                if record.offset == log.sends[number].ackedOffset {
                    isAckedCopyRead[number] = true
                }
                if landed[number] < 0 || record.offset < landed[number] {
                    landed[number] = record.offset
                }
            }
        }
        for (index, partition) in log.partitions.enumerated() {
            for send in partition.sends where log.sends[Int(send)].ackedOffset >= 0 {
                observations[index].append(
                    VersionOrder.Entry(
                        offset: log.sends[Int(send)].ackedOffset, send: send, read: -1,
                        isPhantom: false))
            }
            orders.append(VersionOrder(observations[index]) { log.reads[Int($0)].leaderEpoch })
            observations[index] = []
        }
    }

    /// Whether `read` shows what was never sent: to no partition, to another one, later than
    /// it was read, or with another key.
    private static func isStray(
        _ read: Int, of send: LoggedSend, in poll: LoggedPoll, _ log: HistoryLog
    ) -> Bool {
        if !send.isInvoked || send.partition != poll.partition || send.invokeTime > poll.time {
            return true
        }
        guard !log.strayKeys.isEmpty, let key = log.strayKeys[read] else { return false }
        return !log.isKey(key, of: send)
    }
}
