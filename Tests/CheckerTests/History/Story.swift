import Checker
import Records

/// A history told by hand, one nanosecond an event. Values are written `producer:sequence`.
struct Story {
    var settings: HistorySettings
    private(set) var events: [HistoryEvent] = []
    private var now: Int64 = 0
    /// When false, the next event has the time of the one before.
    var isTicking = true

    init(_ change: (inout HistorySettings) -> Void = { _ in }) {
        settings = HistorySettings()
        change(&settings)
    }

    private mutating func tick() -> Instant {
        if isTicking { now += 1 }
        return Instant(now)
    }

    mutating func invoke(_ text: String, to partition: Int = 0, key: String? = nil) {
        events.append(
            .invoke(
                SendInvocation(
                    time: tick(), value: value(text), partition: PartitionIndex(partition),
                    key: self.key(key))))
    }

    mutating func complete(
        _ text: String, _ outcome: SendCompletion.Outcome = .ok, at offset: Int64? = nil,
        error: Int32? = nil
    ) {
        events.append(
            .complete(
                SendCompletion(
                    time: tick(), value: value(text), outcome: outcome,
                    offset: offset.map(Offset.init(_:)), errorCode: error)))
    }

    /// Sends and is acknowledged at once.
    mutating func send(
        _ text: String, to partition: Int = 0, at offset: Int64, key: String? = nil
    ) {
        invoke(text, to: partition, key: key)
        complete(text, at: offset)
    }

    /// Records are written `offset=value`, or `offset=value/epoch`.
    mutating func poll(
        _ records: String, of partition: Int = 0, by consumer: String = "c", group: String = "g",
        generation: Int32? = nil, mode: HistorySettings.ConsumerMode? = nil
    ) {
        let records = records.split(separator: " ").map { text -> PolledRecord in
            let parts = text.split { $0 == "=" || $0 == "/" }
            return PolledRecord(
                offset: Offset(Int64(parts[0]) ?? -1), value: value(String(parts[1])),
                leaderEpoch: parts.count > 2 ? LeaderEpoch(Int32(parts[2]) ?? -1) : nil)
        }
        poll(
            records, of: partition, by: consumer, group: group, generation: generation,
            mode: mode)
    }

    mutating func poll(
        _ records: [PolledRecord], of partition: Int = 0, by consumer: String = "c",
        group: String = "g", generation: Int32? = nil,
        mode: HistorySettings.ConsumerMode? = nil
    ) {
        events.append(
            .poll(
                PollResult(
                    time: tick(), group: group, consumer: consumer,
                    partition: PartitionIndex(partition), mode: mode, generation: generation,
                    records: records)))
    }

    mutating func assign(
        _ partitions: [Int], to consumer: String = "c", group: String = "g",
        generation: Int32? = nil
    ) {
        events.append(
            .assignment(
                AssignmentChange(
                    time: tick(), group: group, consumer: consumer, generation: generation,
                    partitions: partitions.map { PartitionIndex($0) })))
    }

    mutating func fault(
        _ fault: String, _ target: String = "broker 1", _ phase: FaultMark.Phase? = nil
    ) {
        events.append(
            .fault(FaultMark(time: tick(), fault: fault, target: target, phase: phase)))
    }

    mutating func truncate() { events.append(.truncated(time: tick())) }

    func verdict(group: String? = nil, findingsMax: Int = 1000) throws -> HistoryVerdict {
        var checker = try HistoryChecker(settings: settings)
        for event in events { try checker.add(event) }
        return try checker.verdict(group: group, findingsMax: findingsMax)
    }

    /// The whole verdict, a line for each finding; nothing where the history is clean.
    func found(group: String? = nil) throws -> [String] {
        try verdict(group: group).lines
    }

    func value(_ text: String) -> HistoryValue {
        let parts = text.split(separator: ":")
        return HistoryValue(
            producer: Int32(parts[0]) ?? -1, sequence: Int64(parts[1]) ?? -1)
    }

    /// `name sequence` as a key.
    private func key(_ text: String?) -> HistoryKey? {
        guard let parts = text?.split(separator: " "), parts.count == 2 else { return nil }
        return HistoryKey(String(parts[0]), Int64(parts[1]) ?? -1)
    }
}

extension HistoryVerdict {
    /// A line for each finding, its permission or `forbidden`, its consumer, and its records as
    /// `value@partition/offset`; and a line for each anomaly that cannot be told or that was
    /// counted otherwise than it was found.
    var lines: [String] {
        var lines = findings.map { finding in
            let who = [finding.group, finding.consumer].compactMap { $0 }.joined(separator: "/")
            let records = finding.records.map { record in
                "\(record.producer):\(record.sequence)@\(record.partition)/"
                    + (record.offset.map { "\($0)" } ?? "-")
            }
            return "\(finding.anomaly.rawValue) \(finding.permittedBy?.rawValue ?? "forbidden")"
                + (who.isEmpty ? "" : " \(who)") + " " + records.joined(separator: " ")
        }
        for count in counts {
            let found = findings.filter { $0.anomaly == count.anomaly }
            let forbidden = found.count { $0.permittedBy == nil }
            if forbidden != count.forbidden || found.count - forbidden != count.permitted {
                lines.append("\(count.anomaly.rawValue) is miscounted: \(count)")
            }
            if !count.isTold { lines.append("\(count.anomaly.rawValue) not told") }
        }
        return lines
    }
}
