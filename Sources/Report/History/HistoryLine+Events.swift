import Checker
import Records

extension HistoryLine {
    static func invocation(
        _ fields: HistoryFields, _ time: Instant
    ) throws(Failure) -> SendInvocation {
        SendInvocation(
            time: time, value: try value(fields), partition: try partition(fields),
            key: try key(fields),
            producerID: try fields.optionalInteger("producer_id", 0...Int64.max),
            producerEpoch: try fields.optionalInteger("producer_epoch", 0...Int32.max))
    }

    static func completion(
        _ fields: HistoryFields, _ time: Instant
    ) throws(Failure) -> SendCompletion {
        SendCompletion(
            time: time, value: try value(fields),
            outcome: try fields.choice("outcome", SendCompletion.Outcome.self),
            offset: try fields.optionalInteger("offset", 0...Int64.max).map(Offset.init(_:)),
            errorCode: try fields.optionalInteger("error_code", Int32.min...Int32.max))
    }

    static func poll(_ fields: HistoryFields, _ time: Instant) throws(Failure) -> PollResult {
        var poll = PollResult(
            time: time, group: try fields.string("group"),
            consumer: try fields.string("consumer"), partition: try partition(fields),
            mode: try fields.optionalChoice("mode", HistorySettings.ConsumerMode.self),
            generation: try fields.optionalInteger("generation", 0...Int32.max), records: [])
        let records = try fields.array("records")
        poll.records.reserveCapacity(records.count)
        for (index, value) in records.enumerated() {
            poll.records.append(try record(value, "records[\(index)]"))
        }
        return poll
    }

    static func assignment(
        _ fields: HistoryFields, _ time: Instant
    ) throws(Failure) -> AssignmentChange {
        var change = AssignmentChange(
            time: time, group: try fields.string("group"),
            consumer: try fields.string("consumer"),
            generation: try fields.optionalInteger("generation", 0...Int32.max), partitions: [])
        for (index, value) in try fields.array("partitions").enumerated() {
            let number = try HistoryFields.integer(
                value, "partitions[\(index)]", 0...Int32.max)
            change.partitions.append(PartitionIndex(rawValue: number))
        }
        return change
    }

    /// `[offset, "producer:sequence", leader epoch, key, key sequence]`, the last two together
    /// or not at all; the epoch may be null.
    private static func record(
        _ value: JSONValue, _ place: String
    ) throws(Failure) -> PolledRecord {
        guard case .array(let parts) = value, parts.count == 3 || parts.count == 5 else {
            throw Failure(
                reason: "\(place) is \(value.text); expected [offset, \"producer:sequence\", "
                    + "leader epoch] and perhaps key, key sequence")
        }
        var record = PolledRecord(
            offset: Offset(
                try HistoryFields.integer(parts[0], "\(place)[0]", 0...Int64.max)),
            value: try name(parts[1], "\(place)[1]"))
        if case .null = parts[2] {
        } else {
            record.leaderEpoch = LeaderEpoch(
                try HistoryFields.integer(parts[2], "\(place)[2]", 0...Int32.max))
        }
        if parts.count == 5 {
            record.key = HistoryKey(
                try HistoryFields.string(parts[3], "\(place)[3]"),
                try HistoryFields.integer(parts[4], "\(place)[4]", 0...Int64.max))
        }
        return record
    }

    private static func name(
        _ value: JSONValue, _ place: String
    ) throws(Failure) -> HistoryValue {
        if case .string(let text) = value {
            let parts = text.utf8.split(
                separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            if parts.count == 2, let producer = number(parts[0]),
                let sequence = number(parts[1]), let small = Int32(exactly: producer)
            {
                return HistoryValue(producer: small, sequence: sequence)
            }
        }
        throw Failure(reason: "\(place) is \(value.text); expected \"producer:sequence\"")
    }

    /// Decimal digits as a number; nil for anything else.
    private static func number(_ digits: Substring.UTF8View.SubSequence) -> Int64? {
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        return Int64(Substring(digits))
    }

    private static func value(_ fields: HistoryFields) throws(Failure) -> HistoryValue {
        HistoryValue(
            producer: try fields.integer("producer", 0...Int32.max),
            sequence: try fields.integer("sequence", 0...Int64.max))
    }

    private static func partition(_ fields: HistoryFields) throws(Failure) -> PartitionIndex {
        PartitionIndex(rawValue: try fields.integer("partition", 0...Int32.max))
    }

    private static func key(_ fields: HistoryFields) throws(Failure) -> HistoryKey? {
        let sequence = try fields.optionalInteger("key_sequence", 0...Int64.max)
        guard let name = try fields.optionalString("key") else {
            guard sequence == nil else {
                throw fields.missing("key", "one beside key_sequence")
            }
            return nil
        }
        guard let sequence else { throw fields.missing("key_sequence", "one beside key") }
        return HistoryKey(name, sequence)
    }
}
