package import Checker

/// The verdict on a history as text. Equal verdicts give equal text.
package struct HistoryReport {
    package let verdict: HistoryVerdict

    package init(_ verdict: HistoryVerdict) { self.verdict = verdict }

    /// Whether there is an anomaly that no setting permits.
    package var hasForbidden: Bool { verdict.forbidden > 0 }

    /// For people: what was found, the settings it was held against, and the records that show
    /// it.
    package var markdown: String { HistoryMarkdown(verdict: verdict).text }

    /// For spreadsheets: a row for each anomaly, `n/a` where the history cannot tell.
    package var csv: String {
        let rows = verdict.counts.map { count in
            [
                count.anomaly.rawValue, count.isTold ? "\(count.forbidden)" : "n/a",
                count.isTold ? "\(count.permitted)" : "n/a",
                count.reasons.map { "\($0.permission.rawValue) \($0.count)" }
                    .joined(separator: ";"),
            ]
        }
        return ([["anomaly", "forbidden", "permitted", "permitted_by"]] + rows)
            .map { $0.map(CSVFile.quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// For programs: everything, keys sorted.
    ///
    /// - Throws: `ReportError` never in practice: a verdict holds nothing that JSON lacks.
    package func json() throws(ReportError) -> String {
        try JSONText.page(Page(verdict))
    }

    private struct Page: Encodable {
        let forbidden: Int
        let permitted: Int
        let totals: HistoryTotals
        let anomalies: [HistoryCount]
        let findings: [HistoryFinding]

        init(_ verdict: HistoryVerdict) {
            forbidden = verdict.forbidden
            permitted = verdict.permitted
            totals = verdict.totals
            anomalies = verdict.counts
            findings = verdict.findings
        }
    }
}
