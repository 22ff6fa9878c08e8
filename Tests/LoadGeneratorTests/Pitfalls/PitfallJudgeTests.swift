import Foundation
import LoadGenerator
import RunResults
import Testing
import Workloads

@Suite struct PitfallJudgeTests {
    private func file(_ claims: String) throws -> WorkloadFile {
        try WorkloadFile(
            parsing: "name: x\nquestion: why?\nalso: [{producers: {acks: 1}}]\n" + claims,
            path: "w.yaml")
    }

    private func run(duplicates: Int, lag: Int) -> RunResult {
        var verification = VerificationCounts()
        verification.checkedRecords = 1
        verification.duplicates = duplicates
        var result = LagResult()
        result.maxRecords = lag
        var dimensions = RunDimensions()
        dimensions.groups = 1
        return RunResult(
            dimensions: dimensions, repetition: 1, seed: 1, order: 1,
            startedAtUnixSeconds: 0, measuredSeconds: 1, throughput: ThroughputCounts(),
            latency: LatencyResults(), verification: verification, lag: result,
            cost: CostResult(), flags: [])
    }

    private func verdict(_ claims: String, _ runs: [RunResult]) throws -> PitfallVerdict {
        let file = try file(claims)
        let pitfall = try #require(file.pitfall)
        return try PitfallJudge(pitfall, name: file.name, cells: file.cells.count)
            .verdict(runs, environment: RunEnvironment())
    }

    @Test func theFirstCellIsTheDamageAndTheLastOneTheFix() throws {
        let claims = "pitfall: {fix: f, damage: duplicates > 0, fixed: duplicates = 0}\n"
        let shown = try verdict(claims, [run(duplicates: 7, lag: 0), run(duplicates: 0, lag: 0)])
        #expect(shown.isShown)
        #expect(shown.damage.map(\.text) == ["duplicates 7"])
        #expect(shown.fixed.map(\.text) == ["duplicates 0"])
        for (damage, fixed) in [(0, 0), (7, 1)] {
            let other = try verdict(
                claims, [run(duplicates: damage, lag: 0), run(duplicates: fixed, lag: 0)])
            #expect(!other.isShown)
        }
    }

    @Test func cellsAreComparedByName() throws {
        let claims =
            "pitfall: {fix: f, cells: [slow, fast], damage: lag_max_records > 0, "
            + "fixed: lag_max_records <= 0.5 of 0}\n"
        let shown = try verdict(claims, [run(duplicates: 0, lag: 8), run(duplicates: 0, lag: 2)])
        #expect(shown.isShown)
        #expect(shown.fixed.map(\.text) == ["lag_max_records 0.25× that with slow"])
        let other = try verdict(claims, [run(duplicates: 0, lag: 8), run(duplicates: 0, lag: 5)])
        #expect(!other.isShown)
    }

    @Test func nothingIsHeldAgainstNothing() throws {
        let claims =
            "pitfall: {fix: f, damage: takeover_max_ms > 0, fixed: lag_max_records <= 1 of 0}\n"
        let found = try verdict(claims, [run(duplicates: 0, lag: 0), run(duplicates: 0, lag: 0)])
        #expect(!found.isShown)
        #expect(found.damage.map(\.text) == ["takeover_max_ms n/a"])
        #expect(found.fixed.map(\.text) == ["lag_max_records with cell 0 n/a"])
    }

    @Test func whatIsShippedClaimsNothingOfColumnsThatThereAreNot() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Workloads/pitfalls").path
        let catalog = try WorkloadCatalog.list(directory: folder)
        #expect(catalog.entries.count == 10)
        for entry in catalog.entries {
            let file = try WorkloadFile.load(path: entry.path)
            let pitfall = try #require(file.pitfall)
            _ = try PitfallJudge(pitfall, name: file.name, cells: file.cells.count)
        }
    }

    @Test(arguments: ["doubles", "acks", "flags"])
    func aColumnThatIsNoMeasureIsRefused(column: String) throws {
        let file = try file("pitfall: {fix: f, damage: \(column) > 0, fixed: duplicates = 0}\n")
        let pitfall = try #require(file.pitfall)
        #expect(throws: WorkloadError.self) {
            _ = try PitfallJudge(pitfall, name: file.name, cells: file.cells.count)
        }
    }
}
