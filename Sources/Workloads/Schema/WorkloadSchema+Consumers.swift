import Records

extension WorkloadSchema {
    static let consumers: [Setting] = members + serviceTime + commit

    private static let subscription =
        "consumers.assignment range, roundrobin, sticky or cooperative-sticky"

    private static let members: [Setting] = [
        Setting("consumers", "groups", \.consumers.groups, .wholeNumber(0...1_000)),
        Setting(
            "consumers", "count", need: "consumers.groups above 0", \.consumers.count,
            .wholeNumber(1...65_535)),
        Setting(
            "consumers", "assignment", synonyms: ["partition.assignment.strategy"],
            \.consumers.assignment, .word()),
        Setting(
            "consumers", "group.instance.id", need: subscription, \.consumers.isStatic, .truth),
        Setting(
            "consumers", "auto.offset.reset", need: subscription, \.consumers.reset,
            .offsetReset),
        Setting(
            "consumers", "session.timeout.ms", need: subscription, \.consumers.sessionTimeout,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "consumers", "heartbeat.interval.ms", need: subscription,
            \.consumers.heartbeatInterval,
            .duration(.aboveZero, bareUnit: "ms")),
        Setting(
            "consumers", "max.poll.interval.ms", need: subscription,
            \.consumers.pollIntervalMax,
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
            "consumers.service.time", "sigma",
            need: "consumers.service.time.distribution lognormal", \.consumers.serviceTime.sigma,
            .number(0.01...5)),
    ]

    private static let commit: [Setting] = [
        Setting(
            "consumers.commit", "when", isShortForm: true, need: subscription,
            \.consumers.commit.moment, .word()),
        Setting(
            "consumers.commit", "mode", need: subscription, \.consumers.commit.mode, .word()),
        Setting(
            "consumers.commit", "interval", need: "consumers.commit.mode auto",
            \.consumers.commit.interval, .duration(.aboveZero)),
    ]
}
