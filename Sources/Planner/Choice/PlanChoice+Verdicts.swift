extension PlanChoice {
    var verdicts: [PlanVerdict] {
        [batchVerdict, lookupVerdict, noLogVerdict, onePartitionVerdict, keepVerdict]
            .compactMap { $0 }
    }

    /// "A batch does": what comes is handled on a schedule, by one group.
    private var batchVerdict: PlanVerdict? {
        guard let period = request.batchEverySeconds, request.groups <= 1 else { return nil }
        let bytes = Figure.bytes(request.throughputBytesPerSecond * period)
        return PlanVerdict(
            kind: .batchIsEnough,
            text: "You do not need a log: records wait for a batch every "
                + "\(Figure.seconds(period)) whatever carries them, so files or a table that the "
                + "batch reads do. One batch takes \(bytes) at most.",
            flip: "somebody who acts on records sooner than that (no --batch-every), or a second "
                + "group")
    }

    /// "Lookups take a table": a log is read from an offset on.
    private var lookupVerdict: PlanVerdict? {
        guard request.isLookedUp else { return nil }
        return PlanVerdict(
            kind: .tableForLookups,
            text: "A log does not answer lookups: it is read from an offset on, partition by "
                + "partition, and has no index of what records hold. Look them up in a table, "
                + "which a consumer of the topic may keep.",
            flip: "records that are only read in their order (no --lookups)")
    }

    /// "You do not need a log": the peak is below 30 % of one partition and of one consumer, one
    /// group reads, and neither retention nor replay is needed. A partition of an in-memory
    /// engine counts for no more than a real cluster's would.
    private var noLogVerdict: PlanVerdict? {
        let keeps = request.retentionSeconds.map { $0 > 0 } ?? false
        guard request.groups == 1, !keeps,
            let consumer = sizing.rates.consumerBytesPerSecondMax(request)
        else { return nil }
        let isEmbedded = sizing.rates.source.usesEmbeddedRates
        let most = isEmbedded ? PlanLimits.realPartitionBytesPerSecond : .infinity
        let partition = min(sizing.rates.partition.bytesPerSecond, most)
        let ceiling = PlanLimits.noLogShare * min(partition, consumer, most)
        guard request.throughputBytesPerSecond < ceiling else { return nil }
        let share = Figure.percent(PlanLimits.noLogShare)
        let counted = isEmbedded ? ", counted as a real cluster's at most" : ""
        return PlanVerdict(
            kind: .noLogNeeded,
            text: "You do not need a log: a table read with SELECT ... FOR UPDATE SKIP LOCKED or "
                + "a managed queue does. The peak of "
                + "\(Figure.bytesPerSecond(request.throughputBytesPerSecond)) is below \(share) "
                + "of one partition (\(Figure.bytesPerSecond(partition))\(counted)) and of one "
                + "consumer (\(Figure.bytesPerSecond(min(consumer, most)))), one group reads "
                + "it, and no retention or replay was asked for.",
            flip: "a peak of \(Figure.bytesPerSecond(ceiling)) or more, a second group, or a "
                + "need to keep or replay records (--retention)")
    }

    private var onePartitionVerdict: PlanVerdict? {
        guard partitionsMin == 1 else { return nil }
        let most = sizing.throughputMax(partitions: 1)
        return PlanVerdict(
            kind: .onePartitionIsEnough,
            text: "One partition is enough: it keeps all records in one order and needs one "
                + "consumer a group.",
            flip: "a peak above \(Figure.bytesPerSecond(most))")
    }

    private var keepVerdict: PlanVerdict? {
        guard keepsPartitions else { return nil }
        let have = Figure.count(partitions, "partition")
        return PlanVerdict(
            kind: .keepPartitions,
            text: "Keep the \(have) that the topic has: at least \(partitionsMin) would do, "
                + "partitions cannot be removed, and another count would move keys.",
            flip: "a peak above "
                + Figure.bytesPerSecond(sizing.throughputMax(partitions: partitions)))
    }

    /// The inputs whose change needs another partition count, the nearest first.
    var flippingInputs: [FlippingInput] {
        let count = Figure.count(partitions, "partition")
        let target = request.throughputBytesPerSecond
        let most = sizing.throughputMax(partitions: partitions)
        let fails = "\(count) no longer \(partitions == 1 ? "does" : "do")"
        let throughput = FlippingInput(
            input: .throughput, value: most, unit: .bytesPerSecond,
            text: "above \(Figure.bytesPerSecond(most)) (\(Figure.number(most / target)) times "
                + "the request) \(fails)\(outOfReach(most))")
        guard let share = sizing.topKeyShareMax(partitions: partitions) else {
            return [throughput]
        }
        let current = request.topKeyShare.map { " (the request has \(Figure.percent($0)))" }
        let topKey = FlippingInput(
            input: .topKeyShare, value: share, unit: .share,
            text: "with a hottest key above \(Figure.percent(share)) of the records"
                + "\(current ?? "") \(fails)")
        // An unknown share cannot be near; a known one is as near as its ratio.
        let shareRatio = request.topKeyShare.map { share / $0 } ?? .infinity
        return shareRatio < most / target ? [topKey, throughput] : [throughput, topKey]
    }

    /// A remark where what was measured reaches less far than `throughput`; empty elsewhere.
    private func outOfReach(_ throughput: Double) -> String {
        let reach = sizing.measuredRanges.map {
            request.throughputBytesPerSecond * $0.limit / $0.demand
        }.min()
        guard let reach, reach < throughput else { return "" }
        return "; above \(Figure.bytesPerSecond(reach)) it is too far from what was measured"
    }
}
