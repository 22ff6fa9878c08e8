/// The judgement of one history. Equal histories give equal verdicts.
package struct HistoryVerdict: Hashable, Sendable {
    package var settings: HistorySettings
    package var totals: HistoryTotals
    /// One for each anomaly, in the order of `HistoryAnomaly`.
    package var counts: [HistoryCount]
    /// At most so many as were asked for of each anomaly, forbidden and permitted apart; the
    /// counts know no bound.
    package var findings: [HistoryFinding]

    package init(
        settings: HistorySettings, totals: HistoryTotals, counts: [HistoryCount],
        findings: [HistoryFinding]
    ) {
        self.settings = settings
        self.totals = totals
        self.counts = counts
        self.findings = findings
    }

    /// Anomalies that no setting permits.
    package var forbidden: Int { counts.reduce(0) { $0 + $1.forbidden } }
    /// Anomalies that the settings permit.
    package var permitted: Int { counts.reduce(0) { $0 + $1.permitted } }

    /// The count of one anomaly.
    package subscript(_ anomaly: HistoryAnomaly) -> HistoryCount {
        counts.first { $0.anomaly == anomaly } ?? HistoryCount(anomaly)
    }
}

/// How often one anomaly was found.
package struct HistoryCount: Hashable, Sendable, Encodable {
    package var anomaly: HistoryAnomaly
    package var forbidden = 0
    /// The sum of `reasons`.
    package var permitted = 0
    /// What permitted them, in the order of `HistoryPermission`, each more than 0 times.
    package var reasons: [Reason] = []
    /// False where the history cannot tell: its counts are 0 and say nothing.
    package var isTold = true

    package struct Reason: Hashable, Sendable, Encodable {
        package var permission: HistoryPermission
        package var count: Int

        package init(_ permission: HistoryPermission, _ count: Int) {
            self.permission = permission
            self.count = count
        }
    }

    package init(_ anomaly: HistoryAnomaly) { self.anomaly = anomaly }

    enum CodingKeys: String, CodingKey {
        case anomaly, forbidden, permitted, reasons
        case isTold = "told"
    }
}

/// What a history holds.
package struct HistoryTotals: Hashable, Sendable, Encodable {
    package var events = 0
    /// Invoked sends; those without a completion are `info`.
    package var sends = 0
    package var ok = 0
    package var fail = 0
    package var info = 0
    package var polls = 0
    package var recordsRead = 0
    package var partitions = 0
    package var groups = 0
    package var faults = 0
    package var isTruncated = false

    package init() {}

    enum CodingKeys: String, CodingKey {
        case events, sends, ok, fail, info, polls, partitions, groups, faults
        case recordsRead = "records_read"
        case isTruncated = "truncated"
    }
}
