package import Comparisons

extension ResultsFolderWriter {
    /// Writes `comparison.md` and `comparison.csv`; before `finish`.
    package func write(_ report: ComparisonReport) throws(ReportError) {
        try Files.write(
            ComparisonMarkdown(report).text, to: "\(partialPath)/comparison.md")
        try Files.write(ComparisonCSV.text(report), to: "\(partialPath)/comparison.csv")
    }
}
