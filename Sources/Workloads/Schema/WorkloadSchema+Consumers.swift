import Records

extension WorkloadSchema {
    static let consumers: [Setting] = members + serviceTime + commit

    private static let members: [Setting] = [
        Setting("consumers", "groups", \.consumers.groups, .wholeNumber(0...1_000)),
        Setting(
            "consumers", "count", need: "consumers.groups above 0", \.consumers.count,
            .wholeNumber(1...65_535)),
        Setting("consumers", "assignment", \.consumers.assignment, .word()),
        Setting("consumers", "group.instance.id", \.consumers.isStatic, .truth),
        Setting("consumers", "auto.offset.reset", \.consumers.reset, .offsetReset),
        Setting(
            "consumers", "session.timeout.ms", \.consumers.sessionTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "consumers", "heartbeat.interval.ms", \.consumers.heartbeatInterval,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "consumers", "max.poll.interval.ms", \.consumers.pollIntervalMax,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "consumers", "backlog", \.consumers.backlogBytes, .bytes(1...(1 << 50)), or: "none"),
    ]

    private static let serviceTime: [Setting] = [
        Setting(
            "consumers.service.time", "distribution", \.consumers.serviceTime.distribution,
            .word()),
        Setting(
            "consumers.service.time", "mean", isShortForm: true, \.consumers.serviceTime.mean,
            .duration(.zeroOrMore)),
        Setting(
            "consumers.service.time", "median", \.consumers.serviceTime.median,
            .duration(.aboveZero), or: "none"),
        Setting(
            "consumers.service.time", "sigma", \.consumers.serviceTime.sigma, .number(0.01...5)),
    ]

    private static let commit: [Setting] = [
        Setting(
            "consumers.commit", "when", isShortForm: true, \.consumers.commit.moment, .word()),
        Setting("consumers.commit", "mode", \.consumers.commit.mode, .word()),
        Setting(
            "consumers.commit", "interval", \.consumers.commit.interval, .duration(.aboveZero)),
    ]
}
