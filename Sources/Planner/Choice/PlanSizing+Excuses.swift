extension PlanSizing {
    /// Every reason why no plan meets the request; empty when one does.
    var excuses: [Excuse] {
        let hot = hotKeyExcuses
        var excuses = rangeExcuses + hot
        if hot.isEmpty {
            if let excuse = clusterExcuse { excuses.append(excuse) }
            if let excuse = replicasPerBrokerExcuse { excuses.append(excuse) }
        }
        if let excuse = brokersExcuse { excuses.append(excuse) }
        return excuses
    }

    /// Limits that the hottest key alone exceeds, so that no number of partitions helps.
    private var hotKeyExcuses: [Excuse] {
        limits.compactMap { limit in
            guard partitionsNeeded(limit) == nil else { return nil }
            let subKeys = "split the hottest key into sub-keys"
            switch limit.name {
            case .producePerPartition:
                return hotKeyExcuse(limit, place: "one partition", help: subKeys)
            case .consumePerConsumer:
                return hotKeyExcuse(limit, place: "one consumer", help: subKeys)
            case .consumerServiceTime:
                return hotKeyExcuse(
                    limit, place: "one consumer's handler",
                    help: subKeys
                        + ", handle one key's records concurrently, or make the handler faster")
            default:
                // A consumer less is the same consumer's limit again, without headroom.
                return nil
            }
        }
    }

    private func hotKeyExcuse(_ limit: Limit, place: String, help: String) -> Excuse {
        let demanded = request.throughputBytesPerSecond * skew.topKeyShare
        let most = limit.bytesPerSecondMax
        return Excuse(
            constraint: .hotKey, demanded: demanded, available: most, unit: .bytesPerSecond,
            reason: "the hottest key brings \(Figure.bytesPerSecond(demanded)), all to "
                + "\(place), which is planned for at most \(Figure.bytesPerSecond(most)); at a "
                + "share of \(Figure.percent(skew.topKeyShare)) the topic stays below "
                + "\(Figure.bytesPerSecond(most / skew.topKeyShare)) with any number of "
                + "partitions",
            help: help)
    }

    /// Targets beyond 1.5 times what was measured.
    private var rangeExcuses: [Excuse] {
        measuredRanges.filter { $0.demand > $0.limit }.map {
            let what = $0.name == .measuredProduce ? "partition" : "consumer"
            return Excuse(
                constraint: $0.name, demanded: $0.demand, available: $0.limit,
                unit: .bytesPerSecond, reason: $0.reason,
                help: "measure nearer to the target with more partitions, brokers or consumers, "
                    + "or state --per-\(what)-throughput")
        }
    }

    /// The measured ranges as constraints, met or not; none for stated rates.
    var measuredRanges: [PlanConstraint] {
        var ranges: [PlanConstraint] = []
        let target = request.throughputBytesPerSecond
        let reach =
            " in records of \(request.recordBytes) B; a plan goes to "
            + "\(Figure.number(PlanLimits.extrapolationMax)) times that"
        if let most = rates.ackedMax {
            ranges.append(
                PlanConstraint(
                    name: .measuredProduce, demand: target,
                    limit: most * PlanLimits.extrapolationMax, unit: .bytesPerSecond,
                    partitionsNeeded: nil,
                    reason: "the most that was measured at this setting comes to "
                        + Figure.bytesPerSecond(most) + reach
                ))
        }
        if let most = rates.consumedMax {
            let read = target * Double(request.groups)
            ranges.append(
                PlanConstraint(
                    name: .measuredConsume, demand: read,
                    limit: most * PlanLimits.extrapolationMax, unit: .bytesPerSecond,
                    partitionsNeeded: nil,
                    reason:
                        "the most that all groups were measured to read at this setting comes to "
                        + Figure.bytesPerSecond(most) + reach
                ))
        }
        return ranges
    }

    private var clusterExcuse: Excuse? {
        guard !partitionsFitCluster else { return nil }
        let most = PlanLimits.partitionsPerCluster
        return Excuse(
            constraint: .partitionsPerCluster, demanded: partitionsMin, available: Double(most),
            unit: .count,
            reason: "\(Figure.number(partitionsMin)) partitions are needed, and a cluster is "
                + "advised to carry at most \(Figure.number(Double(most))) (KIP-578)",
            help: "faster consumers, larger batches, or several topics on several clusters")
    }

    private var partitionsFitCluster: Bool {
        partitionsMin <= Double(PlanLimits.partitionsPerCluster)
    }

    private var brokersExcuse: Excuse? {
        let needed = durability.replicationFactor
        guard let brokers = request.brokers, brokers < needed else { return nil }
        return Excuse(
            constraint: .brokers, demanded: Double(needed), available: Double(brokers),
            unit: .count,
            reason: "\(Figure.count(needed, "replica")) of a partition need as many brokers, "
                + "and there \(brokers == 1 ? "is" : "are") \(brokers)",
            help: "more brokers, or a lower --survive or --stay-writable")
    }

    private var replicasPerBrokerExcuse: Excuse? {
        guard let brokers = request.brokers, partitionsFitCluster else { return nil }
        let replicas = PlanChoice(self).replicasOnBusiestBroker
        let most = PlanLimits.replicasPerBroker
        guard replicas > most else { return nil }
        return Excuse(
            constraint: .replicasPerBroker, demanded: Double(replicas), available: Double(most),
            unit: .count,
            reason: "\(Figure.count(brokers, "broker")) would carry "
                + "\(Figure.number(Double(replicas))) replicas each, and at most "
                + "\(Figure.number(Double(most))) are advised (KIP-578)",
            help: "more brokers, or faster consumers so that fewer partitions do")
    }
}
