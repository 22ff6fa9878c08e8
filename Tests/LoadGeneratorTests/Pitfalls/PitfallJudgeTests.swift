import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

@Suite struct PitfallJudgeTests {
    private static let load = "checked_records > 0"

    private func judge(
        _ damage: String, _ fixed: String, cells: String = ""
    ) throws -> PitfallJudge {
        let file = try WorkloadFile(
            parsing: """
                name: x
                question: why?
                also: [{producers: {acks: 1}}]
                pitfall: {fix: f, \(cells)damage: [\(damage)], fixed: [\(fixed), \(Self.load)]}
                """, path: "w.yaml")
        return PitfallJudge(try #require(file.pitfall), name: file.name)
    }

    private func verdict(
        _ damage: String, _ fixed: String, _ runs: [RunResult], cells: String = ""
    ) throws -> PitfallVerdict {
        try judge(damage, fixed, cells: cells).verdict(runs, environment: RunEnvironment())
    }

    @Test func theFirstCellIsTheDamageAndTheLastOneTheFix() throws {
        let runs = [PitfallRun.made(duplicates: 7), PitfallRun.made()]
        let shown = try verdict("duplicates > 0", "duplicates = 0", runs)
        #expect(shown.isShown)
        #expect(shown.damage.map(\.text) == ["duplicates 7 (> 0)"])
        #expect(shown.fixed.map(\.text) == ["duplicates 0 (= 0)", "checked_records 1 (> 0)"])
        for (damage, fixed) in [(0, 0), (7, 1)] {
            let other = try verdict(
                "duplicates > 0", "duplicates = 0",
                [PitfallRun.made(duplicates: damage), PitfallRun.made(duplicates: fixed)])
            #expect(!other.isShown)
        }
    }

    @Test func cellsAreComparedByName() throws {
        func verdict(fast: Int) throws -> PitfallVerdict {
            try self.verdict(
                "lag_max_records > 0", "lag_max_records <= 0.5 of 0",
                [PitfallRun.made(lag: 8), PitfallRun.made(lag: fast)],
                cells: "cells: [slow, fast], ")
        }
        let shown = try verdict(fast: 2)
        #expect(shown.isShown)
        #expect(shown.fixed[0].text == "lag_max_records 2, 0.25× that with slow (<= 0.5)")
        #expect(try !verdict(fast: 5).isShown)
    }

    @Test func columnsOfACellAreCompared() throws {
        var runs = [PitfallRun.made(duplicates: 3, lag: 2), PitfallRun.made(duplicates: 1)]
        let claims = ("duplicates >= 1.5 of lag_max_records", "duplicates <= 1")
        let shown = try verdict(claims.0, claims.1, runs)
        #expect(shown.isShown)
        #expect(shown.damage[0].text == "duplicates 3, 1.5× lag_max_records (>= 1.5)")
        runs[0].lag.maxRecords = 3
        #expect(try !verdict(claims.0, claims.1, runs).isShown)
    }

    @Test func nothingIsHeldAgainstNothing() throws {
        let found = try verdict(
            "takeover_max_ms > 0", "takeover_max_ms = 0, lag_max_records <= 1 of 0",
            [PitfallRun.made(), PitfallRun.made()])
        #expect(!found.isShown)
        #expect(found.damage.map(\.text) == ["takeover_max_ms n/a (> 0)"])
        #expect(found.fixed[1].text == "lag_max_records 0, that with cell 0 n/a (<= 1)")
    }

    @Test func idleMembersAreNamed() throws {
        var runs = [PitfallRun.made(), PitfallRun.made()]
        var group = GroupResult()
        runs[1].group = group
        group.idleMembers = (2...7).map { "group 0 member \($0)" }
        runs[0].group = group
        let shown = try verdict("idle_members > 0", "idle_members = 0", runs)
        #expect(
            shown.damage[0].text
                == "idle_members 6, group 0 member 2, group 0 member 3, group 0 member 4, group 0 "
                + "member 5 and 2 more (> 0)")
        #expect(shown.fixed[0].text == "idle_members 0 (= 0)")
    }

