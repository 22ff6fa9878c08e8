extension CellRule {
    /// What the settings of values must agree on.
    static let values = [
        distributionsAreGiven, maxIsAboveMin, medianIsWithinBounds,
    ]

    private static let distributionsAreGiven = CellRule(
        settings: ["records.value.distribution"]
    ) { cell in
        let value = cell.records.value
        let missing: String? =
            switch value.distribution {
            case .uniform: value.maxBytes == nil ? "max" : nil
            case .lognormal: value.medianBytes == nil ? "median" : nil
            case .histogram: value.histogram == nil ? "file" : nil
            case .fixed, .pareto: nil
            }
        return missing.map {
            "records.value.distribution \(value.distribution.rawValue) needs records.value.\($0)"
        }
    }

    private static let maxIsAboveMin = CellRule(
        settings: ["records.value.max", "records.value.min", "records.value.distribution"]
    ) { cell in
        let value = cell.records.value
        guard value.distribution != .fixed, value.distribution != .histogram,
            let most = value.maxBytes, most < value.minBytes
        else { return nil }
        return "records.value.max \(most.byteText) is below records.value.min "
            + value.minBytes.byteText
    }

    private static let medianIsWithinBounds = CellRule(
        settings: ["records.value.median", "records.value.max", "records.value.min"]
    ) { cell in
        let value = cell.records.value
        guard value.distribution == .lognormal, let median = value.medianBytes else { return nil }
        let most = cell.records.valueBytes
        if median > most {
            return value.maxBytes == nil
                ? "records.value.median \(median.byteText) is above \(most.byteText), what "
                    + "producers.batch.size \(cell.producers.batchBytes.byteText) holds"
                : "records.value.median \(median.byteText) is above records.value.max "
                    + most.byteText
        }
        return median < value.minBytes
            ? "records.value.median \(median.byteText) is below records.value.min "
                + value.minBytes.byteText
            : nil
    }
}
