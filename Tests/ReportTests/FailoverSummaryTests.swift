import Foundation
import Report
import RunResults
import Testing

/// What the summaries say of runs with faults, and of settings that came with them.
@Suite struct FailoverSummaryTests {
    /// A run in which the leader was killed once: acks=1 lost 120 records and acks=all none.
    private func faultedRun(acks: String, repetition: Int = 1) throws -> RunResult {
        var dimensions = SampleBench.dimensions(acks: acks)
        dimensions.enableIdempotence = acks == "all"
        dimensions.faultPlan = "{at: 2s, kill: leader, partition: 0, for: 3s}"
        dimensions.requestTimeoutMilliseconds = 30_000
        dimensions.retryBackoffMilliseconds = 50
        var run = try SampleBench.run(dimensions, repetition: repetition)
        run.verification.reorderings = acks == "1" ? 7 : 0
        run.verification.lostAcknowledged = acks == "1" ? 120 : 0
        run.verification.permittedLosses = acks == "1" ? ["acks-1": 120] : [:]
        run.verification.missingInLog = run.verification.lostAcknowledged
        var failover = FailoverResult()
        failover.faults = 1
        failover.unavailableMilliseconds = 1_234
        failover.setFailovers(milliseconds: [900, 1_100].map { $0 + Double(repetition) })
        failover.retries = 11
        failover.failedAttempts = 13
        failover.leaderElections = 2
        failover.isrShrinks = 3
        failover.isrExpansions = 4
        failover.minISRRejections = 5
        run.failover = failover
        return run
    }

    private func bench() throws -> BenchResult {
        try SampleBench.bench([
            faultedRun(acks: "1"), faultedRun(acks: "all"),
            faultedRun(acks: "1", repetition: 2), faultedRun(acks: "all", repetition: 2),
        ])
    }

    private func rows(_ page: String, after heading: String) -> [[String]] {
        let lines = page.components(separatedBy: "\n")
        return lines.drop { $0 != heading }.drop { !$0.hasPrefix("|") }
            .prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("|") }
            .map { line in
                line.split(separator: "|", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: .whitespaces) }.dropFirst().dropLast()
            }.map(Array.init)
    }

    @Test func faultsHaveTablesOfTheirOwn() throws {
        let rows = rows(MarkdownSummary(try bench()).text, after: "## Faults and failover")
        #expect(
            rows.filter { ["1", "all"].contains($0[0]) } == [
                [
                    "1", "2", "4", "1.00 s", "1.10 s", "1.23 s", "240", "240 by acks=1", "0",
                ],
                ["all", "2", "4", "1.00 s", "1.10 s", "1.23 s", "0", "", "0"],
                ["1", "26", "22", "0", "14", "4", "6", "8", "10", "240"],
                ["all", "26", "22", "0", "0", "4", "6", "8", "10", "0"],
            ])
    }

    @Test func withoutAFaultThereIsNone() throws {
        var run = try faultedRun(acks: "1")
        run.failover?.faults = 0
        for run in [run, try SampleBench.run(SampleBench.dimensions())] {
            let bench = SampleBench.bench([run])
            #expect(!MarkdownSummary(bench).text.contains("Faults and failover"))
            let text = TerminalSummary(bench, isTerminal: false).text(resultsPath: "r")
            #expect(!text.contains("Faults and failover"))
        }
    }

    @Test func permittedLossesAreNamed() throws {
        let page = MarkdownSummary(try bench()).text
        #expect(
            page.contains(
                "- 240 acknowledged records were lost: 240 with acks=1; permitted: 240 by "
                    + "acks=1; 0 forbidden; none was processed twice.\n"))
        #expect(page.contains("| 240 permitted |"))
    }

    @Test func forbiddenLossesAreNamed() throws {
        var bench = try bench()
        bench.runs[1].verification.lostAcknowledged = 3
        let page = MarkdownSummary(bench).text
        #expect(
            page.contains(
                "- 243 acknowledged records were lost: 240 with acks=1, 3 with acks=all; "
                    + "permitted: 240 by acks=1; 3 forbidden;"))
        #expect(page.contains("| 3, 3 forbidden |"))
    }

    @Test func theTerminalShowsTimesAndLosses() throws {
        let text = TerminalSummary(try bench(), isTerminal: false).text(resultsPath: "r")
        let lines = text.components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "Faults and failover"))
        #expect(
            lines[(start + 1)...(start + 4)] == [
                "acks  faults  failovers  failover p50  longest  unavailable  lost acked  "
                    + "permitted      forbidden",
                "----  ------  ---------  ------------  -------  -----------  ----------  "
                    + "-------------  ---------",
                "   1       2          4        1.00 s   1.10 s       1.23 s         240  "
                    + "240 by acks=1          0",
                " all       2          4        1.00 s   1.10 s       1.23 s           0  "
                    + "                       0",
            ])
    }

    /// By default idempotence is on with acks=all and off with acks=1.
    @Test func idempotenceThatFollowsAcksDoesNotPartThePairs() throws {
        let page = MarkdownSummary(try bench()).text
        #expect(page.contains("acks=all takes 1.00× the publish p99 of acks=1"))
        #expect(page.contains("- Also set: idempotence off at acks=1, on at acks=all\n"))
        #expect(!page.contains("### 20,000 records/s, keys uniform, idempotence"))
    }

    @Test func idempotenceThatVariesByItselfStandsInTheLabels() throws {
        var bench = try bench()
        var other = try faultedRun(acks: "all")
        other.dimensions.enableIdempotence = false
        bench.runs.append(other)
        let text = TerminalSummary(bench, isTerminal: false).text(resultsPath: "r")
        #expect(text.contains("idempotence"))
        #expect(text.split(separator: "\n").contains { $0.hasPrefix("on ") })
        #expect(text.split(separator: "\n").contains { $0.hasPrefix("off ") })
    }

    @Test func whatIsUsualGoesWithoutSaying() throws {
        let page = MarkdownSummary(try bench()).text
        #expect(!page.contains("request timeout"))
        #expect(page.contains("retry backoff 50.0 ms"))
        #expect(page.contains("faults {at: 2s, kill: leader, partition: 0, for: 3s}"))
    }
}
