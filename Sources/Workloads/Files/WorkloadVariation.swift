/// What a comparison varies.
package enum WorkloadVariation: Hashable, Sendable {
    /// The value of `--vary`: `producers.acks=1,all`. Each side has one of the values.
    case setting(String)
    /// The values of `--with-fault`: the second side has these faults besides.
    case faults([String])
    /// Nothing: both sides are the same, which shows how often a comparison errs.
    case nothing
}

extension WorkloadOverrides {
    /// Puts the values of `--vary` into `grid`, as strictly as those of `--set`. Throws
    /// `WorkloadError.invalid` whose place is the option as it was typed.
    func vary(
        _ option: String, in grid: inout SettingGrid, reader: inout SettingReader
    ) throws(WorkloadError) {
        let place = "--vary \(option.collapsed)"
        func error(_ problem: String) -> WorkloadError {
            .invalid(place: SourcePlace(source: place), problem: problem)
        }
        let sides = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else {
            throw error("expected PATH=VALUE,VALUE, such as producers.acks=1,all")
        }
        let path = String(sides[0]).collapsed
        let texts = sides[1].split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0).collapsed }
        if let index = WorkloadSchema.index(of: path) {
            guard WorkloadSchema.settings[index].section != "run" else {
                throw error("\(path): settings of 'run' tell how to measure, not what to compare")
            }
            guard grid.values[index] == nil else { throw error("\(path) is set by --set as well") }
        }
        let index = try set(path, to: texts, in: &grid, by: place, reader: &reader)
        let values = (grid.values[index] ?? []).map(\.value.text)
        guard values.count >= 2 else {
            throw error("\(path): expected at least two values to compare, found one")
        }
        guard Set(values).count == values.count else {
            throw error("\(path): a value is given twice; --with-itself compares with the same")
        }
    }
}
