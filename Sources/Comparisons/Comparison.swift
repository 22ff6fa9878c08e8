package import RunResults

/// Two configurations, or two sets of runs of one, set against each other.
package struct Comparison: Sendable {
    /// One of the two sides.
    package struct Side: Sendable {
        /// What tells it from the other: `producers.acks=1`.
        package var label: String
        /// Paired: those of the pairs, in their order.
        package var runs: [RunResult]

        package init(label: String, runs: [RunResult]) {
            self.label = label
            self.runs = runs
        }

        /// The flags that any run carries, each with how many carry it: `not-steady 2/8`.
        package var flagsText: String {
            HonestyFlag.allCases.compactMap { flag in
                let count = runs.filter { $0.flags.contains(flag) }.count
                return count > 0 ? "\(flag.rawValue) \(count)/\(runs.count)" : nil
            }.joined(separator: ";")
        }
    }

    package let a: Side
    package let b: Side
    /// Whether the runs of both sides were measured in pairs.
    package let isPaired: Bool
    /// The primary measure first; the others in the order of the settings.
    package let measures: [ComparedMeasure]

    /// Compares B with A.
    ///
    /// - Parameters:
    ///   - isPaired: run *i* of A belongs with run *i* of B, and both sides have as many.
    ///   - environments: of A and B, for columns that depend on the machine.
    /// - Throws: `ComparisonError` for a column that there is not or that cannot be compared.
    package init(
        a: Side, b: Side, isPaired: Bool, settings: ComparisonSettings,
        environments: (a: RunEnvironment, b: RunEnvironment)
    ) throws(ComparisonError) {
        self.a = a
        self.b = b
        self.isPaired = isPaired
        var samples: [MeasureSample] = []
        for name in settings.columns(for: a.runs.first?.dimensions.load ?? .offered) {
            let column = try ComparableColumn.named(name)
            samples.append(
                MeasureSample(
                    column: column.name,
                    a: a.runs.map { column.value($0, environments.a).number },
                    b: b.runs.map { column.value($0, environments.b).number },
                    isPaired: isPaired))
        }
        let others = samples.dropFirst().filter { $0.ratio != nil }.count
        measures = samples.enumerated().map { index, sample in
            sample.compared(
                isPrimary: index == 0,
                confidence: index == 0
                    ? settings.confidence : settings.confidence(among: others),
                margin: settings.margin)
        }
    }

    /// The measure that is judged by itself.
    package var primary: ComparedMeasure? { measures.first }

    /// The measure of a column; nil where it was not compared.
    package func measure(_ column: String) -> ComparedMeasure? {
        measures.first { $0.column == column }
    }
}

/// One column of both sides.
private struct MeasureSample {
    let column: String
    let a: [Double?]
    let b: [Double?]
    let ratio: LogRatio?

    init(column: String, a: [Double?], b: [Double?], isPaired: Bool) {
        self.column = column
        self.a = a
        self.b = b
        if isPaired {
            ratio = LogRatio(
                pairs: zip(a, b).compactMap { a, b in
                    guard let a, let b else { return nil }
                    return (a, b)
                })
        } else {
            ratio = LogRatio(a: a.compactMap { $0 }, b: b.compactMap { $0 })
        }
    }

    func compared(isPrimary: Bool, confidence: Double, margin: Double) -> ComparedMeasure {
        let difference = ratio?.difference(confidence: confidence)
        return ComparedMeasure(
            column: column, isPrimary: isPrimary, a: Spread(a.compactMap { $0 }),
            b: Spread(b.compactMap { $0 }), count: ratio?.count ?? 0, confidence: confidence,
            difference: difference, verdict: difference?.verdict(margin: margin))
    }
}
