package import Faults

/// A workload's cells as a comparison takes them: what is varied side by side, everything else
/// the same.
package struct VariedMatrix: Sendable {
    /// What tells the sides apart, one for each: `producers.acks=1`.
    package let labels: [String]
    /// For each comparison one configuration a side, in the order of `labels`; at least one.
    package private(set) var cells: [[RunConfiguration]] = []
    /// Comparisons of which a side cannot exist, or whose sides would not differ.
    package private(set) var skipped: [SkippedCell] = []

    /// The faults that only the second side has.
    package private(set) var addedFaults: [Fault] = []

    /// Which setting is varied, by its place in the schema; nil where it is faults, or nothing.
    private let variedIndex: Int?
    /// The faults of each side.
    private let faults: [[PlacedFault]]
    private let name: String
    private let mustDiffer: Bool

    /// The comparisons of `file`, whose overrides say what is varied; with none, nothing is.
    ///
    /// - Throws: `WorkloadError.invalid` at a mistake in an added fault, and where no comparison
    ///   is left.
    package init(_ file: WorkloadFile) throws(WorkloadError) {
        let variation = file.overrides.variation ?? .nothing
        let parts =
            [WorkloadMatrix.Part(grid: file.base, replaced: [], place: file.place)]
            + file.additions.map {
                WorkloadMatrix.Part(
                    grid: file.base.replacing(with: $0), replaced: [], place: file.place)
            }
        name = file.name
        switch variation {
        case .setting(let option):
            let path = String(option.prefix { $0 != "=" }).collapsed
            let index = WorkloadSchema.index(of: path)
            variedIndex = index
            labels = Self.labels(of: index, in: file.base)
            faults = labels.map { _ in file.placedFaults }
        case .faults(let options):
            let added = try Self.namingTheOption { () throws(WorkloadError) in
                let added = try [PlacedFault].read(file: nil, options: options)
                // A fault that no cell can have is a mistake.
                _ = try WorkloadMatrix(
                    name: file.name, parts: parts, faults: file.placedFaults + added)
                return added
            }
            variedIndex = nil
            let more = added.count > 1 ? " and \(added.count - 1) more" : ""
            labels = ["as it is", "with " + (added.first.map { "\($0.fault)" } ?? "") + more]
            addedFaults = added.map(\.fault)
            faults = [file.placedFaults, file.placedFaults + added]
        case .nothing:
            variedIndex = nil
            labels = ["the setting", "the same setting"]
            faults = [file.placedFaults, file.placedFaults]
        }
        mustDiffer = variation != .nothing
        for part in parts { add(part) }
        guard !cells.isEmpty else {
            throw .invalid(
                place: file.place,
                problem: "nothing is left to compare: "
                    + (skipped.first?.description ?? "there is no cell"))
        }
    }

    /// Runs `body`, whose errors call the option `--fault`.
    private static func namingTheOption<Value>(
        _ body: () throws(WorkloadError) -> Value
    ) throws(WorkloadError) -> Value {
        do throws(WorkloadError) { return try body() } catch {
            guard case .invalid(var place, let problem) = error,
                place.source.hasPrefix("--fault ")
            else { throw error }
            place.source = "--with-fault" + place.source.dropFirst("--fault".count)
            throw .invalid(place: place, problem: problem)
        }
    }

    private static func labels(of index: Int?, in grid: SettingGrid) -> [String] {
        guard let index, let values = grid.values[index] else { return [] }
        return values.map { "\(WorkloadSchema.settings[index].path)=\($0.value.text)" }
    }

    private mutating func add(_ part: WorkloadMatrix.Part) {
        var grid = part.grid
        let varied = variedIndex.flatMap { grid.values[$0] }
        if let variedIndex { grid.values[variedIndex] = nil }
        for number in 0..<(grid.cellCount ?? 0) {
            var single = SettingGrid()
            single.values = grid.cell(number).map { $0.map { [$0] } }
            var sides: [RunConfiguration] = []
            var problem: String?
            for side in labels.indices {
                if let variedIndex, let varied { single.values[variedIndex] = [varied[side]] }
                switch cell(single, faults: faults[side], place: part.place) {
                case .success(let cell): sides.append(cell)
                case .failure(let reason): problem = problem ?? "\(labels[side]): \(reason.text)"
                }
            }
            if mustDiffer, problem == nil, Set(sides.map(\.identity)).count < sides.count {
                problem = "sides would run alike: what is varied has no effect here"
            }
            if let problem {
                skip(grid, number, reason: problem)
            } else if !cells.contains(where: { $0.map(\.identity) == sides.map(\.identity) }) {
                cells.append(sides)
            }
        }
    }

    private struct Impossible: Error {
        let text: String
    }

    private func cell(
        _ grid: SettingGrid, faults: [PlacedFault], place: SourcePlace
    ) -> Result<RunConfiguration, Impossible> {
        let part = WorkloadMatrix.Part(grid: grid, replaced: [], place: place)
        do throws(WorkloadError) {
            let matrix = try WorkloadMatrix(
                name: name, parts: [part], faults: faults, isExcerpt: true)
            if let cell = matrix.cells.first { return .success(cell) }
            return .failure(Impossible(text: "cannot exist"))
        } catch {
            guard case .invalid(_, let problem) = error else {
                return .failure(Impossible(text: "\(error)"))
            }
            return .failure(Impossible(text: problem))
        }
    }

    private mutating func skip(_ grid: SettingGrid, _ number: Int, reason: String) {
        let values = grid.cell(number)
        let settings = values.indices.compactMap { index -> String? in
            guard (grid.values[index]?.count ?? 1) > 1, let value = values[index] else {
                return nil
            }
            return "\(WorkloadSchema.settings[index].path)=\(value.value.text)"
        }
        let skip = SkippedCell(settings: settings, reason: reason)
        if !skipped.contains(skip) { skipped.append(skip) }
    }
}

extension WorkloadFile {
    fileprivate var place: SourcePlace { SourcePlace(source: path) }
}
