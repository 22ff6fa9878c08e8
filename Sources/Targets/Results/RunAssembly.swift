import Checker
import Client
import LoadGenerator
import Measurement
import Platform
import Records
import RunResults
import Workloads

/// Puts a run's counts, histograms and verdict together.
struct RunAssembly {
    let evidence: RunEvidence

    private var configuration: RunConfiguration { evidence.plan.configuration }
    private var outcome: RunOutcome { evidence.outcome }

    func result(startedAt: Double) -> RunResult {
        let throughput = self.throughput
        let latency = self.latency
        let cost = self.cost
        let verdict = self.verdict
        var series = self.series
        // Where producers are silent there is no level of acknowledged records to keep.
        if configuration.producers.send == .always {
            series.steadyState = SteadyState(series, measuredSeconds: outcome.measuredSeconds)
        }
        var flags = flags(
            throughput: throughput, latency: latency, cost: cost, steadyState: series.steadyState)
        if !verdict.isExact { flags.append(.inexactVerdict) }
        let plan = evidence.plan
        var result = RunResult(
            dimensions: RunDimensions(configuration, engine: evidence.engine),
            repetition: plan.repetition, seed: plan.seed, order: plan.order,
            startedAtUnixSeconds: startedAt, measuredSeconds: outcome.measuredSeconds,
            throughput: throughput, latency: latency, verification: verification(of: verdict),
            lag: outcome.lag, cost: cost, flags: flags)
        result.failover = failover
        result.group = group(verdict)
        result.stages = stages
        result.series = series
        result.partitions = partitionShares
        return result
    }

    private var throughput: ThroughputCounts {
        var counts = ThroughputCounts()
        for client in evidence.generators {
            counts.offeredRecords += client.generator.counts.offeredRecords
            counts.ackedRecords += client.recorder.measuredRecords
            counts.failedRecords += client.recorder.failedRecords
            counts.ackedBytes += client.recorder.measuredValueBytes
        }
        let records = configuration.records
        counts.ackedBytes += counts.ackedRecords * records.keyBytes
        if records.value.distribution == .fixed {
            counts.ackedBytes += counts.ackedRecords * records.valueBytes
        }
        for member in evidence.members.joined() {
            counts.consumedRecords += member.receiver.measuredRecords
        }
        counts.logBytesWritten = outcome.end.writtenBytes - outcome.start.writtenBytes
        return counts
    }

    private var latency: LatencyResults {
        var latency = LatencyResults()
        for client in evidence.generators {
            latency.publish.add(client.recorder.publish)
            latency.publishDelay.add(client.generator.publishDelay)
        }
        for member in evidence.members.joined() {
            latency.endToEnd.add(member.receiver.endToEnd)
        }
        return latency
    }

    private var stages: StageLatencies? {
        var stages = StageLatencies()
        for member in evidence.members.joined() { stages.add(member.stageLatencies()) }
        return stages.total.count > 0 ? stages : nil
    }

    private var cost: CostResult {
        var shares = CPUShares()
        for client in evidence.generators {
            shares.generatorNanoseconds += client.meter.nanoseconds
        }
        for member in evidence.members.joined() {
            shares.checkerNanoseconds += member.meter.nanoseconds
        }
        shares.idleSpinNanoseconds =
            outcome.end.idleSpinNanoseconds - outcome.start.idleSpinNanoseconds
        var cost = outcome.end.resources.cost(
            since: outcome.start.resources, shares: shares, threads: outcome.threads)
        cost.setupSeconds = evidence.setup?.seconds
        cost.setupResidentBytes = evidence.setup?.residentBytes
        return cost
    }

    private func flags(
        throughput: ThroughputCounts, latency: LatencyResults, cost: CostResult,
        steadyState: SteadyState?
    ) -> [HonestyFlag] {
        let isFixedRate = configuration.producers.rate != .max
        let generated = evidence.generators.map { $0.generator.counts }
        let cpu = cost.engineCPUSeconds + cost.generatorCPUSeconds + cost.checkerCPUSeconds
        var judge = RunJudge(
            isFixedRate: isFixedRate, offeredRecords: throughput.offeredRecords,
            sentInTimeRecords: generated.reduce(0) { $0 + $1.sentInTimeRecords },
            ackedRecords: throughput.ackedRecords,
            unacknowledgedAtStart: outcome.start.sent - outcome.start.completed,
            unacknowledgedAtEnd: outcome.end.sent - outcome.end.completed,
            refusals: generated.reduce(0) { $0 + $1.refusals },
            publishDelayP99Seconds: latency.publishDelay.value(atPercentile: 99)?.seconds ?? 0,
            generatorShare: cpu > 0 ? cost.generatorCPUSeconds / cpu : 0, lag: outcome.lag,
            measuredSeconds: outcome.measuredSeconds,
            firstHalfRecords: outcome.middle.completed - outcome.start.completed,
            secondHalfRecords: outcome.end.completed - outcome.middle.completed,
            isInMemoryFileSystem: evidence.isInMemoryFileSystem,
            dirtyBytesMax: cost.dirtyBytesMax,
            ioStallShare: cost.ioPressureMicroseconds.map {
                Double($0) / 1e6 / max(outcome.measuredSeconds, 1e-9)
            }, latency: latency)
        judge.steadyState = steadyState
        judge.isShapedLoad = isFixedRate && configuration.producers.arrival.isShaped
        judge.isReadingAlone = configuration.producers.send == .warmup
        var flags = judge.flags
        if outcome.hitByteCap { flags.append(.byteCap) }
        if !outcome.isDrained { flags.append(.notDrained) }
        return flags
    }
}
