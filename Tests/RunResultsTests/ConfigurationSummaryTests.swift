import RunResults
import Testing

@Suite struct ConfigurationSummaryTests {
    @Test func theMedianOfThreeIsTheMiddleOne() {
        let spread = Spread([3, 1, 10])
        #expect(spread?.median == 3)
        #expect(spread?.min == 1)
        #expect(spread?.max == 10)
        #expect(spread?.count == 3)
    }

    @Test func theMedianOfFourIsTheMeanOfTheMiddleTwo() {
        #expect(Spread([4, 1, 100, 2])?.median == 3)
    }

    @Test func nothingHasNoSpread() {
        #expect(Spread([]) == nil)
    }

    @Test func spreadsThatTouchOverlap() throws {
        let low = try #require(Spread([1, 2]))
        #expect(low.overlaps(try #require(Spread([2, 3]))))
        #expect(!low.overlaps(try #require(Spread([2.1, 3]))))
    }

    @Test func runsWithEqualDimensionsAreOneConfigurationInFirstSeenOrder() {
        var other = sampleRun()
        other.dimensions.partitions = 12
        let summaries = ConfigurationSummary.summaries(of: [other, sampleRun(), other])
        #expect(summaries.map(\.dimensions.partitions) == [12, 3])
        #expect(summaries.map(\.runs.count) == [2, 1])
    }

    @Test func measuresAreMediansAndCountsAreSums() throws {
        var runs = [sampleRun(), sampleRun(), sampleRun()]
        runs[1].throughput.ackedRecords = 1_500_000
        runs[2].throughput.ackedRecords = 700_000
        runs[1].verification.duplicates = 0
        runs[2].flags = [.fellBehind]
        let row = try summaryRow(runs)
        #expect(row["acked_records_per_s_median"] == "100000")
        #expect(row["acked_records_per_s_min"] == "70000")
        #expect(row["acked_records_per_s_max"] == "150000")
        #expect(row["duplicates"] == "6")
        #expect(row["checked_records"] == "3600000")
        #expect(row["repetitions"] == "3")
        #expect(row["flags"] == "fell-behind 1/3")
        #expect(row["partitions"] == "3")
        #expect(row["seed"] == nil)
    }

    @Test func aPercentileThatNoRepetitionSupportsIsEmpty() throws {
        var run = sampleRun()
        run.latency.publish = try histogram([[1_000, 100]])
        let row = try summaryRow([run, run])
        #expect(row["publish_p50_us_median"] == "1")
        #expect(row["publish_p99_us_median"] == "")
        #expect(row["end_to_end_p50_us_median"] == "n/a")
    }

    @Test func countsThatNoRunCheckedStayNotAvailable() throws {
        var run = sampleRun()
        run.verification = VerificationCounts()
        let row = try summaryRow([run, run])
        #expect(row["key_order_violations"] == "n/a")
        #expect(row["lost_acknowledged"] == "n/a")
    }

    @Test func lossesAddUpByWhatPermitsThem() throws {
        var runs = [sampleRun(), sampleRun()]
        runs[0].verification.lostAcknowledged = 4
        runs[0].verification.permittedLosses = ["acks-1": 4]
        runs[1].verification.lostAcknowledged = 3
        runs[1].verification.permittedLosses = ["acks-1": 1, "lost-replicas": 1]
        runs[1].verification.missingInLog = 3
        let row = try summaryRow(runs)
        #expect(row["lost_acknowledged"] == "7")
        #expect(row["lost_permitted"] == "6")
        #expect(row["lost_forbidden"] == "1")
        #expect(row["missing_in_log"] == "3")
        #expect(row["reorderings"] == "n/a")
        let sum = runs[0].verification + runs[1].verification
        #expect(sum.permittedLosses == ["acks-1": 5, "lost-replicas": 1])
    }

    @Test func failoverTimesAreMediansAndTheirNumberASum() throws {
        var runs = [sampleRun(), sampleRun(), sampleRun()]
        for (index, times) in [[100.0], [], [300, 500]].enumerated() {
            runs[index].failover = FailoverResult()
            runs[index].failover?.setFailovers(milliseconds: times)
        }
        let row = try summaryRow(runs)
        #expect(row["failovers"] == "3")
        #expect(row["failover_p50_ms_median"] == "250")
        #expect(row["failover_max_ms_max"] == "500")
    }

    @Test func histogramsOfRepetitionsAreMerged() throws {
        var runs = [sampleRun(), sampleRun()]
        runs[0].latency.publish = try histogram([[1_000, 60]])
        runs[1].latency.publish = try histogram([[3_000, 40]])
        let summary = try #require(ConfigurationSummary.summaries(of: runs).first)
        let merged = summary.merged { $0.publish }
        #expect(merged.count == 100)
        #expect(merged.microseconds(atPercentile: 50) == 1)
        #expect(merged.maxMicroseconds == 3.001)
    }

    @Test func flagsAreCountedInDeclaredOrder() throws {
        var runs = [sampleRun(), sampleRun()]
        runs[0].flags = [.notDrained, .generatorLimited]
        runs[1].flags = [.notDrained]
        let summary = try #require(ConfigurationSummary.summaries(of: runs).first)
        #expect(summary.flagsText == "generator-limited 1/2;not-drained 2/2")
    }

    /// The only row of `summary.csv` for `runs`, by column.
    private func summaryRow(_ runs: [RunResult]) throws -> [String: String] {
        let summaries = ConfigurationSummary.summaries(of: runs)
        try #require(summaries.count == 1)
        let cells = summaries[0].cells(environment: RunEnvironment()).map(\.csvText)
        try #require(cells.count == ConfigurationSummary.columnNames.count)
        return Dictionary(uniqueKeysWithValues: zip(ConfigurationSummary.columnNames, cells))
    }
}
