import RunResults

/// Watches a backlog being built and drained, from the main thread.
struct BacklogWatch {
    /// Members start when so many records are acknowledged.
    private let records: Int
    private let start: Int64
    /// How old the log's ends are that members must have come to, ns.
    private static let slack: Int64 = 100_000_000

    private(set) var result = GroupResult.Backlog()
    /// When the members started; nil while they wait.
    private var startedAt: (time: Int64, acked: Int)?
    private var isCaughtUp = false
    /// Records in the logs at instants, oldest first, back to the last that is older than the
    /// slack.
    private var ends: [(time: Int64, records: Int)] = []
    /// The last look before producers ended.
    private var lastSending: (time: Int64, acked: Int)?

    /// - Parameters:
    ///   - bytes: of keys and values; the members start when so many are acknowledged.
    ///   - recordBytes: of the key and value of one record.
    ///   - start: when the producers began.
    init(bytes: Int, recordBytes: Int, start: Int64) {
        records = (bytes + recordBytes - 1) / recordBytes
        self.start = start
    }

    /// Whether the members are still waiting.
    var isWaiting: Bool { startedAt == nil }

    /// Whether so many records are acknowledged as the members wait for.
    func isBuilt(acked: Int) -> Bool { acked >= records }

    /// Whether the members have started and read everything there was.
    var isReadOut: Bool { isCaughtUp }

    /// Looks at a run. Answers whether the members are to start now.
    ///
    /// - Parameters:
    ///   - appended: records in the logs.
    ///   - lag: the largest lag of a group.
    ///   - isSending: whether producers still send.
    mutating func look(
        now: Int64, acked: Int, appended: Int, lag: Int, isSending: Bool
    ) -> Bool {
        ends.append((now, appended))
        while ends.count > 1, ends[1].time <= now - Self.slack { ends.removeFirst() }
        guard let startedAt else {
            guard acked >= records || !isSending else { return false }
            self.startedAt = (now, acked)
            result.records = appended
            result.buildRecordsPerSecond = Self.rate(acked, from: start, to: now)
            return true
        }
        guard !isCaughtUp else { return false }
        if isSending { lastSending = (now, acked) }
        if let last = lastSending {
            result.catchUpRecordsPerSecond = Self.rate(
                last.acked - startedAt.acked, from: startedAt.time, to: last.time)
        }
        let old = ends[0].time <= now - Self.slack ? ends[0].records : 0
        guard appended - lag >= max(old, result.records) else { return false }
        isCaughtUp = true
        result.catchUpSeconds = Double(now - startedAt.time) / 1e9
        return false
    }

    private static func rate(_ records: Int, from begin: Int64, to end: Int64) -> Double {
        end > begin ? Double(records) * 1e9 / Double(end - begin) : 0
    }
}
