/// The search for the smallest feasible partition and consumer counts.
struct PlanSizing {
    /// The load that one place may carry, and how many partitions meet on it when a group has a
    /// consumer for each partition: the limits that decide how many partitions are needed.
    struct Limit {
        let name: ConstraintName
        let bytesPerSecondMax: Double
        let partitionsOnPlace: Int
    }

    let request: PlanRequest
    let rates: PlanRates
    let durability: Durability
    let skew: KeySkew
    let limits: [Limit]

    init(_ request: PlanRequest, rates: PlanRates, durability: Durability) {
        self.request = request
        self.rates = rates
        self.durability = durability
        skew = KeySkew(topKeyShare: request.topKeyShare ?? 0)
        limits = Self.limits(request, rates)
    }

    private static func limits(_ request: PlanRequest, _ rates: PlanRates) -> [Limit] {
        var limits = [
            Limit(
                name: .producePerPartition,
                bytesPerSecondMax: request.produceUtilisation * rates.partition.bytesPerSecond,
                partitionsOnPlace: 1)
        ]
        if request.groups == 0 { return limits }
        if let consumer = rates.consumer {
            limits.append(
                Limit(
                    name: .consumePerConsumer,
                    bytesPerSecondMax: request.consumeUtilisation * consumer.bytesPerSecond,
                    partitionsOnPlace: 1))
        }
        if let handler = request.handlerBytesPerSecond {
            limits.append(
                Limit(
                    name: .consumerServiceTime,
                    bytesPerSecondMax: request.consumeUtilisation * handler,
                    partitionsOnPlace: 1))
        }
        // With one consumer down the others run without headroom. It matters only where one
        // consumer is not enough: a group of one has no others.
        if let most = rates.consumerBytesPerSecondMax(request),
            request.throughputBytesPerSecond > request.consumeUtilisation * most
        {
            limits.append(
                Limit(name: .oneConsumerDown, bytesPerSecondMax: most, partitionsOnPlace: 2))
        }
        return limits
    }

    /// The fewest partitions that keep to `limit`, at least 1; nil when no number does.
    func partitionsNeeded(_ limit: Limit) -> Double? {
        // The tolerance lets a share that is the limit itself pass for all its rounding errors.
        let shareMax = limit.bytesPerSecondMax / request.throughputBytesPerSecond * (1 + 1e-9)
        return skew.partitionsNeeded(count: limit.partitionsOnPlace, shareMax: shareMax)
            .map { max(1, $0.roundedUp) }
    }

    /// The fewest partitions that keep to every limit; infinite when no number does.
    var partitionsMin: Double {
        limits.map { partitionsNeeded($0) ?? .infinity }.max() ?? 1
    }

    /// The fewest consumers, a divisor of `partitions`, that carry the load together and, unless
    /// there is one, with one of them down. `partitions` is at least `partitionsMin`.
    func consumers(partitions: Int) -> Int {
        guard let most = rates.consumerBytesPerSecondMax(request) else { return 0 }
        let loadMax = most / request.throughputBytesPerSecond * (1 + 1e-9)
        let fewest = PartitionCount.consumers(
            recordsPerSecond: request.recordsPerSecond,
            serviceTimeSeconds: Double(request.recordBytes) / most,
            utilisation: request.consumeUtilisation)
        for count in PartitionCount.divisors(of: partitions) where Double(count) >= fewest {
            let share = skew.share(ofPartitions: partitions / count, among: partitions)
            guard share <= request.consumeUtilisation * loadMax else { continue }
            if count == 1 { return 1 }
            let left = PartitionCount.partitionsWithOneDown(partitions, consumers: count)
            if skew.share(ofPartitions: left, among: partitions) <= loadMax { return count }
        }
        return partitions
    }

    /// The highest throughput that `partitions` partitions carry, with a consumer for each.
    func throughputMax(partitions: Int) -> Double {
        limitsWhateverTheLoad.map {
            $0.bytesPerSecondMax
                / skew.share(ofPartitions: $0.partitionsOnPlace, among: partitions)
        }.min() ?? .infinity
    }

    /// The largest share of the hottest key that `partitions` partitions bear at the requested
    /// throughput; nil when the share plays no part.
    func topKeyShareMax(partitions: Int) -> Double? {
        limits.compactMap {
            skew.topKeyShareMax(
                count: $0.partitionsOnPlace, among: partitions,
                shareMax: $0.bytesPerSecondMax / request.throughputBytesPerSecond)
        }.min()
    }

    /// `limits` and, if it does not matter at the requested throughput, one consumer down.
    private var limitsWhateverTheLoad: [Limit] {
        guard !limits.contains(where: { $0.name == .oneConsumerDown }),
            let most = rates.consumerBytesPerSecondMax(request)
        else { return limits }
        return limits
            + [Limit(name: .oneConsumerDown, bytesPerSecondMax: most, partitionsOnPlace: 2)]
    }
}
