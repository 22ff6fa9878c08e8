import Checker
import Records

extension HistoryLine {
    /// The header line of a history, without a line end.
    static func text(of settings: HistorySettings) -> String {
        var line = LineBuilder()
        line.add("format", text: format)
        line.add("version", version)
        if !settings.source.isEmpty { line.add("source", text: settings.source) }
        line.add("acks", text: settings.acks.rawValue)
        line.add("replication_factor", settings.replicationFactor)
        line.add("min_insync_replicas", settings.minInsyncReplicas)
        line.add("enable_idempotence", settings.isIdempotent)
        line.add("max_in_flight_requests", settings.inFlightRequestsMax)
        line.add("unclean_leader_election", settings.uncleanLeaderElection)
        line.add("isolation_level", text: settings.isolation.rawValue)
        if let count = settings.flushMessages {
            line.add("flush_messages", count)
        } else {
            line.add("flush_messages", text: "none")
        }
        line.add("compacted", settings.isCompacted)
        line.add("retention", settings.hasRetention)
        line.add("consumer_mode", text: settings.consumerMode.rawValue)
        line.add("commit", text: settings.commit.rawValue)
        line.add("final_read", settings.hasFinalRead)
        return line.end()
    }

    /// The line of an event, without a line end.
    static func text(of event: HistoryEvent) -> String {
        var line = LineBuilder()
        switch event {
        case .invoke(let invocation): add(invocation, to: &line)
        case .complete(let completion): add(completion, to: &line)
        case .poll(let poll): add(poll, to: &line)
        case .assignment(let change):
            line.begin(.assignment, change.time)
            line.add("group", text: change.group)
            line.add("consumer", text: change.consumer)
            if let generation = change.generation { line.add("generation", generation) }
            line.add(
                "partitions",
                "[" + change.partitions.map { "\($0)" }.joined(separator: ",") + "]")
        case .fault(let mark):
            line.begin(.fault, mark.time)
            line.add("fault", text: mark.fault)
            if !mark.target.isEmpty { line.add("target", text: mark.target) }
            if let phase = mark.phase { line.add("phase", text: phase.rawValue) }
        case .truncated(let time): line.begin(.truncated, time)
        }
        return line.end()
    }

    private static func add(_ invocation: SendInvocation, to line: inout LineBuilder) {
        line.begin(.invoke, invocation.time)
        line.add("producer", invocation.value.producer)
        line.add("sequence", invocation.value.sequence)
        line.add("partition", invocation.partition)
        if let key = invocation.key {
            line.add("key", text: key.name)
            line.add("key_sequence", key.sequence)
        }
        if let id = invocation.producerID { line.add("producer_id", id) }
        if let epoch = invocation.producerEpoch { line.add("producer_epoch", epoch) }
    }

    private static func add(_ completion: SendCompletion, to line: inout LineBuilder) {
        line.begin(.complete, completion.time)
        line.add("producer", completion.value.producer)
        line.add("sequence", completion.value.sequence)
        line.add("outcome", text: completion.outcome.rawValue)
        if let offset = completion.offset { line.add("offset", offset) }
        if let code = completion.errorCode { line.add("error_code", code) }
    }

    private static func add(_ poll: PollResult, to line: inout LineBuilder) {
        line.begin(.poll, poll.time)
        line.add("group", text: poll.group)
        line.add("consumer", text: poll.consumer)
        if let generation = poll.generation { line.add("generation", generation) }
        if let mode = poll.mode { line.add("mode", text: mode.rawValue) }
        line.add("partition", poll.partition)
        let records = poll.records.map { record in
            let epoch = record.leaderEpoch.map { "\($0)" } ?? "null"
            let key = record.key.map { ",\(LineBuilder.quoted($0.name)),\($0.sequence)" } ?? ""
            return "[\(record.offset),\"\(record.value)\",\(epoch)\(key)]"
        }
        line.add("records", "[" + records.joined(separator: ",") + "]")
    }
}

/// Puts a JSON object together, its fields in the order in which they are added.
private struct LineBuilder {
    private var text = "{"

    mutating func begin(_ type: HistoryLine.EventType, _ time: Instant) {
        add("type", text: type.rawValue)
        add("time_ns", time.rawValue)
    }

    /// Adds a value whose description is JSON already.
    mutating func add(_ name: String, _ value: some CustomStringConvertible) {
        if text.utf8.count > 1 { text += "," }
        text += "\"\(name)\":\(value)"
    }

    mutating func add(_ name: String, text: String) { add(name, Self.quoted(text)) }

    func end() -> String { text + "}" }

    /// `text` as a JSON string.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
