import Records

/// What the command line changes in a workload.
package struct WorkloadOverrides: Hashable, Sendable {
    /// The values of `--set`, each `path=value` or `path=value,value`, which sweeps.
    package var settings: [String] = []
    /// `--seed`: takes the place of the file's seed.
    package var seed: UInt64?
    /// The values of `--fault`, each `at=5s,kill=leader,for=3s`: added to the file's faults.
    package var faults: [String] = []
    /// `--quick`: 200 ms of warm-up, 500 ms of measuring and one repetition, unless set. Where
    /// there are faults only the repetitions: faults strike by the clock.
    package var isQuick = false
    /// What the sides of a comparison differ in; nil for a bench.
    package var variation: WorkloadVariation?

    package init(
        settings: [String] = [], seed: UInt64? = nil, faults: [String] = [],
        isQuick: Bool = false, variation: WorkloadVariation? = nil
    ) {
        self.settings = settings
        self.seed = seed
        self.faults = faults
        self.isQuick = isQuick
        self.variation = variation
    }

    package static let none = WorkloadOverrides()
}

extension WorkloadOverrides {
    private static let quick = [
        ("run.repetitions", "1"), ("run.warmup", "200ms"), ("run.duration", "500ms"),
    ]

    /// The settings replaced, read as strictly as the file's own. Throws `WorkloadError.invalid`
    /// whose place is the option as it was typed.
    func grid(
        reader: inout SettingReader, hasFaults: Bool
    ) throws(WorkloadError) -> SettingGrid {
        var grid = SettingGrid()
        if isQuick {
            for (path, text) in Self.quick.prefix(hasFaults ? 1 : Self.quick.count) {
                try set(path, to: [text], in: &grid, by: "--quick", reader: &reader)
            }
        }
        var given: Set<Int> = []
        for option in settings {
            let place = "--set \(option.collapsed)"
            let sides = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw .invalid(
                    place: SourcePlace(source: place),
                    problem: "expected PATH=VALUE, such as topic.partitions=1,2,4")
            }
            let path = String(sides[0]).collapsed
            let texts = sides[1].split(separator: ",", omittingEmptySubsequences: false)
            let index = try set(
                path, to: texts.map { String($0).collapsed }, in: &grid, by: place, reader: &reader)
            guard given.insert(index).inserted else {
                throw .invalid(
                    place: SourcePlace(source: place), problem: "\(path) is set more than once")
            }
        }
        if case .setting(let option) = variation { try vary(option, in: &grid, reader: &reader) }
        if let seed {
            try set("run.seed", to: ["\(seed)"], in: &grid, by: "--seed \(seed)", reader: &reader)
        }
        return grid
    }

    @discardableResult
    func set(
        _ path: String, to texts: [String], in grid: inout SettingGrid, by option: String,
        reader: inout SettingReader
    ) throws(WorkloadError) -> Int {
        let place = SourcePlace(source: option)
        guard let index = WorkloadSchema.index(of: path) else {
            let near = NearestName.among(WorkloadSchema.settings.map(\.path), to: path)
            let hint = near.map { "; did you mean '\($0)'?" } ?? ""
            throw .invalid(place: place, problem: "unknown setting \(path.shown)\(hint)")
        }
        try SettingReader.checkSweep(
            of: WorkloadSchema.settings[index], count: texts.count, at: place)
        var values: [PlacedValue] = []
        for text in texts {
            values.append(try reader.value(of: index, as: path, from: text, at: place))
        }
        grid.values[index] = values
        return index
    }
}
