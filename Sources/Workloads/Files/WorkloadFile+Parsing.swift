extension WorkloadFile {
    /// Parses a workload from its text; `path` names it in messages, and the files that it names
    /// lie in the same folder. Pure but for reading those.
    ///
    /// Throws `WorkloadError.invalid` for the first mistake found.
    package init(
        parsing text: String, path: String, overrides: WorkloadOverrides = .none
    ) throws(WorkloadError) {
        let root = try SourceNode.parse(yaml: text, source: path)
        let (entries, start) = try Self.topLevel(of: root, path: path)

        var headings: [String: SourceNode] = [:]
        var settings: [SourceNode.Entry] = []
        for entry in entries {
            if WorkloadSchema.headings.contains(entry.key) {
                headings[entry.key] = entry.value
            } else {
                settings.append(entry)
            }
        }
        var reader = SettingReader(path: path)
        var own = SettingGrid()
        try reader.read(settings, into: &own)
        let also = try Self.also(headings["also"], reader: &reader)
        guard let name = try Self.text("name", headings["name"]) else {
            throw .invalid(place: start, problem: "the key 'name' is missing")
        }
        guard let question = try Self.text("question", headings["question"]) else {
            throw .invalid(place: start, problem: "the key 'question' is missing")
        }
        let reading = try Self.text("reading", headings["reading"])
        let faults = try [PlacedFault].read(file: headings["faults"], options: overrides.faults)
        let replaced = try overrides.grid(reader: &reader, hasFaults: !faults.isEmpty)
        let base = own.replacing(with: replaced)
        let parts =
            [WorkloadMatrix.Part(grid: base, replaced: [], place: start)]
            + also.map { entry in
                WorkloadMatrix.Part(
                    grid: own.replacing(with: entry.grid).replacing(with: replaced),
                    replaced: entry.grid.given, place: entry.place)
            }
        let matrix = try WorkloadMatrix(name: name, parts: parts, faults: faults)

        pitfall = try PitfallReader.read(
            headings["pitfall"], cells: matrix.addedCounts[0],
            added: matrix.addedCounts.dropFirst().reduce(0, +),
            hasFaults: headings["faults"] != nil)
        self.path = path
        self.name = name
        self.question = question
        self.reading = reading
        self.start = start
        source = text
        self.overrides = overrides
        self.faults = faults.map(\.fault)
        placedFaults = faults
        cells = matrix.cells
        skipped = matrix.skipped
        self.base = base
        var additions: [SettingGrid] = []
        for (index, part) in parts.enumerated().dropFirst() {
            if matrix.addedCounts[index] > 0 {
                additions.append(part.grid.keeping(part.replaced))
            } else if overrides == .none {
                throw .invalid(
                    place: part.place,
                    problem: "also[\(index - 1)] adds nothing: each of its cells stands above or "
                        + "cannot exist (settings of 'run', and those of a search, make no new "
                        + "cell)")
            }
        }
        self.additions = additions
    }

    private static func topLevel(
        of root: SourceNode?, path: String
    ) throws(WorkloadError) -> (entries: [SourceNode.Entry], start: SourcePlace) {
        let place = root?.place ?? SourcePlace(source: path, line: 1, column: 1)
        switch root?.content {
        case .mapping(let entries): return (entries, place)
        case nil, .scalar(""):
            throw .invalid(
                place: place, problem: "the file is empty; expected at least name and question")
        default:
            throw .invalid(
                place: place,
                problem: "expected a mapping with name, question and settings, found "
                    + (root?.kind ?? "nothing"))
        }
    }

    /// A heading's text on one line; nil when it is not given.
    private static func text(_ key: String, _ node: SourceNode?) throws(WorkloadError) -> String? {
        guard let node else { return nil }
        guard case .scalar(let text) = node.content, !text.collapsed.isEmpty else {
            throw .invalid(
                place: node.place, problem: "\(key): expected a text, found \(node.kind)")
        }
        return text.collapsed
    }

    private static func also(
        _ node: SourceNode?, reader: inout SettingReader
    ) throws(WorkloadError) -> [(grid: SettingGrid, place: SourcePlace)] {
        guard let node else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            throw .invalid(
                place: node.place, problem: "also: expected a list of mappings, found \(node.kind)")
        }
        var grids: [(SettingGrid, SourcePlace)] = []
        for (index, item) in items.enumerated() {
            guard case .mapping(let entries) = item.content, !entries.isEmpty else {
                throw .invalid(
                    place: item.place,
                    problem: "also[\(index)]: expected a mapping of settings, found \(item.kind)")
            }
            var grid = SettingGrid()
            try reader.read(entries, owner: "also[\(index)]", into: &grid)
            grids.append((grid, item.place))
        }
        return grids
    }
}

extension SettingGrid {
    /// The settings that have values, by their place in the schema.
    fileprivate var given: [Int] { values.indices.filter { values[$0] != nil } }

    /// This grid with only some of its settings.
    fileprivate func keeping(_ indices: [Int]) -> SettingGrid {
        var result = SettingGrid()
        for index in indices { result.values[index] = values[index] }
        return result
    }
}