    @Test(arguments: [HonestyFlag.notDrained, .inexactVerdict, .byteCap, .fellBehind])
    func whatMeasuredNothingShowsNothing(flag: HonestyFlag) throws {
        for cell in 0...1 {
            var runs = [PitfallRun.made(duplicates: 7), PitfallRun.made()]
            runs[cell].flags = [flag]
            let judge = try judge("duplicates > 0", "duplicates = 0")
            let found = judge.verdict(runs, environment: RunEnvironment())
            #expect(!found.isShown)
            let measure = cell == 0 ? found.damage[0] : found.fixed[0]
            #expect(measure.unfit == [flag])
            #expect(measure.doubts == [flag])
            #expect(judge.unfitCells(runs, environment: RunEnvironment()) == [cell])
        }
    }

    @Test(arguments: [HonestyFlag.notSteady, .diskThrottled, .tooFewSamples])
    func whatOnlyCastsDoubtIsNotedAlone(flag: HonestyFlag) throws {
        var runs = [PitfallRun.made(acked: 1_000), PitfallRun.made(acked: 2_000)]
        runs[0].flags = [flag]
        let judge = try judge("acked_records_per_s > 0", "acked_records_per_s >= 2 of 0")
        let found = judge.verdict(runs, environment: RunEnvironment())
        #expect(found.isShown)
        let doubts: Set<HonestyFlag> = flag == .tooFewSamples ? [] : [flag]
        #expect(found.damage[0].doubts == doubts)
        #expect(found.fixed[0].doubts == doubts, "it is held against the flagged run")
        #expect(judge.unfitCells(runs, environment: RunEnvironment()).isEmpty)
    }

    /// Latencies begin at the intended time: a generator that is late by little beside them
    /// changes little.
    @Test(arguments: [("5000", 2, true), ("5000", 400, false), ("max", 2, false)])
    func aLateGeneratorMattersWhereItShows(rate: String, delay: Int, isShown: Bool) throws {
        var runs = [PitfallRun.made(), PitfallRun.made()]
        for cell in 0...1 {
            runs[cell].dimensions.rate = rate
            runs[cell].flags = [.generatorLimited]
            runs[cell].latency.endToEnd.record(.milliseconds(1_000), count: 5_000)
            runs[cell].latency.publishDelay.record(.milliseconds(Int64(delay)), count: 5_000)
        }
        let found = try verdict("end_to_end_p99_us > 0", "end_to_end_p99_us <= 2000000", runs)
        #expect(found.isShown == isShown)
        #expect(found.damage[0].doubts == [.generatorLimited])
        #expect(found.fixed[0].holds == (rate != "max"), "lateness makes nothing shorter")
        let compared = try verdict(
            "end_to_end_p99_us > 0", "end_to_end_p99_us <= 1 of 0", runs)
        #expect(compared.fixed[0].holds == isShown, "it may make shorter beside")
        let counts = try verdict("checked_records = 1", "checked_records = 1", runs)
        #expect(counts.isShown, "what is counted does not depend on it")
    }
}

/// Made-up runs.
enum PitfallRun {
    static func made(duplicates: Int = 0, lag: Int = 0, acked: Int = 0) -> RunResult {
        var verification = VerificationCounts()
        verification.checkedRecords = 1
        verification.duplicates = duplicates
        var result = LagResult()
        result.maxRecords = lag
        var throughput = ThroughputCounts()
        throughput.ackedRecords = acked
        var dimensions = RunDimensions()
        dimensions.groups = 1
        dimensions.rate = "1000"
        return RunResult(
            dimensions: dimensions, repetition: 1, seed: 1, order: 1,
            startedAtUnixSeconds: 0, measuredSeconds: 1, throughput: throughput,
            latency: LatencyResults(), verification: verification, lag: result,
            cost: CostResult(), flags: [])
    }
}
