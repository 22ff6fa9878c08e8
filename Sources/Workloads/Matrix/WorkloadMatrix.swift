import Records

/// The cells of a workload: its own product and then that of each `also` entry.
struct WorkloadMatrix: Sendable {
    /// More cells than anyone waits for; a slip of the pen is likelier.
    static let cellCountMax = 10_000

    /// One product: the file's own settings, or those of an `also` entry over them.
    struct Part: Sendable {
        /// Every setting given, inherited ones included.
        let grid: SettingGrid
        /// The settings that an `also` entry replaces, by their place in the schema.
        let replaced: [Int]
        /// Where the part is written.
        let place: SourcePlace
    }

    private(set) var cells: [RunConfiguration] = []
    private(set) var skipped: [SkippedCell] = []
    /// For each part, how many cells it added.
    private(set) var addedCounts: [Int] = []

    private var seen: Set<RunConfiguration> = []
    private var tallies: [Int: Tally] = [:]
    private let faults: [PlacedFault]
    /// For each fault, in how many of the cells that are possible without faults it cannot be.
    private var faultTallies: [FaultTally]
    private var faultCellCount = 0
    private var firstMisfit: (place: SourcePlace, reason: String)?

    /// How the cells that hold one value fared.
    private struct Tally {
        var cellCount = 0
        /// Cells that cannot exist because of this value.
        var blamedCount = 0
        var place: SourcePlace
        let text: String
        var reason = ""
        /// The setting, where its value was read in no cell so far although it should be.
        var unread: Setting?
        /// Whether there is a cell with it.
        var isPossible = false
    }

    private struct FaultTally {
        var blamedCount = 0
        var misfit: FaultMisfit?
    }

    /// Throws `WorkloadError.invalid` at a value or a fault that no cell can have, and for a
    /// matrix too large.
    ///
    /// - Parameter isExcerpt: whether these are cells of a matrix that was checked as a whole:
    ///   a value that none of them reads may be read in another.
    init(
        name: String, parts: [Part], faults: [PlacedFault], isExcerpt: Bool = false
    ) throws(WorkloadError) {
        self.faults = faults
        faultTallies = Array(repeating: FaultTally(), count: faults.count)
        var count = 0
        for part in parts {
            guard let more = part.grid.cellCount, more <= Self.cellCountMax - count else {
                throw .invalid(
                    place: part.place,
                    problem: "the lists make more than \(Self.cellCountMax) cells")
            }
            count += more
            let before = cells.count
            for number in 0..<more { add(part.grid.cell(number), of: part, name: name) }
            addedCounts.append(cells.count - before)
        }
        try checkEveryValueHasACell()
        if !isExcerpt { try checkEveryValueIsRead() }
        try checkFaults()
    }

    private mutating func add(_ values: [PlacedValue?], of part: Part, name: String) {
        var cell = RunConfiguration.standard
        cell.workload = name
        for value in values { value?.value.apply(&cell) }
        cell.resolve()
        for (setting, value) in zip(WorkloadSchema.settings, values) {
            guard let value else { continue }
            tallies[value.id, default: Self.tally(value, of: setting)].cellCount += 1
        }
        guard let (rule, reason) = Self.broken(by: cell) else {
            addPossible(cell, values, of: part)
            return
        }
        let culprit = rule.settings.lazy
            .compactMap { WorkloadSchema.index(of: $0).flatMap { values[$0] } }.first
        if let culprit {
            tallies[culprit.id]?.blamedCount += 1
            tallies[culprit.id]?.reason = reason
        }
        firstMisfit = firstMisfit ?? (culprit?.place ?? part.place, reason)
        skip(values, of: part, reason: reason)
    }

    /// Adds a cell whose settings agree, unless one of the faults cannot be in it.
    private mutating func addPossible(
        _ cell: RunConfiguration, _ values: [PlacedValue?], of part: Part
    ) {
        faultCellCount += 1
        let misfits = FaultCheck(faults: faults, cell: cell).misfits
        for misfit in misfits {
            faultTallies[misfit.index].blamedCount += 1
            faultTallies[misfit.index].misfit = misfit
        }
        if let misfit = misfits.first {
            let name = faults[misfit.index].name
            skip(values, of: part, reason: "\(name): \(misfit.reason)")
            return
        }
        var cell = cell
        cell.faults = faults.map(\.fault)
        cell.resetUnreadSettings()
        noteRead(values, in: cell)
        if seen.insert(cell.identity).inserted { cells.append(cell) }
    }

    private mutating func skip(_ values: [PlacedValue?], of part: Part, reason: String) {
        let skip = SkippedCell(settings: Self.label(values, of: part), reason: reason)
        if !skipped.contains(skip) { skipped.append(skip) }
    }

