import RunResults

/// Configurations that share a heading, acks=1 beside acks=all.
struct ComparisonSection {
    /// `20,000 records/s, keys uniform`.
    let heading: String
    /// At saturation latency is service time; where only reading is measured there is none.
    let load: RunLoad
    /// The settings that tell its rows apart.
    let labels: [Setting]
    let rows: [Row]

    /// Configurations that differ in acks alone.
    struct Row {
        let labels: [String]
        let byAcks: [String: ConfigurationSummary]

        /// Of one of its configurations.
        var dimensions: RunDimensions { byAcks.values.first?.dimensions ?? RunDimensions() }
        var one: ConfigurationSummary? { byAcks["1"] }
        var all: ConfigurationSummary? { byAcks["all"] }
    }

    /// What its runs carried, as their load asks: acknowledged, or read.
    var throughput: Measure { load == .reading ? .reading : .throughput }

    /// What is measured where there is room for all of it.
    var measures: [Measure] {
        load == .reading
            ? [.reading]
            : [.throughput, .publish(50), .publish(99), .publish(99.9), .endToEnd(99)]
    }

    /// Whether some row has both acks=1 and acks=all.
    var hasPairs: Bool { rows.contains { $0.one != nil && $0.all != nil } }

    /// The values of acks in this section, the weakest first.
    var acks: [String] {
        let known = ["0", "1", "all"]
        let present = Set(rows.flatMap(\.byAcks.keys))
        return known.filter(present.contains) + present.subtracting(known).sorted()
    }

    /// The sections of `summaries`, which are sorted: fixed rates first, then searches, then max,
    /// then reading alone. Labels take at most `labelWidth` characters.
    static func sections(
        of summaries: [ConfigurationSummary], layout: Layout, labelWidth: Int
    ) -> [ComparisonSection] {
        let key = AcksKey(summaries)
        return RunLoad.allCases.flatMap { load in
            let part = summaries.filter { $0.dimensions.load == load }
            let labels = layout.labels(for: part, width: labelWidth)
            let labelled = Set(labels.map(\.title))
            var facets = layout.varying.filter {
                !labelled.contains($0.title) && !["keys", "rate"].contains($0.title)
            }
            if !labelled.contains("keys") { facets.insert(.keys, at: 0) }
            // The rate of what was sent before says nothing of reading.
            let hasRates = Set(part.map(\.dimensions.rate)).count > 1
            if !labelled.contains("rate"), load != .reading || hasRates {
                facets.insert(.rate, at: 0)
            }
            return grouped(part) { summary in
                (load == .reading ? ["reading alone"] : [])
                    + facets.phrases(summary.dimensions)
            }.map { heading, members in
                ComparisonSection(
                    heading: heading.joined(separator: ", "), load: load, labels: labels,
                    rows: rows(of: members, labels: labels, key: key))
            }
        }
    }

    private static func rows(
        of summaries: [ConfigurationSummary], labels: [Setting], key: AcksKey
    ) -> [Row] {
        let groups = grouped(summaries) { key.withoutAcks($0.dimensions) }
        return groups.map { dimensions, members in
            Row(
                labels: labels.map { $0.text(dimensions) },
                byAcks: Dictionary(
                    members.map { ($0.dimensions.acks, $0) }, uniquingKeysWith: { one, _ in one }))
        }
    }

    /// The members of each key, keys in first-seen order.
    private static func grouped<Key: Hashable>(
        _ summaries: [ConfigurationSummary], by key: (ConfigurationSummary) -> Key
    ) -> [(Key, [ConfigurationSummary])] {
        var order: [Key] = []
        var members: [Key: [ConfigurationSummary]] = [:]
        for summary in summaries {
            let key = key(summary)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(summary)
        }
        return order.map { ($0, members[$0] ?? []) }
    }
}
