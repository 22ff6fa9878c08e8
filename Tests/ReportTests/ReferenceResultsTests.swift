import Planner
import RunResults
import Testing

@testable import Report

/// The results that the repository ships: they must load, read as they were written, and plan.
@Suite struct ReferenceResultsTests {
    private static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/") + "/Results/reference"
    }()

    @Test func everyConfigurationIsThereWithItsRepetitions() throws {
        let bench = try ResultsFolder.load(Self.folder)
        #expect(bench.workload == "quick")
        #expect(!bench.interrupted)
        let summaries = ConfigurationSummary.summaries(of: bench.runs)
        #expect(summaries.count == 33)
        #expect(bench.runs.count == 66)
        #expect(bench.runs.allSatisfy { $0.verification.lostAcknowledged == 0 })
        #expect(bench.runs.allSatisfy { $0.verification.duplicates == 0 })
    }

    /// Keyed records keep their order, and the row without keys shows what happens otherwise.
    @Test func orderIsLostOnlyWithoutKeys() throws {
        for run in try ResultsFolder.load(Self.folder).runs {
            let isKeyed = run.dimensions.keyDistribution == "uniform"
            #expect((run.verification.keyOrderViolations == 0) == isKeyed)
        }
    }

    @Test func aPlanNamesItsSourceAndKeepsTheRules() throws {
        let bench = try ResultsFolder.load(Self.folder)
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.topKeyShare = 0.05
        let profile = MeasuredProfile(runs: bench.runs, results: "Results/reference")
        guard case .plan(let plan) = try CapacityPlanner.plan(request, profile: profile) else {
            Issue.record("50 MB/s is within what was measured")
            return
        }
        #expect(plan.replicationFactor == 3)
        #expect(plan.minInsyncReplicas == 2)
        #expect(plan.acks == "all")
        #expect(PlanReport.markdown(.plan(plan)).contains("Results/reference"))
    }

    /// Rao's max(t/p, t/c), with the rates that the folder holds: what one partition carries is
    /// far above 50 MB/s, so one partition is enough; ten times what it carries is not.
    @Test func partitionsFollowTheMeasuredRates() throws {
        let bench = try ResultsFolder.load(Self.folder)
        let profile = MeasuredProfile(runs: bench.runs, results: "Results/reference")
        let request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 100)
        guard case .plan(let plan) = try CapacityPlanner.plan(request, profile: profile) else {
            Issue.record("50 MB/s is within what was measured")
            return
        }
        #expect(plan.partitions == 1)
        let tooMuch = PlanRequest(throughput: .bytesPerSecond(1e12), recordBytes: 100)
        guard case .impossible = try CapacityPlanner.plan(tooMuch, profile: profile) else {
            Issue.record("a terabyte a second is beyond what was measured")
            return
        }
    }
}
