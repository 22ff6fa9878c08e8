import Checker
import Records

/// The lines of a history file: settings and events to JSON and back. `HISTORY.md` beside the
/// checker's code documents them.
enum HistoryLine {
    static let format = "weir-history"
    static let version = 1

    typealias Failure = HistoryFields.Failure

    /// The settings that a header line states.
    static func settings(in bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> HistorySettings {
        let fields = try HistoryFields(try value(in: bytes))
        guard let format = try? fields.string("format"), format == Self.format else {
            let found = fields.optional("format").map { "format is \($0.text)" } ?? "has no format"
            throw Failure(reason: "\(found); expected \"\(Self.format)\" in the first line")
        }
        let version = try fields.integer("version", 1...Int.max)
        guard version == Self.version else {
            throw Failure(reason: "version is \(version); expected \(Self.version)")
        }
        try fields.require(only: headerFields, of: "the header")
        var settings = HistorySettings(
            acks: try fields.choice("acks", Acks.self),
            replicationFactor: try fields.integer("replication_factor", 1...Int(Int16.max)),
            minInsyncReplicas: try fields.integer("min_insync_replicas", 1...Int(Int16.max)),
            isIdempotent: try fields.bool("enable_idempotence"),
            inFlightRequestsMax: try fields.integer(
                "max_in_flight_requests", 1...Int(Int32.max)),
            uncleanLeaderElection: try fields.bool("unclean_leader_election"),
            isolation: try fields.choice("isolation_level", HistorySettings.Isolation.self),
            flushMessages: try flushMessages(fields),
            isCompacted: try fields.bool("compacted"),
            hasRetention: try fields.bool("retention"),
            consumerMode: try fields.choice(
                "consumer_mode", HistorySettings.ConsumerMode.self),
            hasFinalRead: try fields.bool("final_read"))
        settings.commit =
            try fields.optionalChoice("commit", HistorySettings.Commit.self) ?? .after
        settings.source = try fields.optionalString("source") ?? ""
        return settings
    }

    /// The event that a line states.
    static func event(in bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> HistoryEvent {
        let fields = try HistoryFields(try value(in: bytes))
        let type = try fields.choice("type", EventType.self)
        try fields.require(only: type.fields, of: type.article)
        let time = Instant(try fields.integer("time_ns", 0...Int64.max))
        switch type {
        case .invoke: return .invoke(try invocation(fields, time))
        case .complete: return .complete(try completion(fields, time))
        case .poll: return .poll(try poll(fields, time))
        case .assignment: return .assignment(try assignment(fields, time))
        case .fault:
            return .fault(
                FaultMark(
                    time: time, fault: try fields.string("fault"),
                    target: try fields.optionalString("target") ?? "",
                    phase: try fields.optionalChoice("phase", FaultMark.Phase.self)))
        case .truncated: return .truncated(time: time)
        }
    }

    enum EventType: String, CaseIterable {
        case invoke, complete, poll, assignment, fault, truncated

        var fields: [String] {
            let own =
                switch self {
                case .invoke:
                    [
                        "producer", "sequence", "partition", "key", "key_sequence",
                        "producer_id", "producer_epoch",
                    ]
                case .complete: ["producer", "sequence", "outcome", "offset", "error_code"]
                case .poll:
                    ["group", "consumer", "generation", "mode", "partition", "records"]
                case .assignment: ["group", "consumer", "generation", "partitions"]
                case .fault: ["fault", "target", "phase"]
                case .truncated: [String]()
                }
            return ["type", "time_ns"] + own
        }

        var article: String {
            self == .invoke || self == .assignment ? "an \(rawValue)" : "a \(rawValue)"
        }
    }

    static let headerFields = [
        "format", "version", "source", "acks", "replication_factor", "min_insync_replicas",
        "enable_idempotence", "max_in_flight_requests", "unclean_leader_election",
        "isolation_level", "flush_messages", "compacted", "retention", "consumer_mode", "commit",
        "final_read",
    ]

    private static func value(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Failure) -> JSONValue {
        do throws(JSONScanner.Failure) {
            return try JSONScanner.value(in: bytes)
        } catch {
            throw Failure(reason: "is not JSON: column \(error.column) \(error.reason)")
        }
    }

    private static func flushMessages(_ fields: HistoryFields) throws(Failure) -> Int? {
        guard let value = fields.optional("flush_messages") else {
            throw fields.missing("flush_messages", "\"none\" or an integer of at least 1")
        }
        if case .string("none") = value { return nil }
        guard case .integer(let count) = value, count >= 1 else {
            throw Failure(
                reason: "flush_messages is \(value.text); "
                    + "expected \"none\" or an integer of at least 1")
        }
        return Int(count)
    }
}
