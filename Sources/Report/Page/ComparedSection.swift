import RunResults

/// What the page says of the comparisons of its folder.
struct ComparedSection {
    private let pairs: [ComparedPair]
    private let marks: FlagMarks

    /// More comparisons than this are summed up in the answers by their number alone.
    private static let answersMax = 3
    /// Of more than this the page has the first measures alone.
    private static let tablesMax = 8

    init(_ pairs: [ComparedPair], marks: FlagMarks) {
        self.pairs = pairs
        self.marks = marks
    }

    var isEmpty: Bool { pairs.isEmpty }

    /// How to read the tables.
    var introduction: String {
        guard let row = pairs.first?.rows.first else { return "" }
        return "What was run \(row.isPaired ? "in pairs" : "apart"): medians of A and B, and the "
            + "geometric mean of the ratios. The interval of the first measure holds the truth in "
            + "\(ComparisonText.confidence(row.confidence)) of comparisons, those of all others "
            + "do so together. Different: an interval without 0; no difference: one within "
            + "±\(ComparisonText.percent(row.margin)); inconclusive: neither. `comparison.md` "
            + "has every measure."
    }

    /// A sentence for the first measure of each comparison.
    var answers: [String] {
        guard pairs.count <= Self.answersMax else {
            let verdicts = pairs.compactMap { $0.rows.first?.verdict }
            let counts = ["different", "no difference", "inconclusive", "n/a"].compactMap { name in
                let count = verdicts.filter { $0 == name }.count
                return count > 0 ? "\(count) \(name)" : nil
            }
            return ["Of \(pairs.count) comparisons: \(counts.joined(separator: ", "))."]
        }
        return pairs.compactMap { pair in
            guard let row = pair.rows.first else { return nil }
            guard let difference = row.difference, let interval = Self.interval(row) else {
                return "\(pair.title): \(row.measure) cannot be compared."
            }
            return "\(pair.title): \(row.measure) \(row.verdict), "
                + "\(ComparisonText.signedPercent(difference))\(mark(pair)) (\(interval))."
        }
    }

    /// The first measures of all where there are several, then all measures of each.
    var tables: [PageTable] {
        var tables = (pairs.count > Self.tablesMax ? [] : pairs).map { pair in
            PageTable(grid(pair), caption: pair.title, label: pair.title, marks: marks)
        }
        if pairs.count > 1 {
            tables.insert(
                PageTable(
                    overview, caption: "All comparisons", label: "All comparisons",
                    marks: marks, wide: [0]), at: 0)
        }
        return tables
    }

    private static let differences = [
        Grid.Heading(title: "B against A"), Grid.Heading(title: "interval"),
        Grid.Heading(title: "verdict", isNumber: false), Grid.Heading(title: "could have seen"),
    ]

    private var overview: Grid {
        var grid = Grid(
            headings: ["comparison", "measure"].map { Grid.Heading(title: $0, isNumber: false) })
        grid.headings += Self.differences
        for pair in pairs {
            guard let row = pair.rows.first else { continue }
            grid.rows.append([pair.title, row.measure] + cells(row, of: pair))
        }
        return grid
    }

    private func grid(_ pair: ComparedPair) -> Grid {
        var grid = Grid(headings: [Grid.Heading(title: "measure", isNumber: false)])
        grid.headings += ["A", "B"].map { Grid.Heading(title: $0) } + Self.differences
        grid.headings.append(
            Grid.Heading(title: pair.rows.first?.isPaired == true ? "pairs" : "runs"))
        for row in pair.rows {
            let medians = [(row.aMedian, row.aFlags), (row.bMedian, row.bFlags)].map {
                median, flags in
                median.map {
                    ComparisonText.value($0, column: row.measure)
                        + marks.text(.latency, of: Set(ComparedPair.flags(flags)))
                } ?? "n/a"
            }
            grid.rows.append(
                [row.measure] + medians + cells(row, of: pair) + ["\(row.pairs)"])
        }
        return grid
    }

    private func cells(_ row: ComparedRow, of pair: ComparedPair) -> [String] {
        guard let difference = row.difference, let interval = Self.interval(row) else {
            return ["n/a", "", "n/a", ""]
        }
        return [
            ComparisonText.signedPercent(difference) + mark(pair), interval, row.verdict,
            row.detectable.map(ComparisonText.percent) ?? "",
        ]
    }

    /// The flags that cast doubt on throughput, latency and cost, which are all that is compared.
    private func mark(_ pair: ComparedPair) -> String { marks.text(.latency, of: pair.flags) }

    private static func interval(_ row: ComparedRow) -> String? {
        guard let low = row.low, let high = row.high else { return nil }
        return "\(ComparisonText.signedPercent(low)) to \(ComparisonText.signedPercent(high))"
    }
}
