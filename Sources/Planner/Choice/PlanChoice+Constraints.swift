extension PlanChoice {
    /// Every constraint that was checked, with what the chosen counts ask of it.
    var constraints: [PlanConstraint] {
        sizing.limits.map(constraint) + (hotKey.map { [$0] } ?? []) + brokerConstraints
            + sizing.measuredRanges
    }

    private func constraint(_ limit: PlanSizing.Limit) -> PlanConstraint {
        let onPlace: Int =
            switch limit.name {
            case .producePerPartition: 1
            case .oneConsumerDown:
                PartitionCount.partitionsWithOneDown(partitions, consumers: consumers)
            default: partitions / max(1, consumers)
            }
        let share = sizing.skew.share(ofPartitions: onPlace, among: partitions)
        let demand = request.throughputBytesPerSecond * share
        let needed = sizing.partitionsNeeded(limit).map { Int($0) }
        if limit.name == .consumerServiceTime, let service = request.serviceTimeSeconds {
            let busy = request.recordsPerSecond * share * service
            return PlanConstraint(
                name: limit.name, demand: busy, limit: request.consumeUtilisation, unit: .share,
                partitionsNeeded: needed,
                reason: "\(Self.busiest(consumers, "consumer")) handles "
                    + "\(Figure.recordsPerSecond(request.recordsPerSecond * share)) at "
                    + "\(Figure.seconds(service)) each, so it is busy "
                    + "\(Figure.percent(busy)) of the time")
        }
        return PlanConstraint(
            name: limit.name, demand: demand, limit: limit.bytesPerSecondMax,
            unit: .bytesPerSecond, partitionsNeeded: needed,
            reason: reason(limit, share: share, demand: demand, onPlace: onPlace))
    }

    private func reason(
        _ limit: PlanSizing.Limit, share: Double, demand: Double, onPlace: Int
    ) -> String {
        let rate = Figure.bytesPerSecond(demand)
        let ofAll = "(\(Figure.percent(share)) of the records)"
        switch limit.name {
        case .producePerPartition:
            return "\(Self.busiest(partitions, "partition")) takes \(rate) "
                + "\(ofAll); one carries \(sizing.rates.partition.figure), of which at most "
                + "\(Figure.percent(request.produceUtilisation)) is used"
        case .oneConsumerDown:
            return "with one of \(Figure.count(consumers, "consumer")) down the busiest has "
                + "\(Figure.count(onPlace, "partition")) and \(rate) \(ofAll), and must keep "
                + "up without headroom"
        default:
            let figure = sizing.rates.consumer?.figure ?? ""
            return "\(Self.busiest(consumers, "consumer")) reads \(rate) "
                + "\(ofAll); one reads \(figure), of which at most "
                + "\(Figure.percent(request.consumeUtilisation)) is used"
        }
    }

    private static func busiest(_ count: Int, _ noun: String) -> String {
        count == 1 ? "the one \(noun)" : "the busiest of \(Figure.count(count, noun))"
    }

    /// The ceiling that the hottest key sets for any number of partitions: c/s1.
    private var hotKey: PlanConstraint? {
        guard let share = request.topKeyShare,
            let most = sizing.limits.map(\.bytesPerSecondMax).min()
        else { return nil }
        let useful = sizing.skew.usefulPartitions ?? 1
        return PlanConstraint(
            name: .hotKey, demand: request.throughputBytesPerSecond, limit: most / share,
            unit: .bytesPerSecond, partitionsNeeded: nil,
            reason: "one partition and one consumer take all of the hottest key's "
                + "\(Figure.percent(share)), so no partition count carries more; about "
                + "\(Figure.number(useful)) partitions are useful")
    }

    private var brokerConstraints: [PlanConstraint] {
        let replicationFactor = sizing.durability.replicationFactor
        let stated = request.brokers == nil ? "the fewest that do" : "as stated"
        return [
            PlanConstraint(
                name: .brokers, demand: Double(replicationFactor), limit: Double(brokers),
                unit: .count, partitionsNeeded: nil,
                reason: "each of \(Figure.count(replicationFactor, "replica")) of a partition "
                    + "lies on its own broker, of \(Figure.count(brokers, "broker")) (\(stated))"
            ),
            PlanConstraint(
                name: .replicasPerBroker, demand: Double(replicasOnBusiestBroker),
                limit: Double(PlanLimits.replicasPerBroker), unit: .count, partitionsNeeded: nil,
                reason: "advised by KIP-578, not measured"),
        ]
    }
}
