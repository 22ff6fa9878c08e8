import RunResults

extension Setting {
    /// `enable.idempotence`, which by default follows acks.
    static let idempotence = choice("idempotence", usual: nil) { $0.enableIdempotence }

    /// What decides how clients and brokers bear faults, and the faults. Empty in results that
    /// were written before there were any.
    static let disturbances: [Setting] = [
        idempotence,
        choice("unclean election", usual: "off") { $0.uncleanLeaderElection },
        Setting(
            "retries", usual: NumberText.count(Int(Int32.max)),
            text: { $0.retriesMax.map(NumberText.count) ?? "" }),
        time("retry backoff", usual: 100) { $0.retryBackoffMilliseconds },
        time("retry backoff max", usual: 1_000) { $0.retryBackoffMaxMilliseconds },
        time("request timeout", usual: 30_000) { $0.requestTimeoutMilliseconds },
        time("delivery timeout", usual: 120_000) { $0.deliveryTimeoutMilliseconds },
        time("metadata age max", usual: 300_000) { $0.metadataAgeMaxMilliseconds },
        time("replica fetch wait", usual: 500) { $0.replicaFetchWaitMaxMilliseconds },
        time("replica fetch timeout", usual: 30_000) { $0.replicaFetchTimeoutMilliseconds },
        time("session timeout", usual: 9_000) { $0.sessionTimeoutMilliseconds },
        time("heartbeat", usual: 2_000) { $0.heartbeatIntervalMilliseconds },
        time("leader imbalance check", usual: 300_000) {
            $0.leaderImbalanceCheckSeconds.map { $0 * 1_000 }
        },
        Setting(
            "partition switch", isWord: true, usual: "live", text: { $0.partitionSwitch ?? "" }),
        Setting("faults", isWord: true, text: { $0.faultPlan ?? "" }),
    ]

    private static func choice(
        _ title: String, usual: String?, _ path: @escaping @Sendable (RunDimensions) -> Bool?
    ) -> Setting {
        Setting(
            title, isWord: true, usual: usual,
            text: { path($0).map { $0 ? "on" : "off" } ?? "" })
    }

    /// - Parameter usual: Kafka's default, milliseconds.
    static func time(
        _ title: String, usual: Double,
        _ path: @escaping @Sendable (RunDimensions) -> Double?
    ) -> Setting {
        Setting(
            title, usual: NumberText.time(microseconds: usual * 1_000),
            text: { path($0).map { NumberText.time(microseconds: $0 * 1_000) } ?? "" })
    }
}
