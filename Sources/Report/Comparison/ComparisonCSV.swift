package import Comparisons
import RunResults

/// `comparison.csv`: a row for each measure of each comparison.
package enum ComparisonCSV {
    /// The columns that follow the settings.
    package static let columns = [
        "configuration", "a", "b", "paired", "measure", "primary", "a_median", "b_median", "pairs",
        "difference_percent", "interval_low_percent", "interval_high_percent",
        "confidence_percent", "margin_percent", "verdict", "detectable_percent", "a_flags",
        "b_flags",
    ]

    /// The settings are those of A.
    package static func text(_ report: ComparisonReport) -> String {
        let settings = ResultColumn.all.filter { $0.role == .setting }
        let headings = ComparisonText.headings(report.comparisons)
        let rows = zip(headings, report.comparisons).flatMap { heading, comparison in
            let shared = settings.map { column in
                comparison.a.runs.first
                    .map { column.value($0, RunEnvironment()).csvText } ?? "n/a"
            }
            return comparison.measures.map {
                shared + [heading] + row($0, of: comparison, margin: report.settings.margin)
            }
        }
        return CSVFile.text([settings.map(\.name) + columns] + rows)
    }

    private static func row(
        _ measure: ComparedMeasure, of comparison: Comparison, margin: Double
    ) -> [String] {
        let difference = measure.difference
        func percent(_ share: Double?) -> String { CellValue(share.map { 100 * $0 }).csvText }
        return [
            comparison.a.label, comparison.b.label, comparison.isPaired ? "true" : "false",
            measure.column, measure.isPrimary ? "true" : "false",
            CellValue(measure.a?.median).csvText, CellValue(measure.b?.median).csvText,
            "\(measure.count)", percent(difference?.estimate), percent(difference?.low),
            percent(difference?.high), percent(measure.confidence), percent(margin),
            measure.verdict?.rawValue ?? "n/a", percent(difference?.detectable),
            comparison.a.flagsText, comparison.b.flagsText,
        ]
    }
}
