package import RunResults

/// Decides which honesty flags a run's measures call for. Pure; the bounds are stated here and in
/// `Results/README.md`.
package struct RunJudge: Sendable {
    package var isFixedRate: Bool
    /// Records sent in the measured time over those that the schedule asked for in it.
    package var offeredRecords: Int
    package var sentInTimeRecords: Int
    package var ackedRecords: Int
    /// Records sent and not acknowledged when the measured time began and when it ended.
    package var unacknowledgedAtStart: Int
    package var unacknowledgedAtEnd: Int
    /// How often `buffer.memory` was used up: then the cluster set the pace.
    package var refusals: Int
    /// The 99th percentile of publish delay, seconds.
    package var publishDelayP99Seconds: Double
    /// The generator's CPU over all CPU of the run that was not idle.
    package var generatorShare: Double
    package var lag: LagResult
    package var measuredSeconds: Double
    /// Acknowledged records in the first and second half of the measured time.
    package var firstHalfRecords: Int
    package var secondHalfRecords: Int
    /// How throughput went over the measured time; nil where that was too short to say.
    package var steadyState: SteadyState?
    /// Whether the load was meant to rise and fall.
    package var isShapedLoad = false
    package var isInMemoryFileSystem: Bool
    package var dirtyBytesMax: Int
    /// Share of the measured time in which tasks stalled on I/O; nil where unknown.
    package var ioStallShare: Double?
    package var latency: LatencyResults
    /// Whether producers were to send before the measured time alone.
    package var isReadingAlone = false

    package init(
        isFixedRate: Bool, offeredRecords: Int, sentInTimeRecords: Int, ackedRecords: Int,
        unacknowledgedAtStart: Int, unacknowledgedAtEnd: Int, refusals: Int,
        publishDelayP99Seconds: Double, generatorShare: Double, lag: LagResult,
        measuredSeconds: Double, firstHalfRecords: Int, secondHalfRecords: Int,
        isInMemoryFileSystem: Bool, dirtyBytesMax: Int, ioStallShare: Double?,
        latency: LatencyResults
    ) {
        self.isFixedRate = isFixedRate
        self.offeredRecords = offeredRecords
        self.sentInTimeRecords = sentInTimeRecords
        self.ackedRecords = ackedRecords
        self.unacknowledgedAtStart = unacknowledgedAtStart
        self.unacknowledgedAtEnd = unacknowledgedAtEnd
        self.refusals = refusals
        self.publishDelayP99Seconds = publishDelayP99Seconds
        self.generatorShare = generatorShare
        self.lag = lag
        self.measuredSeconds = measuredSeconds
        self.firstHalfRecords = firstHalfRecords
        self.secondHalfRecords = secondHalfRecords
        self.isInMemoryFileSystem = isInMemoryFileSystem
        self.dirtyBytesMax = dirtyBytesMax
        self.ioStallShare = ioStallShare
        self.latency = latency
    }

    /// The flags, in the order of their declaration.
    package var flags: [HonestyFlag] {
        var flags: [HonestyFlag] = []
        if isGeneratorLimited { flags.append(.generatorLimited) }
        if !isSteady { flags.append(.notSteady) }
        if fellBehind { flags.append(.fellBehind) }
        if isDiskThrottled { flags.append(.diskThrottled) }
        if hasTooFewSamples { flags.append(.tooFewSamples) }
        return flags
    }

    /// At a fixed rate: records left late although the cluster took them. At `rate: max`: more
    /// CPU went into making records than into everything else.
    var isGeneratorLimited: Bool {
        isFixedRate
            ? publishDelayP99Seconds > 0.001 && refusals == 0
            : generatorShare > 0.5
    }

    /// At a fixed rate: fewer than 99.5 % of the schedule's records were sent in time, or the
    /// records under way grew by more than 0.5 % of those sent, chance apart.
    var fellBehind: Bool {
        guard isFixedRate, offeredRecords > 0 else { return false }
        if Double(sentInTimeRecords) < 0.995 * Double(offeredRecords) { return true }
        let growth = Double(unacknowledgedAtEnd - unacknowledgedAtStart)
        let chance = 4 * Double(max(unacknowledgedAtEnd, unacknowledgedAtStart)).squareRoot()
        return growth > 0.005 * Double(sentInTimeRecords) + chance
    }

    /// Lag grew by less than 1 % of the acknowledged records, chance apart, and throughput kept its
    /// level (`SteadyState`); where that is not known, the halves of the measured time carried the
    /// same to within 10 %. Of a load that was meant to rise and fall, lag alone tells.
    var isSteady: Bool {
        let growth = lag.slopeRecordsPerSecond * measuredSeconds
        let chance = 4 * Double(lag.maxRecords).squareRoot() + 100
        if growth > 0.01 * Double(ackedRecords) + chance { return false }
        if isShapedLoad { return true }
        if let steadyState { return steadyState.isSteady }
        let mean = Double(firstHalfRecords + secondHalfRecords) / 2
        let difference = abs(Double(secondHalfRecords - firstHalfRecords))
        return difference <= 0.1 * mean + 4 * mean.squareRoot()
    }

    /// On a disk: dirty pages beyond 1 GiB, or stalls on I/O for more than 5 % of the time.
    var isDiskThrottled: Bool {
        guard !isInMemoryFileSystem else { return false }
        return dirtyBytesMax > 1 << 30 || (ioStallShare ?? 0) > 0.05
    }

    /// Fewer than ten samples lie beyond the 99th percentile of a latency. Where nothing was sent
    /// in the measured time, on purpose, there is no latency.
    var hasTooFewSamples: Bool {
        guard !isReadingAlone else { return false }
        return !latency.publish.supports(percentile: 99)
            || (latency.endToEnd.count > 0 && !latency.endToEnd.supports(percentile: 99))
    }
}
