import Records

extension CellRule {
    /// Which times must be longer than others, and what idempotence asks for.
    static let times = [
        deliveryHoldsARequest, backoffGrows, heartbeatsKeepTheSession, fetchesKeepInSync,
        fetchAnswersComeInTime, idempotenceNeedsSettings,
    ]

    private static let deliveryHoldsARequest = CellRule(
        settings: [
            "producers.delivery.timeout.ms", "producers.request.timeout.ms", "producers.linger.ms",
        ]
    ) { cell in
        let producers = cell.producers
        return producers.deliveryTimeout < producers.linger + producers.requestTimeout
            ? "producers.delivery.timeout.ms \(producers.deliveryTimeout) is below "
                + "producers.linger.ms \(producers.linger) and producers.request.timeout.ms "
                + "\(producers.requestTimeout) together"
            : nil
    }

    private static let backoffGrows = CellRule(
        settings: ["producers.retry.backoff.ms", "producers.retry.backoff.max.ms"]
    ) { cell in
        cell.producers.retryBackoff > cell.producers.retryBackoffMax
            ? "producers.retry.backoff.ms \(cell.producers.retryBackoff) is above "
                + "producers.retry.backoff.max.ms \(cell.producers.retryBackoffMax)"
            : nil
    }

    private static let heartbeatsKeepTheSession = CellRule(
        settings: ["cluster.broker.heartbeat.interval.ms", "cluster.broker.session.timeout.ms"]
    ) { cell in
        cell.cluster.heartbeatInterval >= cell.cluster.sessionTimeout
            ? "cluster.broker.heartbeat.interval.ms \(cell.cluster.heartbeatInterval) is not "
                + "below cluster.broker.session.timeout.ms \(cell.cluster.sessionTimeout)"
            : nil
    }

    private static let fetchesKeepInSync = CellRule(
        settings: ["cluster.replica.fetch.wait.max.ms", "cluster.replica.lag.time.max.ms"]
    ) { cell in
        cell.cluster.replicaFetchWaitMax > cell.cluster.replicaLagTimeMax
            ? "cluster.replica.fetch.wait.max.ms \(cell.cluster.replicaFetchWaitMax) is above "
                + "cluster.replica.lag.time.max.ms \(cell.cluster.replicaLagTimeMax)"
            : nil
    }

    private static let fetchAnswersComeInTime = CellRule(
        settings: ["cluster.replica.socket.timeout.ms", "cluster.replica.fetch.wait.max.ms"]
    ) { cell in
        cell.cluster.replicaFetchTimeout < cell.cluster.replicaFetchWaitMax
            ? "cluster.replica.socket.timeout.ms \(cell.cluster.replicaFetchTimeout) is below "
                + "cluster.replica.fetch.wait.max.ms \(cell.cluster.replicaFetchWaitMax)"
            : nil
    }

    private static let idempotenceNeedsSettings = CellRule(
        settings: [
            "producers.enable.idempotence", "producers.acks", "producers.max.in.flight",
            "producers.retries",
        ]
    ) { cell in
        let producers = cell.producers
        guard producers.isIdempotent, !producers.canBeIdempotent else { return nil }
        let culprit =
            if producers.acks != .all {
                "producers.acks all, and it is \(producers.acks.rawValue)"
            } else if producers.maxInFlight > 5 {
                "producers.max.in.flight at most 5, and it is \(producers.maxInFlight)"
            } else {
                "producers.retries above 0"
            }
        return "producers.enable.idempotence true needs \(culprit)"
    }
}
