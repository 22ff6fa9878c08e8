import RunResults

/// Names for files of single configurations: of the main settings and of every other that varies.
struct FileStems {
    private var stems: [RunDimensions: String] = [:]
    /// What a file system takes, with room for an ending.
    private static let lengthMax = 200
    private static let partLengthMax = 40

    /// `summaries` are sorted. No two get the same name.
    init(_ summaries: [ConfigurationSummary]) {
        let others = Layout(summaries).others
        var taken: Set<String> = []
        for summary in summaries {
            let stem = String(
                Self.stem(of: summary.dimensions, others: others).prefix(Self.lengthMax))
            var name = stem
            var number = 1
            while !taken.insert(name).inserted {
                number += 1
                name = "\(stem)-\(number)"
            }
            stems[summary.dimensions] = name
        }
    }

    /// The name of one of the configurations.
    subscript(dimensions: RunDimensions) -> String { stems[dimensions] ?? "run" }

    private static func stem(of dimensions: RunDimensions, others: [Setting]) -> String {
        let main = [
            dimensions.keyDistribution, "rate-\(dimensions.rate)", "p\(dimensions.partitions)",
            "rf\(dimensions.replicationFactor)", "acks-\(dimensions.acks)",
            "c\(dimensions.consumers)",
        ]
        let rest = others.map { "\($0.title)-\($0.text(dimensions))" }
        return (main + rest).map(part).joined(separator: "_")
    }

    /// `text` with everything but letters, digits and dots as a dash.
    private static func part(_ text: String) -> String {
        String(
            text.prefix(partLengthMax).map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || character == "." ? character : "-"
            })
    }
}
