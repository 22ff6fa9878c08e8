import RunResults

/// Where a configuration stands in the tables.
struct SortKey: Comparable {
    private let parts: [(number: Double, text: String)]

    init(_ dimensions: RunDimensions) {
        let rate =
            dimensions.isSaturation
            ? Double.infinity : Double(dimensions.rate) ?? .greatestFiniteMagnitude
        var parts: [(number: Double, text: String)] = [
            (rate, ""), (KeyKind(dimensions).rank, dimensions.keyDistribution),
        ]
        // Columns of the CSV, which are numbers rather than the texts of people.
        for value in Self.numbers(of: dimensions) { parts.append((value, "")) }
        for value in Self.texts(of: dimensions) { parts.append((0, value)) }
        let acks = ["0", "1", "all"].firstIndex(of: dimensions.acks) ?? 3
        parts.append((Double(acks), dimensions.acks))
        self.parts = parts
    }

    private static func numbers(of dimensions: RunDimensions) -> [Double] {
        loads(of: dimensions) + later(of: dimensions) + retention(of: dimensions)
            + disturbances(of: dimensions)
    }

    private static func later(of dimensions: RunDimensions) -> [Double] {
        let counts = [
            dimensions.headers, dimensions.headerBytes, dimensions.topics, dimensions.idleProducers,
        ]
        return counts.map { Double($0 ?? 0) } + [dimensions.compressibility ?? 0]
    }

    private static func retention(of dimensions: RunDimensions) -> [Double] {
        [
            dimensions.retentionMilliseconds ?? 0,
            dimensions.retentionSparesUnread == false ? 1 : 0,
            dimensions.minCompactionLagMilliseconds ?? 0, dimensions.minCleanableDirtyRatio ?? 0,
            dimensions.deleteRetentionMilliseconds ?? 0,
            Double(dimensions.cleanerBytesPerSecond ?? 0),
        ]
    }

    private static func disturbances(of dimensions: RunDimensions) -> [Double] {
        [
            dimensions.uncleanLeaderElection == true ? 1 : 0,
            dimensions.enableIdempotence == true ? 1 : 0,
            Double(dimensions.retriesMax ?? 0), dimensions.retryBackoffMilliseconds ?? 0,
            dimensions.retryBackoffMaxMilliseconds ?? 0,
            dimensions.requestTimeoutMilliseconds ?? 0,
            dimensions.deliveryTimeoutMilliseconds ?? 0,
            dimensions.metadataAgeMaxMilliseconds ?? 0,
            dimensions.replicaFetchWaitMaxMilliseconds ?? 0,
            dimensions.replicaFetchTimeoutMilliseconds ?? 0,
            dimensions.sessionTimeoutMilliseconds ?? 0,
            dimensions.heartbeatIntervalMilliseconds ?? 0,
            dimensions.leaderImbalanceCheckSeconds ?? 0,
            dimensions.staticMembers == true ? 1 : 0,
            dimensions.memberSessionTimeoutMilliseconds ?? 0,
            dimensions.memberHeartbeatMilliseconds ?? 0,
            dimensions.pollIntervalMaxMilliseconds ?? 0, Double(dimensions.backlogBytes ?? 0),
        ]
    }

    private static func loads(of dimensions: RunDimensions) -> [Double] {
        let counts = [
            dimensions.partitions, dimensions.replicationFactor, dimensions.minInsyncReplicas,
            dimensions.groups, dimensions.consumers, dimensions.producers, dimensions.recordBytes,
            dimensions.keyCardinality, dimensions.brokers, dimensions.batchBytes,
            dimensions.maxInFlight, dimensions.flushMessages, dimensions.valueBytes,
            dimensions.segmentBytes, dimensions.retentionBytes, dimensions.bufferMemoryBytes,
        ]
        return counts.map(Double.init) + [
            dimensions.lingerMilliseconds, dimensions.roundTripMicroseconds,
            dimensions.jitterMicroseconds, dimensions.bandwidthMegabitsPerSecond,
            dimensions.serviceTimeMicroseconds, dimensions.flushMilliseconds,
            dimensions.segmentMilliseconds, dimensions.replicaLagTimeMaxMilliseconds,
        ]
    }

    private static func texts(of dimensions: RunDimensions) -> [String] {
        [
            dimensions.compression, dimensions.arrival, dimensions.nullKeyPartitioner,
            dimensions.partitionSwitch ?? "", dimensions.cleanupPolicy ?? "",
            dimensions.assignment ?? "", dimensions.commitMoment ?? "",
            dimensions.commitMode ?? "", dimensions.offsetReset ?? "",
            dimensions.serviceTimeDistribution ?? "", dimensions.engine, dimensions.workload,
            dimensions.faultPlan ?? "", dimensions.valueDistribution ?? "",
            dimensions.arrivalShape ?? "", dimensions.sending ?? "",
        ]
    }

    static func == (a: SortKey, b: SortKey) -> Bool { !(a < b) && !(b < a) }

    static func < (a: SortKey, b: SortKey) -> Bool {
        for (one, other) in zip(a.parts, b.parts) {
            if one.number != other.number { return one.number < other.number }
            if one.text != other.text { return one.text < other.text }
        }
        return false
    }
}
