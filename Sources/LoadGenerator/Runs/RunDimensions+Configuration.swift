import Faults
import Records
package import RunResults
package import Workloads

extension RunDimensions {
    /// The columns that name `configuration`.
    package init(_ configuration: RunConfiguration, engine: String) {
        self.init()
        let topic = configuration.topic
        let producers = configuration.producers
        let key = configuration.records.key
        let cluster = configuration.cluster
        workload = configuration.workload
        self.engine = engine
        keyDistribution = Self.distribution(key)
        keyCardinality = key.cardinality
        recordBytes = configuration.records.meanBytes
        switch producers.rate {
        case .max: rate = "max"
        case .search:
            rate = "search"
            arrival = producers.arrival.rawValue
        case .recordsPerSecond(let perSecond):
            rate = perSecond == perSecond.rounded() ? "\(Int(perSecond))" : "\(perSecond)"
            arrival = producers.arrival.rawValue
        }
        partitions = topic.partitions
        replicationFactor = topic.replicationFactor
        minInsyncReplicas = topic.minInsyncReplicas
        acks = producers.acks.rawValue
        brokers = cluster.brokers
        self.producers = producers.count
        groups = configuration.consumers.groups
        consumers = configuration.consumers.count
        batchBytes = producers.batchBytes
        lingerMilliseconds = producers.linger.seconds * 1e3
        maxInFlight = producers.maxInFlight
        compression = producers.compression.rawValue
        nullKeyPartitioner = key.field == .none ? producers.nullKeyPartitioner.rawValue : ""
        roundTripMicroseconds = cluster.network.roundTripTime.seconds * 1e6
        jitterMicroseconds = cluster.network.jitter.seconds * 1e6
        bandwidthMegabitsPerSecond =
            (cluster.network.bandwidthBytesPerSecond ?? 0) * 8 / 1e6
        serviceTimeMicroseconds = configuration.consumers.serviceTime.meanTime.seconds * 1e6
        flushMessages = cluster.flushMessages ?? 0
        valueBytes = configuration.records.meanBytes - configuration.records.keyBytes
        segmentBytes = topic.segmentBytes
        segmentMilliseconds = (topic.segmentTime?.seconds ?? 0) * 1e3
        retentionBytes = topic.retentionBytes ?? 0
        bufferMemoryBytes = producers.bufferMemoryBytes
        replicaLagTimeMaxMilliseconds = cluster.replicaLagTimeMax.seconds * 1e3
        flushMilliseconds = (cluster.flushInterval?.seconds ?? 0) * 1e3
        setLoad(configuration)
        setDisturbances(configuration)
        setRetention(configuration)
        setConsumption(configuration.consumers)
    }

    /// What becomes of old records.
    private mutating func setRetention(_ configuration: RunConfiguration) {
        let topic = configuration.topic
        partitionSwitch = configuration.producers.partitionSwitch.rawValue
        cleanupPolicy = topic.cleanupPolicy.rawValue
        retentionMilliseconds = (topic.retentionTime?.seconds ?? 0) * 1e3
        retentionSparesUnread = topic.retentionSparesUnread
        minCompactionLagMilliseconds = topic.minCompactionLag.seconds * 1e3
        minCleanableDirtyRatio = topic.minCleanableDirtyRatio
        deleteRetentionMilliseconds = topic.deleteRetention.seconds * 1e3
        cleanerBytesPerSecond = configuration.cluster.cleanerBytesPerSecond ?? 0
    }

    /// How groups read.
    private mutating func setConsumption(_ consumers: ConsumerSettings) {
        assignment = consumers.assignment.rawValue
        backlogBytes = consumers.backlogBytes ?? 0
        let time = consumers.serviceTime
        serviceTimeDistribution =
            time.distribution == .lognormal
            ? "lognormal \(time.sigma)" : time.distribution.rawValue
        guard consumers.isSubscribed else { return }
        staticMembers = consumers.isStatic
        offsetReset =
            switch consumers.reset {
            case .earliest: "earliest"
            case .latest: "latest"
            case .none: "none"
            case .offset(let offset): "\(offset.rawValue)"
            case .ago(let time): time.description
            }
        memberSessionTimeoutMilliseconds = consumers.sessionTimeout.seconds * 1e3
        memberHeartbeatMilliseconds = consumers.heartbeatInterval.seconds * 1e3
        pollIntervalMaxMilliseconds = consumers.pollIntervalMax.seconds * 1e3
        commitMoment = consumers.commit.moment.rawValue
        let mode = consumers.commit.mode
        commitMode = mode.rawValue + (mode == .auto ? " \(consumers.commit.interval)" : "")
    }

    /// What decides how clients and brokers bear faults, and the faults.
    private mutating func setDisturbances(_ configuration: RunConfiguration) {
        let producers = configuration.producers
        let cluster = configuration.cluster
        enableIdempotence = producers.isIdempotent
        retriesMax = producers.retries
        retryBackoffMilliseconds = producers.retryBackoff.seconds * 1e3
        retryBackoffMaxMilliseconds = producers.retryBackoffMax.seconds * 1e3
        requestTimeoutMilliseconds = producers.requestTimeout.seconds * 1e3
        deliveryTimeoutMilliseconds = producers.deliveryTimeout.seconds * 1e3
        metadataAgeMaxMilliseconds = producers.metadataAgeMax.seconds * 1e3
        uncleanLeaderElection = configuration.topic.allowsUncleanElection
        replicaFetchWaitMaxMilliseconds = cluster.replicaFetchWaitMax.seconds * 1e3
        replicaFetchTimeoutMilliseconds = cluster.replicaFetchTimeout.seconds * 1e3
        sessionTimeoutMilliseconds = cluster.sessionTimeout.seconds * 1e3
        heartbeatIntervalMilliseconds = cluster.heartbeatInterval.seconds * 1e3
        leaderImbalanceCheckSeconds = cluster.leaderImbalanceCheckInterval?.seconds ?? 0
        faultPlan = configuration.faults.map(\.description).joined(separator: ";")
    }

    private static func distribution(_ key: KeySettings) -> String {
        switch key.field {
        case .none: "none"
        case .wrong: "wrong-field"
        case .entity:
            switch key.distribution {
            case .uniform: "uniform"
            case .zipfian: "zipfian \(key.exponent)"
            case .hotSet:
                switch key.hotKeys {
                case .share(let share): "hot-set \(key.hotShare) on \(share)"
                case .count(let count): "hot-set \(key.hotShare) on \(count) keys"
                }
            case .sequential: "sequential"
            case .latest: "latest \(key.exponent) turnover \(key.turnover)"
            case .histogram: "histogram \(key.histogram?.label ?? "")"
            }
        }
    }
}
