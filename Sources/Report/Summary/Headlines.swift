import RunResults

/// What a bench says in three to six plain sentences: first what acks=all costs.
struct Headlines {
    private let bench: BenchResult
    private let summaries: [ConfigurationSummary]
    private let marks: FlagMarks

    /// `summaries` are those of `bench`, sorted.
    init(_ bench: BenchResult, summaries: [ConfigurationSummary], marks: FlagMarks) {
        self.bench = bench
        self.summaries = summaries
        self.marks = marks
    }

    var sentences: [String] {
        warnings + costs + [fastest, sustained, read, order, durability].compactMap(\.self)
    }

    /// What everything below must be read with.
    private var warnings: [String] {
        var warnings: [String] = []
        if bench.environment.buildMode != "release" {
            warnings.append("This is a debug build: its figures say nothing about speed.")
        }
        if bench.interrupted {
            let runs = bench.runs.count == 1 ? "1 run was" : "\(bench.runs.count) runs were"
            warnings.append("The bench was cut short: \(runs) kept.")
        }
        return warnings
    }

    private var costs: [String] {
        let written = summaries.filter { $0.dimensions.load != .reading }
        guard !written.isEmpty else { return [] }
        let pairs = AcksPair.pairs(of: written)
        if pairs.isEmpty {
            return [AxisHeadline(written, marks: marks).sentence].compactMap(\.self)
        }
        return [latencyCost(pairs), throughputCost(pairs)].compactMap(\.self)
    }

    /// At the highest fixed rate whose latency nothing casts doubt on, or else the highest.
    private func latencyCost(_ pairs: [AcksPair]) -> String? {
        let fixed = pairs.filter { Double($0.dimensions.rate) != nil }
        let byRate = Dictionary(grouping: fixed) { Double($0.dimensions.rate) ?? 0 }
        let examples = byRate.keys.sorted(by: >).map { AcksPair.examples(byRate[$0] ?? []) }
        let sound = examples.first { $0.allSatisfy { marks.text(.latency, of: $0.both).isEmpty } }
        guard let chosen = sound ?? examples.first, let first = chosen.first else { return nil }
        for percentile in [99.0, 50] {
            let measure = Measure.publish(percentile)
            let parts = chosen.compactMap { comparison(measure, $0) }
            guard parts.count == chosen.count else { continue }
            return "At \(Setting.rate.phrase(first.dimensions)) and "
                + "\(Setting.replicationFactor.phrase(first.dimensions)), acks=all takes "
                + "\(parts[0].ratio) the publish p\(Int(percentile)) of acks=1 "
                + Self.joined(parts) + "."
        }
        return nil
    }

    private func throughputCost(_ pairs: [AcksPair]) -> String? {
        let chosen = AcksPair.examples(pairs.filter { $0.dimensions.load == .saturation })
        let parts = chosen.compactMap { comparison(.throughput, $0) }
        guard let first = chosen.first, parts.count == chosen.count else { return nil }
        return "As fast as possible at \(Setting.replicationFactor.phrase(first.dimensions)), "
            + "acks=all carries \(parts[0].ratio) the records/s of acks=1 "
            + Self.joined(parts) + "."
    }

    private typealias Comparison = (ratio: String, partitions: Int, values: String)

    private func comparison(_ measure: Measure, _ pair: AcksPair) -> Comparison? {
        guard let below = pair.one.spread(of: measure.value),
            let above = pair.all.spread(of: measure.value), below.median > 0
        else { return nil }
        let isNoise = below.count > 1 && above.count > 1 && below.overlaps(above)
        let from = measure.cell(pair.one, marks: marks, withRange: false)
        let to = measure.cell(pair.all, marks: marks, withRange: false)
        return (
            NumberText.ratio(above.median / below.median)
                + marks.text(measure.kind, of: pair.both),
            pair.dimensions.partitions,
            "\(from) → \(to)" + (isNoise ? ", within the spread of the repetitions" : "")
        )
    }

    /// `with 1 partition (110 µs → 150 µs) and 1.20× with 12 (…)`.
    private static func joined(_ parts: [Comparison]) -> String {
        guard let first = parts.first else { return "" }
        let noun = first.partitions == 1 ? "partition" : "partitions"
        let start = "with \(first.partitions) \(noun) (\(first.values))"
        return parts.dropFirst().reduce(start) {
            "\($0) and \($1.ratio) with \($1.partitions) (\($1.values))"
        }
    }

    /// The configuration that carried most of a measure under a load.
    private func best(_ load: RunLoad, _ measure: Measure) -> ConfigurationSummary? {
        let measured = summaries.filter { $0.dimensions.load == load }.compactMap { summary in
            summary.spread(of: measure.value).map { (summary, $0.median) }
        }
        return measured.max { $0.1 < $1.1 }?.0
    }

