/// One fault as it was written: its keys and values with their places.
struct FaultEntry {
    struct Field {
        let key: String
        let keyPlace: SourcePlace
        let text: String
        let place: SourcePlace
    }

    /// What messages call it: `faults[0]`; empty for an option, which its place names.
    let owner: String
    let place: SourcePlace
    let fields: [Field]

    /// An error at `place`, which lies in the entry; `key` names the value it is about.
    func error(
        at place: SourcePlace, key: String? = nil, _ problem: String
    ) -> WorkloadError {
        let path = [owner, key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        return .invalid(place: place, problem: path.isEmpty ? problem : "\(path): \(problem)")
    }

    private static let example = "a fault such as {at: 5s, kill: leader, for: 3s}"

    /// The entries of a file's `faults`; none without it. Throws `WorkloadError.invalid`.
    static func entries(of node: SourceNode?) throws(WorkloadError) -> [FaultEntry] {
        guard let node else { return [] }
        guard case .list(let items) = node.content else {
            throw .invalid(
                place: node.place,
                problem: "faults: expected a list of faults such as {at: 5s, kill: leader}, "
                    + "found \(node.kind)")
        }
        var entries: [FaultEntry] = []
        for (index, item) in items.enumerated() {
            entries.append(try FaultEntry(item, owner: "faults[\(index)]"))
        }
        return entries
    }

    private init(_ node: SourceNode, owner: String) throws(WorkloadError) {
        self.owner = owner
        place = node.place
        guard case .mapping(let entries) = node.content, !entries.isEmpty else {
            throw .invalid(
                place: node.place, problem: "\(owner): expected \(Self.example), found \(node.kind)"
            )
        }
        var fields: [Field] = []
        for entry in entries {
            guard case .scalar(let text) = entry.value.content else {
                throw .invalid(
                    place: entry.value.place,
                    problem: "\(owner).\(entry.key.collapsed): expected one value (faults are not "
                        + "swept), found \(entry.value.kind)")
            }
            fields.append(
                Field(
                    key: entry.key, keyPlace: entry.keyPlace, text: text,
                    place: entry.value.place))
        }
        self.fields = fields
    }

    /// The entry that `--fault` gives: `kill=leader,partition=0,at=5s,for=3s`.
    /// Throws `WorkloadError.invalid` whose place is the option as it was typed.
    init(option: String) throws(WorkloadError) {
        owner = ""
        place = SourcePlace(source: "--fault \(option.collapsed)")
        var fields: [Field] = []
        for pair in option.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0).collapsed }
            guard sides.count == 2, !sides[0].isEmpty else {
                throw .invalid(
                    place: place,
                    problem: "expected KEY=VALUE,KEY=VALUE, such as at=5s,kill=leader,for=3s, "
                        + "found \(pair.isEmpty ? "nothing" : String(pair).shown)")
            }
            guard !fields.contains(where: { $0.key == sides[0] }) else {
                throw .invalid(place: place, problem: "\(sides[0].shown) is given more than once")
            }
            fields.append(Field(key: sides[0], keyPlace: place, text: sides[1], place: place))
        }
        self.fields = fields
    }
}
