import Records

extension CellRule {
    /// What the settings of consumers must agree on.
    static let consumption = [
        heartbeatsKeepTheMembership, membersBeginSomewhere, mediansAreLognormal, meanOrMedian,
        distributionsHaveAMean,
    ]

    private static let heartbeatsKeepTheMembership = CellRule(
        settings: ["consumers.heartbeat.interval.ms", "consumers.session.timeout.ms"]
    ) { cell in
        let consumers = cell.consumers
        guard consumers.isSubscribed else { return nil }
        return consumers.heartbeatInterval >= consumers.sessionTimeout
            ? "consumers.heartbeat.interval.ms \(consumers.heartbeatInterval) is not below "
                + "consumers.session.timeout.ms \(consumers.sessionTimeout)"
            : nil
    }

    private static let membersBeginSomewhere = CellRule(
        settings: ["consumers.auto.offset.reset"]
    ) { cell in
        guard cell.consumers.isSubscribed, cell.consumers.reset == .none else { return nil }
        return "consumers.auto.offset.reset none lets no member begin: the topic is new, so "
            + "that nothing is committed"
    }

    private static let mediansAreLognormal = CellRule(
        settings: ["consumers.service.time.median", "consumers.service.time.distribution"]
    ) { cell in
        let time = cell.consumers.serviceTime
        guard let median = time.median, time.distribution != .lognormal else { return nil }
        return "consumers.service.time.median \(median) is only for lognormal, and "
            + "consumers.service.time.distribution is \(time.distribution.rawValue)"
    }

    private static let meanOrMedian = CellRule(
        settings: ["consumers.service.time.median", "consumers.service.time.mean"]
    ) { cell in
        let time = cell.consumers.serviceTime
        guard let median = time.median, time.mean > .zero else { return nil }
        return "consumers.service.time.median \(median) and consumers.service.time.mean "
            + "\(time.mean) are both given; expected one of them"
    }

    private static let distributionsHaveAMean = CellRule(
        settings: ["consumers.service.time.distribution", "consumers.service.time.mean"]
    ) { cell in
        let time = cell.consumers.serviceTime
        guard time.distribution != .fixed, time.meanTime == .zero else { return nil }
        return "consumers.service.time.distribution \(time.distribution.rawValue) needs "
            + "consumers.service.time.mean above 0"
    }
}