    /// Notes which of the values that should be read somewhere are read in this cell.
    private mutating func noteRead(_ values: [PlacedValue?], in cell: RunConfiguration) {
        for (setting, value) in zip(WorkloadSchema.settings, values) {
            guard let value, tallies[value.id]?.unread != nil else { continue }
            tallies[value.id]?.isPossible = true
            if setting.isRead(cell), setting.text(cell) == value.value.text {
                tallies[value.id]?.unread = nil
            }
        }
    }

    /// A value's first tally: to be read somewhere, where its setting asks for that.
    private static func tally(_ value: PlacedValue, of setting: Setting) -> Tally {
        var tally = Tally(place: value.place, text: value.value.text)
        if setting.need != nil, value.value.text != setting.standard.text {
            tally.unread = setting
        }
        return tally
    }

    private static func broken(by cell: RunConfiguration) -> (CellRule, String)? {
        for rule in CellRule.all {
            if let reason = rule.problem(cell) { return (rule, reason) }
        }
        return nil
    }

    private static func label(_ values: [PlacedValue?], of part: Part) -> [String] {
        values.indices.compactMap { index in
            let isSwept = (part.grid.values[index]?.count ?? 1) > 1
            guard isSwept || part.replaced.contains(index), let value = values[index] else {
                return nil
            }
            return "\(WorkloadSchema.settings[index].path)=\(value.value.text)"
        }
    }

    private func checkEveryValueHasACell() throws(WorkloadError) {
        for id in tallies.keys.sorted() {
            guard let tally = tallies[id], tally.blamedCount == tally.cellCount else { continue }
            throw .invalid(place: tally.place, problem: tally.reason)
        }
    }

    private func checkEveryValueIsRead() throws(WorkloadError) {
        for id in tallies.keys.sorted() {
            guard let tally = tallies[id], let setting = tally.unread, tally.isPossible else {
                continue
            }
            throw .invalid(
                place: tally.place,
                problem: "\(setting.path) \(tally.text) does nothing here; it takes "
                    + (setting.need ?? "other settings"))
        }
    }

    private func checkFaults() throws(WorkloadError) {
        let hopeless = faultTallies.filter { $0.blamedCount == faultCellCount }
        let candidates = hopeless + (cells.isEmpty ? faultTallies : [])
        if let misfit = candidates.lazy.compactMap(\.misfit).first {
            throw faults[misfit.index].error(at: misfit.key, misfit.reason)
        }
        if cells.isEmpty, let firstMisfit {
            throw .invalid(place: firstMisfit.place, problem: firstMisfit.reason)
        }
    }
}

extension RunConfiguration {
    /// What is measured, without how: the settings that tell cells apart.
    var identity: RunConfiguration {
        var cell = self
        cell.run = RunSettings()
        cell.producers.search = SearchSettings()
        return cell
    }

    /// Puts settings that nothing reads in this cell back to their defaults, so that cells which
    /// would run alike are equal.
    fileprivate mutating func resetUnreadSettings() {
        if producers.rate == .max { producers.arrival = ProducerSettings().arrival }
        if producers.rate != .search { producers.search = SearchSettings() }
        producers.shape.resetUnreadSettings(of: producers.arrival)
        if records.key.field != .none {
            producers.nullKeyPartitioner = ProducerSettings().nullKeyPartitioner
        }
        if records.key.field == .none { records.key.bytes = KeySettings().bytes }
        if producers.isIdempotent == producers.canBeIdempotent { producers.idempotence = .auto }
        records.key.resetUnreadSettings()
        records.value.resetUnreadSettings()
        if producers.compression == .none {
            records.value.compressibility = ValueSettings().compressibility
        }
        if records.headers == 0 { records.headerBytes = RecordSettings().headerBytes }
        consumers.resetUnreadSettings()
    }

    /// Puts in what follows from other settings.
    fileprivate mutating func resolve() {
        if records.key.distribution == .histogram, let histogram = records.key.histogram {
            records.key.cardinality = histogram.weights.count
        }
        records.resolveValueBytes(batchBytes: producers.batchBytes)
    }
}

extension ValueSettings {
    fileprivate mutating func resetUnreadSettings() {
        let standard = ValueSettings()
        if distribution == .fixed || distribution == .histogram {
            minBytes = standard.minBytes
            maxBytes = standard.maxBytes
        }
        if distribution != .lognormal {
            medianBytes = standard.medianBytes
            sigma = standard.sigma
        }
        if distribution != .pareto { shape = standard.shape }
        if distribution != .histogram { histogram = nil }
    }
}

extension KeySettings {
    fileprivate mutating func resetUnreadSettings() {
        let standard = KeySettings()
        if distribution != .zipfian, distribution != .latest { exponent = standard.exponent }
        if distribution != .latest { turnover = standard.turnover }
        if distribution != .histogram { histogram = nil }
        if distribution != .hotSet {
            hotShare = standard.hotShare
            hotKeys = standard.hotKeys
        }
    }
}
