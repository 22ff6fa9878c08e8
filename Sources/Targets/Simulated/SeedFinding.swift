import Checker
import Records
import Simulation

/// Something that a seed's history must not show.
package struct SeedFinding: Hashable, Sendable {
    /// The invariant's or anomaly's name, or `liveness`.
    package let name: String
    /// Where and when, and what was found.
    package let detail: String

    init(_ violation: InvariantViolation) {
        name = violation.invariant.rawValue
        detail = "\(violation)"
    }

    init(_ finding: HistoryFinding) {
        name = finding.anomaly.rawValue
        let records = finding.records.map(Self.text).joined(separator: "; ")
        let reader = finding.consumer.map { ", read by consumer \($0)" } ?? ""
        detail = "\(finding.anomaly.rawValue): \(records)\(reader)"
    }

    /// What the healed cluster had not come to in its time.
    init(liveness detail: String) {
        name = "liveness"
        self.detail = detail
    }

    private static func text(_ record: CitedRecord) -> String {
        var words = ["send \(record.producer):\(record.sequence) to partition \(record.partition)"]
        if let key = record.key, let sequence = record.keySequence {
            words.append("key \(key) number \(sequence)")
        }
        if let offset = record.offset { words.append("offset \(offset)") }
        if let epoch = record.leaderEpoch { words.append("epoch \(epoch)") }
        if let outcome = record.outcome { words.append(outcome.rawValue) }
        if let time = record.invokeTimeNanoseconds {
            words.append("sent at \(Trace.text(of: Instant(time))) s")
        }
        if let time = record.readTimeNanoseconds {
            words.append("read at \(Trace.text(of: Instant(time))) s")
        }
        return words.joined(separator: ", ")
    }

    init(name: String, detail: String) {
        self.name = name
        self.detail = detail
    }
}
