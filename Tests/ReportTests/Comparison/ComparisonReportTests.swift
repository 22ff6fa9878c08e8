import Comparisons
import Foundation
import Report
import RunResults
import Testing

@Suite struct ComparisonReportTests {
    /// Runs of one side whose latency is `publish` nanoseconds, give or take 0.4 %.
    private func runs(
        _ publish: UInt64, partitions: Int = 3, acks: String, flags: [HonestyFlag] = [],
        count: Int = 8
    ) throws -> [RunResult] {
        try (0..<count).map { index in
            try SampleBench.run(
                SampleBench.dimensions(partitions: partitions, acks: acks),
                repetition: index + 1, order: index + 1,
                publish: publish + publish / 1_000 * UInt64(index % 5),
                flags: index < 3 ? flags : [])
        }
    }

    private func report(
        cells: [[[RunResult]]], conditions: [String] = [], notes: [String] = []
    ) throws -> ComparisonReport {
        try ComparisonReport.paired(
            of: SampleBench.bench([], skipped: ["topic.partitions=9: cannot exist"]),
            labels: ["producers.acks=1", "producers.acks=all"], cells: cells,
            settings: ComparisonSettings(),
            conditions: conditions.map { try FailCondition(parsing: $0) }, notes: notes)
    }

    @Test func aSingleComparisonBeginsWithItsAnswer() throws {
        let report = try report(cells: [
            [runs(100_000, acks: "1"), runs(120_000, acks: "all")]
        ])
        let text = ComparisonMarkdown(report).text
        #expect(
            text.contains(
                "**publish_p50_us: different: +20.0 %** for producers.acks=all against "
                    + "producers.acks=1, "), "\(text)")
        #expect(text.contains(" at 99 %."))
        #expect(text.contains("8 pairs"))
        #expect(text.contains("Left out: topic.partitions=9: cannot exist"))
    }

    @Test func everyConfigurationHasARowThatNamesIt() throws {
        let report = try report(cells: [
            [runs(100_000, acks: "1"), runs(120_000, acks: "all")],
            [
                runs(100_000, partitions: 12, acks: "1"),
                runs(100_000, partitions: 12, acks: "all"),
            ],
        ])
        #expect(report.comparisons.count == 2)
        let rows = ComparisonMarkdown(report).text.split(separator: "\n")
        let first = rows.first { $0.hasPrefix("|partitions 3") || $0.hasPrefix("| partitions 3") }
        let other = rows.first { $0.hasPrefix("|partitions 12") || $0.hasPrefix("| partitions 12") }
        #expect(first?.contains("different") == true, "\(rows)")
        #expect(other?.contains("no difference") == true)
        #expect(rows.contains("## partitions 12: producers.acks=all against producers.acks=1"))
    }

    /// A flagged run counts, and says so: at its numbers, and by name.
    @Test func flagsStandBesideTheNumbers() throws {
        let report = try report(cells: [
            [runs(100_000, acks: "1"), runs(120_000, acks: "all", flags: [.notSteady])]
        ])
        let text = ComparisonMarkdown(report).text
        #expect(text.contains("+20.0 %†"))
        #expect(text.contains("- † not-steady, 3 of 16 runs: "))
        #expect(text.contains("- B (producers.acks=all): not-steady 3/8"))
        let row = try #require(
            text.split(separator: "\n").first {
                $0.contains("**publish\\_p50\\_us**") || $0.contains("**publish_p50_us** ")
            })
        #expect(row.contains("100 µs ") && row.contains("120 µs†"), "\(row)")
    }

    @Test func aSideThatIsComparedTwiceIsCountedOnce() throws {
        var sides = try [
            runs(100_000, acks: "1", flags: [.notSteady]), runs(120_000, acks: "all"),
            runs(130_000, acks: "0"),
        ]
        for side in sides.indices {
            for run in sides[side].indices { sides[side][run].order = 8 * side + run }
        }
        let report = try ComparisonReport.paired(
            of: SampleBench.bench([]), labels: ["acks=1", "acks=all", "acks=0"], cells: [sides],
            settings: ComparisonSettings(), conditions: [], notes: [])
        #expect(report.comparisons.count == 2)
        #expect(report.runs.count == 24)
        #expect(ComparisonMarkdown(report).text.contains("- † not-steady, 3 of 24 runs: "))
    }

    @Test func conditionsSayWhatBecameOfThem() throws {
        let report = try report(
            cells: [[runs(100_000, acks: "1"), runs(120_000, acks: "all")]],
            conditions: [
                "publish_p50_us > +10%", "publish_p50_us > +50%", "end_to_end_p9999_us > +10%",
            ])
        #expect(report.judgements.map(\.outcome) == [.met, .notMet, .undecided])
        let text = ComparisonMarkdown(report).text
        #expect(text.contains("- `publish_p50_us > +10%`: **met** (+20.0 %, "), "\(text)")
        #expect(text.contains("- `publish_p50_us > +50%`: **not met** ("))
        #expect(text.contains("- `end_to_end_p9999_us > +10%`: **undecided** ("))
    }

    @Test func theFileHasARowForEachMeasure() throws {
        let report = try report(cells: [
            [runs(100_000, acks: "1"), runs(120_000, acks: "all", flags: [.notSteady])]
        ])
        let lines = ComparisonCSV.text(report).split(separator: "\n").map(String.init)
        let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        #expect(lines.count == 1 + report.comparisons[0].measures.count)
        #expect(Array(names.suffix(ComparisonCSV.columns.count)) == ComparisonCSV.columns)
        let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        #expect(cells.count == names.count)
        func cell(_ name: String) -> String? {
            names.firstIndex(of: name).map { cells[$0] }
        }
        #expect(cell("workload") == "orders")
        #expect(cell("acks") == "1")
        #expect(cell("measure") == "publish_p50_us")
        #expect(cell("primary") == "true")
        #expect(cell("paired") == "true")
        #expect(cell("pairs") == "8")
        #expect(cell("verdict") == "different")
        #expect(cell("b_flags") == "not-steady 3/8")
        let difference = try #require(cell("difference_percent").flatMap(Double.init))
        #expect(abs(difference - 20) < 0.2)
    }

    @Test func nothingIsClaimedOfOnePair() throws {
        let report = try report(cells: [
            [runs(100_000, acks: "1", count: 1), runs(120_000, acks: "all", count: 1)]
        ])
        #expect(report.comparisons.isEmpty)
        #expect(ComparisonMarkdown(report).text.contains("No comparison has two pairs"))
    }

    // MARK: Folders

    private func named(_ name: String, _ runs: [RunResult]) -> ComparisonReport.NamedBench {
        ComparisonReport.NamedBench(name: name, bench: SampleBench.bench(runs))
    }

    private func apart(
        _ a: ComparisonReport.NamedBench, _ b: ComparisonReport.NamedBench
    ) throws(ComparisonError) -> ComparisonReport {
        try ComparisonReport.apart(a: a, b: b, settings: ComparisonSettings(), conditions: [])
    }

    @Test func foldersAreComparedConfigurationByConfiguration() throws {
        let a = try named("before", runs(100_000, acks: "1") + runs(100_000, acks: "all", count: 5))
        var b = try named("after", runs(150_000, acks: "all") + runs(100_000, acks: "1"))
        b.bench.environment.cpuModel = "Another CPU"
        let report = try apart(a, b)
        #expect(report.comparisons.map { $0.a.runs[0].dimensions.acks } == ["1", "all"])
        #expect(report.comparisons.map { $0.primary?.verdict } == [.noDifference, .different])
        #expect(report.comparisons.allSatisfy { !$0.isPaired })
        #expect(report.comparisons[1].primary?.count == 5)
        let text = ComparisonMarkdown(report).text
        #expect(text.contains("The runs are not paired"))
        #expect(text.contains("The folders differ in CPU: Test CPU and Another CPU."))
        #expect(text.contains("A is before, B is after."))
        #expect(text.contains("Each of the 2 comparisons errs by itself"))
        #expect(text.contains("acks=all"))
    }

    @Test func runsOfAnotherLengthAreNamed() throws {
        let a = try named("before", runs(100_000, acks: "1"))
        var b = try named("after", runs(100_000, acks: "1", count: 5))
        #expect(
            try apart(a, b).notes.dropFirst() == ["The folders differ in repetitions: 8 and 5."])
        b = a
        for index in b.bench.runs.indices { b.bench.runs[index].measuredSeconds *= 1.001 }
        #expect(try apart(a, b).notes.count == 1)
        for index in b.bench.runs.indices { b.bench.runs[index].measuredSeconds = 0.5 }
        #expect(
            try apart(a, b).notes.dropFirst()
                == ["The folders differ in measured time: 10.0 s and 0.5 s."])
        var c = a
        for (index, buckets) in zip(b.bench.runs.indices, repeatElement(2, count: 8)) {
            b.bench.runs[index] = a.bench.runs[index]
            b.bench.runs[index].series = RunSeries(
                warmupBuckets: buckets, measuredBuckets: 1, buckets: [])
            c.bench.runs[index].series = RunSeries(
                warmupBuckets: 10 * buckets, measuredBuckets: 1, buckets: [])
        }
        #expect(
            try apart(b, c).notes.dropFirst()
                == ["The folders differ in warm-up: 0.2 s and 2.0 s."])
    }

    @Test func whatOneFolderLacksIsNamed() throws {
        let a = try named("before", runs(100_000, acks: "1") + runs(100_000, acks: "all"))
        let b = try named("after", runs(100_000, acks: "1"))
        let report = try apart(a, b)
        #expect(report.comparisons.count == 1)
        #expect(report.notes.contains("Only in before: 1 configurations, left out."))
    }

    /// A setting that came later is unknown in older results, not another value.
    @Test func anOlderFolderStillMatches() throws {
        var newer = try runs(100_000, acks: "1")
        for index in newer.indices { newer[index].dimensions.retriesMax = 10 }
        let report = try apart(named("before", runs(100_000, acks: "1")), named("after", newer))
        #expect(report.comparisons.count == 1)
    }

    @Test func foldersOfDifferentWorkloadsAreRefusedInOneLine() throws {
        let a = try named("before", runs(100_000, acks: "1"))
        var b = a
        b.name = "after"
        b.bench.workload = "payments"
        #expect(
            throws: ComparisonError.nothingInCommon(
                "after: is of the workload 'payments'; expected 'orders', as in before")
        ) { try apart(a, b) }
    }

    @Test func foldersWithoutACommonConfigurationNameWhatDiffers() throws {
        let a = try named("before", runs(100_000, acks: "1"))
        let b = try named("after", runs(100_000, acks: "all"))
        #expect(
            throws: ComparisonError.nothingInCommon(
                "after: has no configuration in common with before; they differ in acks "
                    + "(1; all)")
        ) { try apart(a, b) }
    }

    @Test func oneRunOfEachHasNoSpread() throws {
        let a = try named("before", runs(100_000, acks: "1", count: 1))
        #expect(throws: ComparisonError.self) { try apart(a, named("after", a.bench.runs)) }
    }
}
