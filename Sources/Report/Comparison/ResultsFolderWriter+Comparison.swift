package import Comparisons

extension ResultsFolderWriter {
    /// Writes `comparison.md` and `comparison.csv`; before `finish`.
    package func write(_ report: ComparisonReport) throws(ReportError) {
        try Files.write(
            ComparisonMarkdown(report).text, to: "\(partialPath)/\(ResultsFolder.comparisonPage)")
        try Files.write(
            ComparisonCSV.text(report), to: "\(partialPath)/\(ResultsFolder.comparisonTable)")
    }
}
