import Comparisons
import Foundation
import Report
import RunResults
import Testing

@Suite final class ComparisonCheckTests {
    private let plan = CheckPlan(same: 2, slowed: 1, factor: 1.1, pairs: 3, seed: 7)
    private let path = NSTemporaryDirectory() + "weir-check-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private var header: ComparisonCheckFolder.Header {
        .init(plan: plan, workload: "name: w\n", environment: SampleBench.environment)
    }

    private func outcome(_ trial: CheckTrial, publish: UInt64) throws -> CheckOutcome {
        let sides = try [100_000, publish].map { publish in
            try (0..<3).map { index in
                try SampleBench.run(
                    SampleBench.dimensions(), publish: publish + UInt64(index * 100))
            }
        }
        let comparison = try Comparison(
            a: .init(label: "a", runs: sides[0]), b: .init(label: "b", runs: sides[1]),
            isPaired: true, settings: ComparisonSettings(),
            environments: (RunEnvironment(), RunEnvironment()))
        return try #require(CheckOutcome(trial, comparison))
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    @Test func aCheckGoesOnWhereItWas() throws {
        #expect(
            try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: w\n") == nil)
        var folder = try ComparisonCheckFolder.begin(path, header)
        let trials = plan.trials
        try folder.add(outcome(trials[0], publish: 100_000))
        try folder.add(outcome(trials[1], publish: 100_000))
        #expect(try text("summary.md").contains("**Not finished: 2 of 3 comparisons.**"))
        var again = try #require(
            try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: w\n"))
        #expect(again.outcomes == folder.outcomes)
        #expect(again.header == header)
        try again.add(outcome(trials[2], publish: 110_000))
        let summary = try text("summary.md")
        #expect(
            summary.contains(
                "**0 of 2 comparisons of a setting with itself were called different, brokers "
                    + "10.0 % slower in 1 of 1: holds.**"), "\(summary)")
        let lines = try text("trials.csv").split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[3].hasPrefix("3,slowed,9,publish_p50_us,"))
    }

    @Test(arguments: [1, 20])
    func aLineThatWasCutShortIsMadeAgain(kept: Int) throws {
        var folder = try ComparisonCheckFolder.begin(path, header)
        try folder.add(outcome(plan.trials[0], publish: 100_000))
        try folder.add(outcome(plan.trials[1], publish: 100_000))
        let file = "\(path)/trials.jsonl"
        let lines = try text("trials.jsonl").split(separator: "\n")
        try "\(lines[0])\n\(lines[1].prefix(kept))".write(
            toFile: file, atomically: true, encoding: .utf8)
        var again = try #require(
            try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: w\n"))
        #expect(again.outcomes == [folder.outcomes[0]])
        try again.add(folder.outcomes[1])
        #expect(try text("trials.jsonl") == lines.map { "\($0)\n" }.joined())
    }

    @Test func aFirstLineThatWasCutShortIsNone() throws {
        _ = try ComparisonCheckFolder.begin(path, header)
        try "{\"tri".write(toFile: "\(path)/trials.jsonl", atomically: true, encoding: .utf8)
        let again = try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: w\n")
        #expect(again?.outcomes == [])
    }

    @Test func anotherCheckOrAnotherFolderIsRefusedInOneLine() throws {
        _ = try ComparisonCheckFolder.begin(path, header)
        var other = plan
        other.pairs = 4
        #expect(throws: ReportError.anotherCheck(path: path)) {
            try ComparisonCheckFolder.resume(path, plan: other, workload: "name: w\n")
        }
        #expect(throws: ReportError.anotherCheck(path: path)) {
            try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: v\n")
        }
        try FileManager.default.removeItem(atPath: "\(path)/check.json")
        #expect(throws: ReportError.folderNotEmpty(path: path, found: "workload.yaml")) {
            try ComparisonCheckFolder.resume(path, plan: plan, workload: "name: w\n")
        }
    }
}
