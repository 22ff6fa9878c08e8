import Records

/// The values of an OpenMessaging Benchmark workload, each of the type that its key has there.
struct OMBValues {
    private var texts: [OMBKey: String] = [:]
    private var places: [OMBKey: SourcePlace] = [:]
    /// The keys that the file has, in its order.
    private(set) var keys: [OMBKey] = []
    private let file: SourcePlace

    /// Throws for the first key that Benchmark does not know, and for one that is missing.
    init(parsing text: String, path: String) throws(WorkloadError) {
        let root = try SourceNode.parse(yaml: text, source: path)
        file = SourcePlace(source: path)
        guard let root, case .mapping(let entries) = root.content else {
            throw .invalid(
                place: root?.place ?? file,
                problem: "expected a mapping of OpenMessaging Benchmark's keys, found "
                    + (root?.kind ?? "nothing"))
        }
        for entry in entries {
            guard let key = OMBKey(rawValue: entry.key) else { throw Self.unknown(entry) }
            guard case .scalar(let text) = entry.value.content, !text.isEmpty else {
                throw .invalid(
                    place: entry.value.place,
                    problem: "\(key.rawValue): expected a value, found \(entry.value.kind)")
            }
            keys.append(key)
            texts[key] = Self.withoutPlaceholder(text)
            places[key] = entry.value.place
        }
        for key in OMBKey.required where texts[key] == nil {
            throw .invalid(place: root.place, problem: "the key '\(key.rawValue)' is missing")
        }
    }

    func text(_ key: OMBKey) -> String { texts[key] ?? "" }

    func count(
        _ key: OMBKey, _ range: ClosedRange<Int>, or missing: Int = 0
    ) throws(WorkloadError) -> Int {
        try value(key, .wholeNumber(range), or: missing)
    }

    func ratio(_ key: OMBKey) throws(WorkloadError) -> Double {
        try value(key, .number(0...1), or: 0)
    }

    func truth(_ key: OMBKey) throws(WorkloadError) -> Bool {
        try value(key, .truth, or: false)
    }

    func testMinutes() throws(WorkloadError) -> Int {
        try count(.testDurationMinutes, 1...525_600)
    }

    func warmupMinutes() throws(WorkloadError) -> Int {
        try count(.warmupDurationMinutes, 0...525_600, or: 1)
    }

    /// An unknown one is an error here; Benchmark itself would run without keys.
    func distributor() throws(WorkloadError) -> OMBKey.Distributor {
        guard let text = texts[.keyDistributor] else { return .noKey }
        guard let distributor = OMBKey.Distributor(rawValue: text) else {
            let known = OMBKey.Distributor.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(
                place: place(.keyDistributor),
                problem: "keyDistributor: \(text.shown) is not one of \(known)")
        }
        return distributor
    }

    func place(_ key: OMBKey) -> SourcePlace { places[key] ?? file }

    private func value<Value>(
        _ key: OMBKey, _ format: ValueFormat<Value>, or missing: Value
    ) throws(WorkloadError) -> Value {
        guard let text = texts[key] else { return missing }
        do throws(ValueProblem) {
            return try format.read(text)
        } catch {
            throw .invalid(place: place(key), problem: "\(key.rawValue): \(error.text)")
        }
    }

    /// `15` of `${minutes:-15}`, as a shell would fill it in where nothing is set.
    private static func withoutPlaceholder(_ text: String) -> String {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return text }
        let inner = text.dropFirst(2).dropLast()
        let parts = inner.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("-") else { return text }
        return String(parts[1].dropFirst())
    }

    private static func unknown(_ entry: SourceNode.Entry) -> WorkloadError {
        let names = OMBKey.allCases.map(\.rawValue)
        let hint =
            NearestName.among(names, to: entry.key).map { "did you mean '\($0)'?" }
            ?? "expected one of \(names.joined(separator: ", "))"
        return .invalid(
            place: entry.keyPlace,
            problem: "OpenMessaging Benchmark has no key \(entry.key.shown); \(hint)")
    }
}
