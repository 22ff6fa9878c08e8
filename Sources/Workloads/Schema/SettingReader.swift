import Records

/// Reads mappings of settings, whether they are the file's own or those of an `also` entry.
struct SettingReader {
    /// The number of the next value; each value written in a file or an option has its own.
    private var nextID = 0
    /// Where the files lie that values name; empty for the working folder.
    private let folder: String

    /// - Parameter path: the workload's own file.
    init(path: String) {
        let slash = path.lastIndex(of: "/")
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
    }

    /// Reads `entries`, which stand in `section` of what `owner` names: nothing for the file, or
    /// `also[0]`. Values are put into `grid`.
    mutating func read(
        _ entries: [SourceNode.Entry], section: String = "", owner: String = "",
        into grid: inout SettingGrid
    ) throws(WorkloadError) {
        for entry in entries {
            let path = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            if WorkloadSchema.sections.contains(path),
                case .mapping(let inner) = entry.value.content
            {
                try read(inner, section: path, owner: owner, into: &grid)
            } else if let index = WorkloadSchema.index(of: path) {
                guard grid.values[index] == nil else {
                    throw .invalid(
                        place: entry.keyPlace,
                        problem: "\(path): \(WorkloadSchema.settings[index].path) is given twice")
                }
                grid.values[index] = try values(of: index, as: path, from: entry.value)
            } else if WorkloadSchema.sections.contains(path) {
                throw .invalid(
                    place: entry.value.place,
                    problem: "\(path): expected a mapping, found \(entry.value.kind)")
            } else {
                throw unknownKey(entry, section: section, owner: owner)
            }
        }
    }

    /// The value of setting `index`, which messages call `name`, from `text`.
    mutating func value(
        of index: Int, as name: String, from text: String, at place: SourcePlace
    ) throws(WorkloadError) -> PlacedValue {
        let setting = WorkloadSchema.settings[index]
        guard !text.isEmpty else {
            throw .invalid(
                place: place,
                problem: "\(name): expected \(setting.expected), found nothing")
        }
        defer { nextID += 1 }
        if let load = setting.load, text != setting.standard.text {
            return PlacedValue(value: try load(text, folder, place), place: place, id: nextID)
        }
        do throws(ValueProblem) {
            return PlacedValue(value: try setting.read(text), place: place, id: nextID)
        } catch {
            throw .invalid(place: place, problem: "\(name): \(error.text)")
        }
    }

    private mutating func values(
        of index: Int, as name: String, from node: SourceNode
    ) throws(WorkloadError) -> [PlacedValue] {
        let setting = WorkloadSchema.settings[index]
        guard case .list(let items) = node.content else {
            return [try scalar(of: index, as: name, from: node)]
        }
        guard !items.isEmpty else {
            throw .invalid(
                place: node.place,
                problem: "\(name): the list is empty; expected at least one value")
        }
        try Self.checkSweep(of: setting, count: items.count, at: node.place)
        var values: [PlacedValue] = []
        for item in items { values.append(try scalar(of: index, as: name, from: item)) }
        return values
    }

    private mutating func scalar(
        of index: Int, as name: String, from node: SourceNode
    ) throws(WorkloadError) -> PlacedValue {
        guard case .scalar(let text) = node.content else {
            let setting = WorkloadSchema.settings[index]
            throw .invalid(
                place: node.place,
                problem: "\(name): expected \(setting.expected), found \(node.kind)")
        }
        return try value(of: index, as: name, from: text, at: node.place)
    }

    /// Throws where several values are given to a setting that all cells share.
    static func checkSweep(
        of setting: Setting, count: Int, at place: SourcePlace
    ) throws(WorkloadError) {
        guard setting.canBeSwept || count == 1 else {
            throw .invalid(
                place: place,
                problem: "\(setting.path): takes one value for all cells, not a list of \(count)")
        }
    }

    /// What stands elsewhere than Kafka has it, by Kafka's name.
    private static let ownNames = [
        "enable.auto.commit": "consumers.commit.mode: auto",
        "auto.commit.interval.ms": "consumers.commit.interval",
    ]

    private func unknownKey(
        _ entry: SourceNode.Entry, section: String, owner: String
    ) -> WorkloadError {
        let home = [owner, section].filter { !$0.isEmpty }.joined(separator: ".")
        var problem = "unknown key \(entry.key.shown)" + (home.isEmpty ? "" : " in \(home)")
        let headings = home.isEmpty ? WorkloadSchema.headings : []
        let names = WorkloadSchema.keys(in: section)
        if entry.key == "faults" {
            problem += "; faults stand at the top of the file and hold for all of its cells"
        } else if let own = Self.ownNames[entry.key] {
            problem += "; that is '\(own)' here"
        } else if let near = NearestName.among(headings + names, to: entry.key) {
            problem += "; did you mean '\(near)'?"
        } else if let other = WorkloadSchema.settings.first(where: { $0.key == entry.key }) {
            problem += "; it belongs in \(other.section)"
        } else {
            problem += "; expected one of \((headings + names).joined(separator: ", "))"
        }
        return .invalid(place: entry.keyPlace, problem: problem)
    }
}
