import LoadGenerator
import Records
import RunResults
import Workloads

/// Watches a backlog being built and drained, from the main thread.
struct BacklogWatch {
    /// Members start when so many records are acknowledged.
    private let records: Int
    private let start: Int64
    /// When producers end at the latest.
    private let sendingEnd: Int64
    /// Whether producers end as soon as the backlog is there.
    private let endsSending: Bool
    /// A backlog that no warm-up makes.
    private static let endlessBytes = 1 << 60
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

    /// The watch of a run; nil where members wait for no backlog.
    /// - Parameter timeline: the run's.
    init?(_ configuration: RunConfiguration, timeline: RunTimeline) {
        endsSending = configuration.producers.send == .warmup
        guard
            let bytes = configuration.consumers.backlogBytes
                ?? (endsSending ? Self.endlessBytes : nil)
        else { return nil }
        let recordBytes = configuration.records.meanBytes
        records = (bytes + recordBytes - 1) / recordBytes
        start = timeline.start.rawValue
        sendingEnd = (endsSending ? timeline.measureStart : timeline.measureEnd).rawValue
    }

    /// Whether the members have started and read everything there was.
    var isReadOut: Bool { isCaughtUp }

    /// What a run is to do next about its backlog.
    enum Step {
        case goOn, endSending, startConsumers
    }

    /// Looks at a run.
    ///
    /// - Parameters:
    ///   - appended: records in the logs.
    ///   - lag: the largest lag of a group.
    ///   - isStopped: whether producers have ended before their time.
    mutating func look(
        now: Int64, acked: Int, appended: Int, lag: Int, isStopped: Bool
    ) -> Step {
        let isSending = now < sendingEnd && !isStopped
        if endsSending, isSending { return acked >= records ? .endSending : .goOn }
        ends.append((now, appended))
        while ends.count > 1, ends[1].time <= now - Self.slack { ends.removeFirst() }
        guard let startedAt else {
            guard acked >= records || !isSending else { return .goOn }
            self.startedAt = (now, acked)
            result.records = appended
            result.isBuilt = acked >= records || endsSending
            result.buildRecordsPerSecond = Self.rate(acked, from: start, to: now)
            return .startConsumers
        }
        guard !isCaughtUp else { return .goOn }
        if isSending { lastSending = (now, acked) }
        if let last = lastSending {
            result.catchUpRecordsPerSecond = Self.rate(
                last.acked - startedAt.acked, from: startedAt.time, to: last.time)
        }
        let old = ends[0].time <= now - Self.slack ? ends[0].records : 0
        guard appended - lag >= max(old, result.records) else { return .goOn }
        isCaughtUp = true
        result.catchUpSeconds = Double(now - startedAt.time) / 1e9
        return .goOn
    }

    private static func rate(_ records: Int, from begin: Int64, to end: Int64) -> Double {
        end > begin ? Double(records) * 1e9 / Double(end - begin) : 0
    }
}

extension RunConfiguration {
    /// Whether consumers wait for a backlog.
    var holdsConsumers: Bool { consumers.backlogBytes != nil || producers.send == .warmup }
}
