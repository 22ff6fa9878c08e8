package import RunResults

/// A bench as one JSON document; `Results/README.md` describes it.
package struct BenchJSON: Encodable {
    /// The layout of the document; 1 is the only one so far.
    private let format = 1
    private let workload: String
    private let question: String
    private let results: String
    private let interrupted: Bool
    private let environment: RunEnvironment
    private let skipped: [String]
    private let headlines: [String]
    private let configurations: [[String: Cell]]
    private let runs: [[String: Cell]]

    /// `resultsPath` is the folder that holds the rest.
    package init(_ bench: BenchResult, resultsPath: String) {
        let summaries = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs))
        workload = bench.workload
        question = bench.question
        results = resultsPath
        interrupted = bench.interrupted
        environment = bench.environment
        skipped = bench.skipped
        headlines =
            Headlines(bench, summaries: summaries, marks: FlagMarks(bench.runs)).sentences
        configurations = summaries.map { summary in
            Self.row(
                ConfigurationSummary.columnNames, summary.cells(environment: bench.environment))
        }
        runs = bench.runs.map { run in
            Self.row(
                ResultColumn.all.map(\.name),
                ResultColumn.all.map { $0.value(run, bench.environment) })
        }
    }

    /// The document on many lines, ending in a newline.
    package func text() throws(ReportError) -> String { try JSONText.page(self) }

    /// The cells that a row has, by the names of their columns; flags as a list.
    private static func row(_ names: [String], _ values: [CellValue]) -> [String: Cell] {
        var row: [String: Cell] = [:]
        for (name, value) in zip(names, values) {
            if case .text(let text) = value, name == "flags" {
                row[name] = .list(text.split(separator: ";").map(String.init))
            } else {
                row[name] = Cell(value)
            }
        }
        return row
    }

    private enum Cell: Encodable {
        case text(String)
        case count(Int)
        case number(Double)
        case list([String])
        case none

        /// nil for what the row does not have.
        init?(_ value: CellValue) {
            switch value {
            case .text(let text): self = .text(text)
            case .count(let count): self = .count(count)
            case .number(let number) where number.isFinite: self = .number(number)
            case .tooFewSamples: self = .none
            case .number, .notAvailable: return nil
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .count(let count): try container.encode(count)
            case .number(let number): try container.encode(number)
            case .list(let texts): try container.encode(texts)
            case .none: try container.encodeNil()
            }
        }
    }
}
