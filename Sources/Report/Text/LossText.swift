import RunResults

/// Losses for people: how many, and what permits them.
enum LossText {
    /// `1,234`; where it was judged also `1,234 permitted`, or `1,234, 2 forbidden`; `n/a` where
    /// nobody looked.
    static func cell(_ counts: VerificationCounts) -> String {
        guard let count = counts.lostAcknowledged else { return "n/a" }
        let lost = NumberText.count(count)
        guard count > 0, let forbidden = counts.lostForbidden else { return lost }
        return forbidden == 0 ? "\(lost) permitted" : "\(lost), \(forbiddenText(forbidden))"
    }

    /// `1,234 by acks=1, 5 by lost replicas`; empty where nothing was permitted.
    static func permissions(_ counts: VerificationCounts) -> String {
        (counts.permittedLosses ?? [:]).filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\(NumberText.count($0.value)) by \(phrase($0.key))" }
            .joined(separator: ", ")
    }

    static func forbiddenText(_ count: Int) -> String { "\(NumberText.count(count)) forbidden" }

    /// A permission's name in words.
    private static func phrase(_ permission: String) -> String {
        switch permission {
        case "acks-0": "acks=0"
        case "acks-1": "acks=1"
        case "unclean-election": "unclean election"
        case "lost-replicas": "lost replicas"
        default: permission
        }
    }
}
