/// Counts anomalies and keeps the first few of each.
struct FindingTally {
    private struct Slot {
        var forbidden = 0
        var permitted: [HistoryPermission: Int] = [:]
        var forbiddenFindings: [HistoryFinding] = []
        var permittedFindings: [HistoryFinding] = []
    }

    /// At most so many findings of each anomaly, forbidden and permitted apart.
    let findingsMax: Int
    private var slots: [HistoryAnomaly: Slot] = [:]

    init(findingsMax: Int) { self.findingsMax = findingsMax }

    /// Counts one; true where there is room for it among the findings.
    mutating func count(_ anomaly: HistoryAnomaly, _ permission: HistoryPermission?) -> Bool {
        if let permission {
            slots[anomaly, default: Slot()].permitted[permission, default: 0] += 1
            return slots[anomaly, default: Slot()].permittedFindings.count < findingsMax
        }
        slots[anomaly, default: Slot()].forbidden += 1
        return slots[anomaly, default: Slot()].forbiddenFindings.count < findingsMax
    }

    /// Keeps a finding that was counted.
    mutating func keep(_ finding: HistoryFinding) {
        if finding.permittedBy == nil {
            slots[finding.anomaly, default: Slot()].forbiddenFindings.append(finding)
        } else {
            slots[finding.anomaly, default: Slot()].permittedFindings.append(finding)
        }
    }

    /// In the order of `HistoryAnomaly`, their reasons in the order of `HistoryPermission`.
    var counts: [HistoryCount] {
        HistoryAnomaly.allCases.map { anomaly in
            var count = HistoryCount(anomaly)
            guard let slot = slots[anomaly] else { return count }
            count.forbidden = slot.forbidden
            count.reasons = HistoryPermission.allCases.compactMap { permission in
                slot.permitted[permission].map { HistoryCount.Reason(permission, $0) }
            }
            count.permitted = count.reasons.reduce(0) { $0 + $1.count }
            return count
        }
    }

    /// In the order of `HistoryAnomaly`, forbidden ones first, each in the order it was kept.
    var findings: [HistoryFinding] {
        HistoryAnomaly.allCases.flatMap { anomaly in
            slots[anomaly].map { $0.forbiddenFindings + $0.permittedFindings } ?? []
        }
    }
}
