extension PlanChoice {
    /// What the numbers do not cover, most telling first.
    func caveats(latency: MeasuredLatency?) -> [String] {
        extrapolationCaveats + recordSizeCaveats + boundCaveats + skewCaveats + consumerCaveats
            + sizing.durability.caveats + byteCaveats + latencyCaveats(latency)
    }

    private var extrapolationCaveats: [String] {
        var lines = sizing.measuredRanges.filter {
            $0.demand * PlanLimits.extrapolationMax > $0.limit
        }.map {
            "Extrapolated: \($0.name.rawValue) asks \(Figure.bytesPerSecond($0.demand)); "
                + "\($0.reason)."
        }
        if let most = sizing.rates.partitionsMax,
            Double(partitions) > PlanLimits.extrapolationMax * Double(most)
        {
            lines.append(
                "Extrapolated: no row at this setting has more than "
                    + "\(Figure.count(most, "partition")), and the plan has \(partitions).")
        }
        return lines
    }

    private var recordSizeCaveats: [String] {
        let rates = [
            ("per-partition", sizing.rates.partition), ("per-consumer", sizing.rates.consumer),
        ]
        return rates.compactMap { name, rate in
            guard let measured = rate?.measuredRecordBytes else { return nil }
            let ratio = Double(measured) / Double(request.recordBytes)
            guard max(ratio, 1 / ratio) > PlanLimits.recordSizeRatioMax else { return nil }
            return "The \(name) rate was measured with records of \(measured) B, not "
                + "\(request.recordBytes) B; the lesser of its byte rate and its record rate is "
                + "used."
        }
    }

    private var boundCaveats: [String] {
        var lines: [String] = []
        if sizing.rates.partition.isLowerBound {
            lines.append(
                "The per-partition rate is a lower bound (something else set the pace), so fewer "
                    + "partitions may do.")
        }
        if let consumer = sizing.rates.consumer, consumer.isLowerBound {
            lines.append(
                "The per-consumer rate is a lower bound, so fewer consumers may do: "
                    + "\(consumer.basis).")
        }
        return lines
    }

    private var skewCaveats: [String] {
        guard request.topKeyShare != nil else {
            return [
                "Keys are taken to spread evenly, because the hottest key's share was not stated "
                    + "(--top-key-share)."
            ]
        }
        guard let useful = sizing.skew.usefulPartitions, Double(partitions) > useful else {
            return []
        }
        return [
            "Beyond about \(Figure.number(useful)) partitions the hottest key, not the count, "
                + "sets the busiest partition's load."
        ]
    }

    private var consumerCaveats: [String] {
        if request.groups == 0 { return ["No consumer was sized, because no group reads."] }
        var lines: [String] = []
        if sizing.rates.consumer == nil {
            lines.append(
                "Nothing says how fast a consumer reads; consumers are sized by the service time "
                    + "alone.")
        }
        if consumers == 1 {
            lines.append("One consumer carries a group; while it is down the group stands still.")
        }
        lines.append(
            "Consumers are sized for the steady load: rebalance pauses and catching up on a "
                + "backlog are not in it.")
        return lines
    }

    private var byteCaveats: [String] {
        var lines = [
            "Disk and network count keys and values as sent; protocol overhead adds to them and "
                + "compression takes from them."
        ]
        if request.retentionSeconds == nil {
            lines.append("No disk figure, because no retention was stated (--retention).")
        } else {
            lines.append("Disk takes the peak throughput for the whole retention.")
        }
        return lines
    }

    private func latencyCaveats(_ latency: MeasuredLatency?) -> [String] {
        guard let latency else {
            return [
                "Latency is not planned for, and no row at this setting and a fixed rate says "
                    + "what it was."
            ]
        }
        let reach = latency.recordsPerSecond * PlanLimits.extrapolationMax
        if request.recordsPerSecond <= reach { return [] }
        return [
            "The nearest measured latency is that at "
                + "\(Figure.recordsPerSecond(latency.recordsPerSecond)), too far below the "
                + "\(Figure.recordsPerSecond(request.recordsPerSecond)) asked for to tell."
        ]
    }
}
