/// The values that a workload, or one entry of its `also`, gives to each setting.
struct SettingGrid: Sendable {
    /// By the setting's place in the schema; nil where the file says nothing.
    var values: [[PlacedValue]?]

    init() { values = Array(repeating: nil, count: WorkloadSchema.settings.count) }

    /// This grid with the settings that `other` gives replaced by its values.
    func replacing(with other: SettingGrid) -> SettingGrid {
        var result = self
        for index in values.indices {
            if let replaced = other.values[index] { result.values[index] = replaced }
        }
        return result
    }

    /// How many cells the grid has; nil when there are more than an `Int` can count.
    var cellCount: Int? {
        var count = 1
        for values in values {
            let (product, overflow) = count.multipliedReportingOverflow(by: values?.count ?? 1)
            if overflow { return nil }
            count = product
        }
        return count
    }

    /// The values of cell `number`; the last setting of the schema varies fastest.
    func cell(_ number: Int) -> [PlacedValue?] {
        var rest = number
        var cell = [PlacedValue?](repeating: nil, count: values.count)
        for index in values.indices.reversed() {
            guard let choices = values[index] else { continue }
            cell[index] = choices[rest % choices.count]
            rest /= choices.count
        }
        return cell
    }
}

/// A setting's value with where it was written.
struct PlacedValue: Sendable {
    let value: SettingValue
    let place: SourcePlace
    /// Unique within a workload, rising in the order of the file; options come last.
    let id: Int
}
