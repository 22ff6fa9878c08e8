import RunResults

/// Which settings tell the configurations of a bench apart, and so must stand in every label.
struct Layout {
    /// Settings that vary, but for acks and for those that another varying one determines.
    let varying: [Setting]
    /// Settings that vary only with another: `min ISR` with `RF`.
    let following: [(setting: Setting, leader: Setting)]
    /// Settings with one value throughout, where they apply.
    let common: [Setting]
    /// Whether more than one value of acks was run.
    let variesAcks: Bool

    init(_ summaries: [ConfigurationSummary]) { self.init(summaries.map(\.dimensions)) }

    init(_ dimensions: [RunDimensions]) {
        // Keys and rate are what readers look for first, so they lead what varies with them.
        let candidates = [Setting.keys, .rate] + Setting.all.dropLast(2)
        var kept: [Setting] = []
        var following: [(Setting, Setting)] = []
        var common: [Setting] = []
        for setting in candidates {
            let values = Set(dimensions.map(setting.text))
            if values.count <= 1 {
                let value = values.first ?? ""
                if !value.isEmpty, value != setting.usual { common.append(setting) }
            } else if Self.followsAcks(setting, in: dimensions) {
                following.append((setting, .acks))
            } else if let leader = kept.first(where: {
                Self.determines($0, setting, in: dimensions)
            }) {
                following.append((setting, leader))
            } else {
                kept.append(setting)
            }
        }
        let titles = Set(kept.map(\.title))
        varying = Setting.all.filter { titles.contains($0.title) }
        self.following = following
        self.common = common
        variesAcks = Set(dimensions.map(\.acks)).count > 1
    }

    /// The varying settings that the name of a histogram file does not hold anyway.
    var others: [Setting] {
        let main: Set = ["partitions", "RF", "consumers", "keys", "rate"]
        return varying.filter { !main.contains($0.title) }
    }

    /// The settings that get a column among `part`, a part of the summaries: as many of those
    /// that vary as fit into `width` characters. The others go into headings.
    func labels(for part: [ConfigurationSummary], width: Int) -> [Setting] {
        var rest = width
        var labels: [Setting] = []
        for setting in varying {
            let values = Set(part.map { setting.text($0.dimensions) })
            // A part with one rate, or one kind of keys, says so once in its heading.
            let isHeading = ["keys", "rate"].contains(setting.title) && values.count == 1
            let longest = ([setting.title] + values).map(\.count).max() ?? 0
            guard !isHeading, longest + 2 <= rest else { continue }
            rest -= longest + 2
            labels.append(setting)
        }
        return labels
    }

    /// Every value of the following settings, where they apply: `min ISR 1 at RF 1, 2 at RF 3`.
    func followingTexts(_ summaries: [ConfigurationSummary]) -> [String] {
        following.map { setting, leader in
            var seen: Set<String> = []
            let values = summaries.map(\.dimensions).filter {
                !setting.text($0).isEmpty && seen.insert(leader.text($0)).inserted
            }
            return setting.title + " "
                + values.map { "\(setting.text($0)) at \(leader.phrase($0))" }
                .joined(separator: ", ")
        }
    }

    /// Whether idempotence is what acks makes of it, so that it need not be told beside acks.
    static func followsAcks(_ setting: Setting, in dimensions: [RunDimensions]) -> Bool {
        setting.title == Setting.idempotence.title && determines(.acks, setting, in: dimensions)
    }

    /// Whether equal values of `leader` always come with equal values of `setting`.
    private static func determines(
        _ leader: Setting, _ setting: Setting, in dimensions: [RunDimensions]
    ) -> Bool {
        var values: [String: String] = [:]
        for one in dimensions {
            let value = setting.text(one)
            if values.updateValue(value, forKey: leader.text(one)) ?? value != value {
                return false
            }
        }
        return true
    }
}
