import RunResults

/// Two configurations that differ in acks alone, and in idempotence where that follows acks.
struct AcksPair {
    let one: ConfigurationSummary
    let all: ConfigurationSummary

    var dimensions: RunDimensions { one.dimensions }
    var both: [ConfigurationSummary] { [one, all] }

    /// The pairs among `summaries`, in their order.
    static func pairs(of summaries: [ConfigurationSummary]) -> [AcksPair] {
        let key = AcksKey(summaries)
        var strict: [RunDimensions: ConfigurationSummary] = [:]
        for summary in summaries where summary.dimensions.acks == "all" {
            strict[key.withoutAcks(summary.dimensions)] = summary
        }
        return summaries.filter { $0.dimensions.acks == "1" }.compactMap { one in
            strict[key.withoutAcks(one.dimensions)].map { AcksPair(one: one, all: $0) }
        }
    }

    /// The fewest and the most partitions among pairs that are otherwise equal, at the highest
    /// replication factor, where acks=all waits for most. `pairs` are sorted.
    static func examples(_ pairs: [AcksPair]) -> [AcksPair] {
        let factor = pairs.map(\.dimensions.replicationFactor).max()
        guard let lead = pairs.first(where: { $0.dimensions.replicationFactor == factor })
        else { return [] }
        let alike = pairs.filter { pair in
            var dimensions = pair.dimensions
            dimensions.partitions = lead.dimensions.partitions
            return dimensions == lead.dimensions
        }
        guard let last = alike.last, alike.count > 1 else { return [lead] }
        return [lead, last]
    }
}

/// What configurations that differ in acks alone have in common.
struct AcksKey {
    private let dropsIdempotence: Bool

    init(_ summaries: [ConfigurationSummary]) {
        dropsIdempotence = Layout.followsAcks(.idempotence, in: summaries.map(\.dimensions))
    }

    /// The dimensions without acks and what follows it.
    func withoutAcks(_ dimensions: RunDimensions) -> RunDimensions {
        var dimensions = dimensions
        dimensions.acks = ""
        if dropsIdempotence { dimensions.enableIdempotence = nil }
        return dimensions
    }
}
