import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// Each part of the service level: what nearly breaks it, and what does.
@Suite struct ServiceLevelTests {
    private func isMet(
        by change: (inout RunResult) -> Void = { _ in },
        settings: (inout SearchSettings) -> Void = { _ in }
    ) -> Bool {
        var throughput = ThroughputCounts()
        throughput.offeredRecords = 1_000_000
        throughput.ackedRecords = 1_000_000
        var latency = LatencyResults()
        latency.publish.record(.milliseconds(5), count: 1_000)
        var run = RunResult(
            dimensions: RunDimensions(), repetition: 1, seed: 1, order: 1,
            startedAtUnixSeconds: 0, measuredSeconds: 10, throughput: throughput,
            latency: latency, verification: VerificationCounts(), lag: LagResult(),
            cost: CostResult(), flags: [])
        change(&run)
        var search = SearchSettings()
        settings(&search)
        return ServiceLevel(search).isMet(by: run)
    }

    @Test func `a run without fault meets it`() { #expect(isMet()) }

    @Test func `enough of what was offered is acknowledged`() {
        // 0.5 % may lack, and four standard deviations of chance.
        #expect(isMet(by: { $0.throughput.ackedRecords = 991_100 }))
        #expect(!isMet(by: { $0.throughput.ackedRecords = 990_900 }))
        #expect(
            isMet(by: { $0.throughput.ackedRecords = 900_000 }, settings: { $0.achievedMin = 0.9 }))
        #expect(!isMet(by: { $0.throughput = ThroughputCounts() }))
    }

    @Test func `nothing piles up`() {
        #expect(!isMet(by: { $0.flags = [.fellBehind] }))
        #expect(!isMet(by: { $0.flags = [.byteCap] }))
        #expect(isMet(by: { $0.flags = [.notSteady, .tooFewSamples] }))
        // 0.5 % of a million in ten seconds, and 100.
        #expect(isMet(by: { $0.lag.slopeRecordsPerSecond = 509 }))
        #expect(!isMet(by: { $0.lag.slopeRecordsPerSecond = 511 }))
    }

    @Test func `latency keeps to its limit, where there is one`() {
        #expect(isMet(settings: { $0.publishP99Max = .milliseconds(6) }))
        #expect(!isMet(settings: { $0.publishP99Max = .milliseconds(4) }))
        #expect(
            !isMet(
                by: { $0.latency = LatencyResults() },
                settings: { $0.publishP99Max = .milliseconds(4) }))
    }
}