    private var read: String? {
        guard let summary = best(.reading, .reading) else { return nil }
        let dimensions = summary.dimensions
        let figure = Measure.reading.cell(summary, marks: marks, withRange: false)
        return "The most that was read is \(figure) records/s, "
            + "with \(Setting.partitions.phrase(dimensions)), groups \(dimensions.groups) and "
            + "\(Setting.consumers.phrase(dimensions)) in each; producers were silent meanwhile."
    }

    private var sustained: String? {
        let found = Measure.sustained
        guard let summary = best(.search, found) else { return nil }
        let next = summary.spread { $0.search?.failedRecordsPerSecond }.map {
            ", and \(NumberText.amount($0.median)) are not"
        }
        let dimensions = summary.dimensions
        return "Of the rates searched the highest that is sustained is "
            + "\(found.cell(summary, marks: marks, withRange: false)) records/s"
            + "\(next ?? ""), with \(Setting.partitions.phrase(dimensions)), "
            + "\(Setting.replicationFactor.phrase(dimensions)) and acks=\(dimensions.acks)."
    }

    private var fastest: String? {
        guard let summary = best(.saturation, .throughput) else { return nil }
        let dimensions = summary.dimensions
        let figure = Measure.throughput.cell(summary, marks: marks, withRange: false)
        let noun = dimensions.partitions == 1 ? "partition" : "partitions"
        var sentence =
            "The most that was carried is \(figure) records/s, with \(dimensions.partitions) "
            + "\(noun), RF \(dimensions.replicationFactor) and acks=\(dimensions.acks)"
        let environment = bench.environment
        if let share = summary.spread(of: { $0.shareOfAppendCeiling(in: environment) }) {
            sentence +=
                ": its logs grew at \(NumberText.percent(100 * share.median)) of what one core "
                + "of this machine appends"
        }
        return sentence + "."
    }

    /// One clause for each kind of key.
    private var order: String? {
        let clauses = KeyKind.allCases.compactMap { kind -> String? in
            let members = summaries.filter { KeyKind($0.dimensions) == kind }
            let counts = members.reduce(VerificationCounts()) { $0 + $1.verification }
            guard let percent = counts.keyOrderViolationsPercent else { return nil }
            let mark = marks.text(.verification, of: members)
            let checked = NumberText.amount(Double(counts.checkedRecords))
            if counts.keyOrderViolations == 0 {
                return "none\(mark) of \(checked) \(kind.phrase)"
            }
            return "\(NumberText.count(counts.keyOrderViolations))\(mark) of \(checked) "
                + "\(kind.phrase) (\(NumberText.percent(percent)))"
        }
        guard !clauses.isEmpty else { return "No group consumed, so order was not checked." }
        return "Processed out of order: " + clauses.joined(separator: "; ") + "."
    }

    private var durability: String? {
        guard !summaries.isEmpty else { return nil }
        let counts = summaries.reduce(VerificationCounts()) { $0 + $1.verification }
        let mark = marks.text(.verification, of: summaries)
        var sentence = losses(counts, mark)
        if counts.checkedRecords > 0 {
            let twice = NumberText.count(counts.duplicates)
            sentence +=
                counts.duplicates > 0
                ? "; \(twice)\(mark) were processed again" : "; none\(mark) was processed twice"
        }
        return sentence + "."
    }

    private func losses(_ counts: VerificationCounts, _ mark: String) -> String {
        guard let lost = counts.lostAcknowledged else {
            return "Whether acknowledged records were lost was not looked at: nobody read them"
        }
        let unseen = summaries.filter { $0.verification.lostAcknowledged == nil }.count
        let rest =
            unseen > 0 ? " (\(unseen) of \(summaries.count) configurations were not looked at)" : ""
        guard lost > 0 else { return "No acknowledged record was lost\(mark)\(rest)" }
        let shares = ["0", "1", "all"].compactMap { acks -> String? in
            let lost = summaries.filter { $0.dimensions.acks == acks }
                .reduce(0) { $0 + ($1.verification.lostAcknowledged ?? 0) }
            return lost > 0 ? "\(NumberText.count(lost)) with acks=\(acks)" : nil
        }
        var sentence =
            "\(NumberText.count(lost))\(mark) acknowledged records were lost: "
            + "\(shares.joined(separator: ", "))"
        if let forbidden = counts.lostForbidden {
            let permitted = LossText.permissions(counts)
            sentence +=
                (permitted.isEmpty ? "" : "; permitted: \(permitted)")
                + "; \(LossText.forbiddenText(forbidden))"
        }
        return sentence + rest
    }
}
