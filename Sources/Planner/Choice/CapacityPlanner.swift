/// Sizes a topic by arithmetic on stated and measured rates.
///
/// It takes the smallest partition count that meets every constraint, rounds it up to one with
/// many divisors, and sizes each group by the smallest divisor of that count that keeps up. Rates
/// are used as they were measured; no curve is fitted to them.
package enum CapacityPlanner {
    /// - Parameters:
    ///   - profile: the measured rows; nil when every rate that is needed is stated.
    /// - Throws: `PlanError` when an input is absurd or a rate that is needed is missing.
    package static func plan(
        _ request: PlanRequest, profile: MeasuredProfile?
    ) throws(PlanError) -> PlanOutcome {
        try request.validate()
        let durability = Durability(
            survive: request.survive, stayWritable: request.stayWritable)
        let rates = try PlanRates(request, setting: durability.setting, profile: profile)
        let sizing = PlanSizing(request, rates: rates, durability: durability)
        let excuses = sizing.excuses
        if !excuses.isEmpty {
            return .impossible(
                Refusal(request: request, source: rates.source, excuses: excuses))
        }
        return .plan(plan(sizing, profile: profile))
    }

    private static func plan(_ sizing: PlanSizing, profile: MeasuredProfile?) -> Plan {
        let request = sizing.request
        let durability = sizing.durability
        let choice = PlanChoice(sizing)
        let constraints = choice.constraints
        let bytes = ByteAccounting(
            throughput: request.throughputBytesPerSecond,
            replicationFactor: durability.replicationFactor, groups: request.groups,
            partitions: choice.partitions, skew: sizing.skew)
        let latency = profile?.latency(
            durability.setting, recordsPerSecond: request.recordsPerSecond,
            partitions: choice.partitions)
        return Plan(
            request: request, source: sizing.rates.source, partitions: choice.partitions,
            partitionsMin: choice.partitionsMin, partitionsByRao: choice.partitionsByRao,
            replicationFactor: durability.replicationFactor,
            minInsyncReplicas: durability.minInsyncReplicas, acks: durability.acks,
            consumersPerGroup: choice.consumers, brokersMin: choice.brokersMin,
            bindingConstraint: PlanChoice.binding(constraints), constraints: constraints,
            verdicts: choice.verdicts, flippingInputs: choice.flippingInputs,
            disk: request.retentionSeconds.map {
                bytes.disk(retentionSeconds: $0, brokers: choice.brokers)
            },
            network: bytes.network(
                brokers: choice.brokers, replicas: durability.replicationFactor),
            networkOneBrokerDown: choice.brokers == 1
                ? nil
                : bytes.network(
                    brokers: choice.brokers - 1,
                    replicas: min(durability.replicationFactor, choice.brokers - 1)),
            repartitioning: choice.repartitioning, latency: latency,
            durabilityReason: durability.reason, caveats: choice.caveats(latency: latency))
    }
}
