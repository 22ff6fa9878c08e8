import RunResults

extension MeasuredProfile {
    /// What one partition takes from producers: the best saturation row with one partition or,
    /// where there is none, the best acknowledged rate divided by its partitions.
    ///
    /// - Throws: `PlanError.noUsableRows` when `setting` has no saturation row.
    package func partitionRate(
        _ setting: ReplicationClass, recordBytes: Int
    ) throws(PlanError) -> CapacityRate {
        let found = rows(setting)
        let saturated = (found?.1 ?? []).filter(\.isSaturation)
        let near = Self.nearest(saturated, toRecordBytes: recordBytes)
        let alone = near.filter { $0.dimensions.partitions == 1 }
        let candidates = Self.lasting(alone.isEmpty ? near : alone)
        func perPartition(_ row: MeasuredConfiguration) -> Double {
            row.ackedBytesPerSecond(atRecordBytes: recordBytes)
                / Double(row.dimensions.partitions)
        }
        let fastest = candidates.max { perPartition($0) < perPartition($1) }
        guard let origin = found?.origin, let best = fastest else {
            throw .noUsableRows(
                lookedFor: "rate max, \(setting.name)", found: settingsFound, results: results)
        }
        return CapacityRate(
            bytesPerSecond: perPartition(best), origin: origin,
            basis: best.label
                + (alone.isEmpty ? "; its rate divided by its partitions" : ""),
            isLowerBound: alone.isEmpty || best.flags.contains(.generatorLimited),
            flags: Self.rateFlags(best), measuredRecordBytes: best.dimensions.recordBytes)
    }

    /// What one consumer reads: the best saturation row in which consumers kept up and, where
    /// there is none, the best in which they fell behind; nil when `setting` has neither.
    ///
    /// Consumers that kept up went at the producers' pace, so they may carry more. Consumers that
    /// fell behind went as fast as they could beside the producers.
    package func consumerRate(_ setting: ReplicationClass, recordBytes: Int) -> CapacityRate? {
        guard let (origin, rows) = rows(setting) else { return nil }
        let saturated = rows.filter {
            $0.isSaturation && $0.activeConsumers > 0 && $0.consumedRecordsPerSecond > 0
        }
        let near = Self.nearest(saturated, toRecordBytes: recordBytes)
        let keptUp = near.filter(\.consumersKeptUp)
        func perConsumer(_ row: MeasuredConfiguration) -> Double {
            row.consumedBytesPerSecond(atRecordBytes: recordBytes) / Double(row.activeConsumers)
        }
        let candidates = Self.lasting(keptUp.isEmpty ? near : keptUp)
        guard let best = candidates.max(by: { perConsumer($0) < perConsumer($1) }) else {
            return nil
        }
        let lag = Figure.recordsPerSecond(best.lagSlopeRecordsPerSecond)
        return CapacityRate(
            bytesPerSecond: perConsumer(best), origin: origin,
            basis: best.label
                + (keptUp.isEmpty
                    ? "; consumers fell behind by \(lag) while they read this much"
                    : "; consumers kept up at the producers' pace"),
            isLowerBound: true, flags: Self.rateFlags(best),
            measuredRecordBytes: best.dimensions.recordBytes)
    }

    /// The most that a row of `setting` carried in all and would have gone on to carry, bytes per
    /// second at `recordBytes`: acknowledged, and consumed over all groups.
    func measuredMax(
        _ setting: ReplicationClass, recordBytes: Int
    ) -> (acked: Double, consumed: Double) {
        let rows = Self.lasting(rows(setting)?.1 ?? [])
        return (
            rows.map { $0.ackedBytesPerSecond(atRecordBytes: recordBytes) }.max() ?? 0,
            rows.map { $0.consumedBytesPerSecond(atRecordBytes: recordBytes) }.max() ?? 0
        )
    }

    /// The largest partition count of any row of `setting`; 0 when there is none.
    func partitionsMax(_ setting: ReplicationClass) -> Int {
        (rows(setting)?.1 ?? []).map(\.dimensions.partitions).max() ?? 0
    }

    /// The rows whose rate would have lasted or, where none would, all of them.
    private static func lasting(_ rows: [MeasuredConfiguration]) -> [MeasuredConfiguration] {
        let lasting = rows.filter { !$0.mayNotLast }
        return lasting.isEmpty ? rows : lasting
    }

    /// The flags that bear on a rate; too few samples bear on percentiles only.
    private static func rateFlags(_ row: MeasuredConfiguration) -> [HonestyFlag] {
        row.flags.filter { $0 != .tooFewSamples }
    }
}
