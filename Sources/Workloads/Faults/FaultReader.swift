import Faults
import Records

/// Reads one entry of `faults`: first its keys, then their values.
struct FaultReader {
    private let entry: FaultEntry
    private let action: FaultEntry.Field
    private let kind: FaultKind

    /// Throws `WorkloadError.invalid` unless the entry has one action and only keys that mean
    /// something to it.
    init(_ entry: FaultEntry) throws(WorkloadError) {
        self.entry = entry
        for field in entry.fields where FaultKind(rawValue: field.key) == nil {
            guard FaultKey(rawValue: field.key) != nil else {
                throw Self.unknownKey(field, in: entry)
            }
        }
        let actions = entry.fields.filter { FaultKind(rawValue: $0.key) != nil }
        guard let action = actions.first, let kind = FaultKind(rawValue: action.key) else {
            throw entry.error(at: entry.place, "no action; expected one of \(Self.actionNames)")
        }
        if let second = actions.dropFirst().first {
            throw entry.error(
                at: second.keyPlace,
                "\(action.key) and \(second.key) are two actions; expected one in each entry")
        }
        for field in entry.fields where field.key != action.key {
            guard let key = FaultKey(rawValue: field.key), !kind.keys.contains(key) else {
                continue
            }
            let known = kind.keys.map(\.rawValue).joined(separator: ", ")
            throw entry.error(
                at: field.keyPlace,
                "\(field.key.shown) means nothing to \(action.key); it has \(known)")
        }
        for key in kind.requiredKeys where !entry.fields.contains(where: { $0.key == key.rawValue })
        {
            throw entry.error(
                at: entry.place, "the key '\(key.rawValue)' is missing for \(action.key)")
        }
        self.action = action
        self.kind = kind
    }

    /// Reads the values. Throws `WorkloadError.invalid` for one that cannot be.
    func fault() throws(WorkloadError) -> PlacedFault {
        let begin = try value(.at, .duration(.zeroOrMore)) ?? .zero
        let action = try readAction()
        let span = ValueFormat<Nanoseconds>.duration(kind.startsAgain ? .zeroOrMore : .aboveZero)
        let duration = try value(.for, span) ?? (kind.startsAgain ? .zero : nil)
        let interval = try value(.every, .duration(.aboveZero))
        let times = try value(.times, .wholeNumber(1...FaultMisfit.strikeCountMax))
        let fault = PlacedFault(
            fault: Fault(
                at: begin, action: action, duration: duration, interval: interval, times: times),
            entry: entry)
        if times != nil && interval == nil {
            throw fault.error(at: "times", "needs 'every': from one time to the next")
        }
        if let interval, let duration, interval <= duration {
            throw fault.error(
                at: "every", "\(interval) is not above 'for', which is \(duration)")
        }
        return fault
    }

    private func readAction() throws(WorkloadError) -> FaultAction {
        switch kind {
        case .kill: return .kill(try broker())
        case .restart: return .restart(try broker())
        case .powerLoss: return .powerLoss(try broker())
        case .pause: return .pause(try broker())
        case .slow: return .slow(try broker(), factor: try value(.factor, .factor) ?? 1)
        case .diskFull: return .diskFull(try broker())
        case .diskError: return .diskError(try broker())
        case .slowDisk: return .slowDisk(try broker(), delay: try delay())
        case .bitRot: return .bitRot(try broker())
        case .cut: return .cut(try link())
        case .delay: return .delay(try link(), by: try delay())
        case .lose: return .lose(try link(), share: try value(.share, .share) ?? 0)
        case .duplicate: return .duplicate(try link(), share: try value(.share, .share) ?? 0)
        case .crashConsumer: return .crashConsumer(try subject(.wholeNumber(0...Int(Int32.max))))
        case .joinConsumer: return .joinConsumer(try subject(.wholeNumber(0...Int(Int32.max))))
        case .leaveConsumer: return .leaveConsumer(try subject(.wholeNumber(0...Int(Int32.max))))
        case .resetOffsets:
            return .resetOffsets(
                group: try subject(.wholeNumber(0...Int(Int32.max))), to: try resetPlace())
        case .crashProducer: return .crashProducer(try subject(.wholeNumber(0...65_534)))
        case .addPartitions: return .addPartitions(try subject(.wholeNumber(2...10_000)))
        }
    }

