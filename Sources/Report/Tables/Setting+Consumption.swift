import RunResults

extension Setting {
    /// How groups read. Empty in results that were written before groups could subscribe.
    static let consumption: [Setting] = [
        word("assignment", usual: "manual") { $0.assignment },
        word("static members", usual: "off") { $0.staticMembers.map { $0 ? "on" : "off" } },
        word("commit", usual: "after") { $0.commitMoment },
        word("commit mode", usual: "sync") { $0.commitMode },
        word("offset reset", usual: "earliest") { $0.offsetReset },
        time("member session timeout", usual: 45_000) { $0.memberSessionTimeoutMilliseconds },
        time("member heartbeat", usual: 3_000) { $0.memberHeartbeatMilliseconds },
        time("max poll interval", usual: 300_000) { $0.pollIntervalMaxMilliseconds },
        Setting(
            "backlog", usual: "none",
            text: {
                $0.backlogBytes.map { $0 > 0 ? "\(NumberText.count($0)) B" : "none" } ?? ""
            }),
        word("service times", usual: "fixed") { $0.serviceTimeDistribution },
    ]

    private static func word(
        _ title: String, usual: String, _ path: @escaping @Sendable (RunDimensions) -> String?
    ) -> Setting {
        Setting(title, isWord: true, usual: usual, text: { path($0) ?? "" })
    }
}
