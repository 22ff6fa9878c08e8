package import RunResults

/// The CSV files: RFC 4180 quoting, lines end in a newline, the first names the columns.
package enum CSVFile {
    /// `runs.csv`: a row for each run, in the order in which they ran.
    package static func runs(of bench: BenchResult) -> String {
        let rows = bench.runs.map { run in
            ResultColumn.all.map { $0.value(run, bench.environment).csvText }
        }
        return text([ResultColumn.all.map(\.name)] + rows)
    }

    /// `summary.csv`: a row for each configuration, sorted by its settings.
    package static func summary(of bench: BenchResult) -> String {
        let rows = Setting.sorted(ConfigurationSummary.summaries(of: bench.runs)).map { summary in
            summary.cells(environment: bench.environment).map(\.csvText)
        }
        return text([ConfigurationSummary.columnNames] + rows)
    }

    /// `field` as RFC 4180 wants it: in quotes, its own doubled, where it holds a comma, a quote
    /// or a line break.
    package static func quoted(_ field: String) -> String {
        let needsQuotes = field.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// `rows` of fields as a file.
    static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }
}
