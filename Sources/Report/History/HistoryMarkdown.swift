import Checker
import Planner
import Records

/// A history's verdict for people.
struct HistoryMarkdown {
    let verdict: HistoryVerdict

    var text: String {
        var page = MarkdownPage()
        let forbidden = verdict.forbidden
        page.heading(
            1,
            "\(forbidden) \(forbidden == 1 ? "anomaly" : "anomalies") forbidden, "
                + "\(verdict.permitted) permitted")
        page.paragraph(totals)
        page.paragraph(settings)
        if verdict.totals.isTruncated {
            page.paragraph(
                "**The history was cut** at the bound of its recorder: what was never read "
                    + "cannot be told.")
        }
        page.table(
            ["anomaly", "forbidden", "permitted", "permitted by", "meaning"],
            verdict.counts.map { count in
                [
                    count.anomaly.rawValue, count.isTold ? "\(count.forbidden)" : "n/a",
                    count.isTold ? "\(count.permitted)" : "n/a",
                    count.reasons.map { "\($0.permission.rawValue): \($0.count)" }
                        .joined(separator: ", "),
                    count.anomaly.meaning,
                ]
            })
        for anomaly in HistoryAnomaly.allCases {
            add(anomaly, isForbidden: true, to: &page)
            add(anomaly, isForbidden: false, to: &page)
        }
        return page.text
    }

    private var totals: String {
        let totals = verdict.totals
        let source = verdict.settings.source
        func number(_ count: Int) -> String { Figure.number(Double(count)) }
        let sends =
            Figure.count(totals.sends, "send")
            + " (\(number(totals.ok)) ok, \(number(totals.fail)) fail, "
            + "\(number(totals.info)) info)"
        let parts = [
            sends, Figure.count(totals.recordsRead, "record") + " read",
            Figure.count(totals.polls, "poll"),
            Figure.count(totals.groups, "group"), Figure.count(totals.partitions, "partition"),
            Figure.count(totals.faults, "fault"),
        ]
        return (source.isEmpty ? "" : "\(source): ") + parts.joined(separator: ", ") + "."
    }

    private var settings: String {
        let settings = verdict.settings
        let flush = settings.flushMessages.map { "\($0)" } ?? "none"
        var parts = [
            "acks=\(settings.acks.rawValue)", "RF \(settings.replicationFactor)",
            "min ISR \(settings.minInsyncReplicas)",
            "idempotence \(settings.isIdempotent ? "on" : "off")",
            "\(settings.inFlightRequestsMax) in flight",
            "unclean election \(settings.uncleanLeaderElection ? "on" : "off")",
            settings.isolation.rawValue, "flush.messages \(flush)",
            "consumers \(settings.consumerMode.rawValue)",
            "commit \(settings.commit.rawValue) processing",
        ]
        if settings.isCompacted { parts.append("compacted") }
        if settings.hasRetention { parts.append("retention") }
        parts.append(settings.hasFinalRead ? "with a final read" : "without a final read")
        return "Held against: " + parts.joined(separator: ", ") + "."
    }

    private func add(_ anomaly: HistoryAnomaly, isForbidden: Bool, to page: inout MarkdownPage) {
        let findings = verdict.findings.filter {
            $0.anomaly == anomaly && ($0.permittedBy == nil) == isForbidden
        }
        guard !findings.isEmpty else { return }
        let count = verdict[anomaly]
        let total = isForbidden ? count.forbidden : count.permitted
        page.heading(2, "\(anomaly.rawValue), \(isForbidden ? "forbidden" : "permitted")")
        if total > findings.count {
            page.paragraph("The first \(findings.count) of \(total).")
        }
        page.table(Self.headings, findings.enumerated().flatMap(rows))
    }

    private static let headings = [
        "#", "permitted by", "group", "consumer", "send", "producer id/epoch", "key",
        "partition", "offset", "epoch", "outcome", "invoked ns", "completed ns", "read ns",
    ]

    private func rows(_ index: Int, _ finding: HistoryFinding) -> [[String]] {
        finding.records.enumerated().map { place, record in
            let lead =
                place == 0
                ? [
                    "\(index + 1)", finding.permittedBy?.rawValue ?? "", finding.group ?? "",
                    finding.consumer ?? "",
                ] : ["", "", "", ""]
            return lead + cells(record)
        }
    }

    private func cells(_ record: CitedRecord) -> [String] {
        func text(_ value: (some CustomStringConvertible)?) -> String {
            value.map { "\($0)" } ?? ""
        }
        let key = record.key.map { "\($0) \(text(record.keySequence))" }
        let producer = record.producerID.map { "\($0)/\(text(record.producerEpoch))" }
        return [
            "\(record.producer):\(record.sequence)", producer ?? "", key ?? "",
            "\(record.partition)", text(record.offset), text(record.leaderEpoch),
            record.outcome?.rawValue ?? "", text(record.invokeTimeNanoseconds),
            text(record.completeTimeNanoseconds), text(record.readTimeNanoseconds),
        ]
    }
}