    private func delay() throws(WorkloadError) -> Nanoseconds {
        try value(.by, .duration(.aboveZero)) ?? .zero
    }

    private func resetPlace() throws(WorkloadError) -> OffsetReset {
        let reset = try value(.to, .offsetReset) ?? .earliest
        guard reset == .none else { return reset }
        throw entry.error(
            at: place(of: .to), key: FaultKey.to.rawValue,
            "none is no place; expected earliest, latest, an offset such as 100, or a time ago "
                + "such as 10s")
    }

    private func broker() throws(WorkloadError) -> BrokerTarget {
        let partition = try partition()
        let target = try subject(.brokerTarget(partition))
        try checkPartitionIsUsed(by: target.partition != nil, subject: target.word)
        return target
    }

    private func link() throws(WorkloadError) -> LinkTarget {
        let partition = try partition()
        let from = try subject(.linkEnd(partition))
        let to = try value(.to, .linkEnd(partition)) ?? .everyone
        let isOneWay = try value(.oneWay, .truth) ?? false
        switch (from, to) {
        case (.broker, .broker), (.clients, .clients), (.controller, .controller):
            guard from != to else {
                throw entry.error(
                    at: place(of: .to), key: FaultKey.to.rawValue,
                    "there is no link from \(from.word) to \(to.word)")
            }
        default: break
        }
        try checkPartitionIsUsed(
            by: from.partition != nil || to.partition != nil,
            subject: "\(from.word) to \(to.word)")
        return LinkTarget(from: from, to: to, isOneWay: isOneWay)
    }

    private func partition() throws(WorkloadError) -> PartitionIndex {
        PartitionIndex(try value(.partition, .wholeNumber(0...9_999)) ?? 0)
    }

    private func checkPartitionIsUsed(
        by isUsed: Bool, subject: String
    ) throws(WorkloadError) {
        guard !isUsed, let field = field(.partition) else { return }
        throw entry.error(
            at: field.place, key: field.key,
            "means nothing to \(action.key): \(subject), which names no leader or follower")
    }

    // MARK: - Values

    private func field(_ key: FaultKey) -> FaultEntry.Field? {
        entry.fields.first { $0.key == key.rawValue }
    }

    private func place(of key: FaultKey) -> SourcePlace { field(key)?.place ?? action.place }

    private func subject<Value>(_ format: ValueFormat<Value>) throws(WorkloadError) -> Value {
        try read(action, format)
    }

    private func value<Value>(
        _ key: FaultKey, _ format: ValueFormat<Value>
    ) throws(WorkloadError) -> Value? {
        guard let field = field(key) else { return nil }
        return try read(field, format)
    }

    private func read<Value>(
        _ field: FaultEntry.Field, _ format: ValueFormat<Value>
    ) throws(WorkloadError) -> Value {
        guard !field.text.isEmpty else {
            throw entry.error(
                at: field.place, key: field.key, "expected \(format.expected), found nothing")
        }
        do throws(ValueProblem) {
            return try format.read(field.text)
        } catch {
            throw entry.error(at: field.place, key: field.key, error.text)
        }
    }

    // MARK: - Messages

    private static let actionNames = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")

    private static func unknownKey(_ field: FaultEntry.Field, in entry: FaultEntry) -> WorkloadError
    {
        let keys = FaultKey.allCases.map(\.rawValue)
        let names = FaultKind.allCases.map(\.rawValue)
        let hint =
            NearestName.among(names + keys, to: field.key).map { "did you mean '\($0)'?" }
            ?? "expected one action of \(actionNames), and of \(keys.joined(separator: ", "))"
        return entry.error(at: field.keyPlace, "unknown key \(field.key.shown); \(hint)")
    }
}
