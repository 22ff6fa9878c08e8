import Records
package import RunResults
package import Workloads

/// Runs a pitfall's cells, those again that came to no measurement, and judges them.
package struct PitfallTrial {
    private let target: any LogTarget
    private let observer: any BenchObserver
    private let environment: RunEnvironment

    /// How often a cell is run at most.
    package static let attemptsMax = 3

    package init(
        target: any LogTarget, observer: any BenchObserver, environment: RunEnvironment
    ) {
        self.target = target
        self.observer = observer
        self.environment = environment
    }

    /// What came of a pitfall.
    package struct Outcome: Sendable {
        package let verdict: PitfallVerdict
        /// Those that were judged, one for each cell.
        package let judged: [RunResult]
        /// All, in the order in which they were done.
        package let runs: [RunResult]
    }

    /// Runs each cell once, and up to twice more where flags say that it measured nothing.
    ///
    /// - Returns: nil where the observer interrupted.
    /// - Throws: `TargetError` where a run could not be done.
    package func run(
        _ cells: [RunConfiguration], of pitfall: Pitfall, name: String
    ) throws(TargetError) -> Outcome? {
        let judge = PitfallJudge(pitfall, name: name)
        let runner = BenchRunner(target: target, observer: observer)
        var runs: [RunResult] = []
        var last: [Int: RunResult] = [:]
        var due = Array(cells.indices)
        for attempt in 1...Self.attemptsMax {
            let plans = due.enumerated().map { number, cell in
                var fork = RandomSource(seed: cells[cell].run.seed).fork(stream: UInt64(attempt))
                return RunPlan(
                    configuration: cells[cell], repetition: attempt, seed: fork.next(),
                    order: runs.count + number + 1)
            }
            let results = try runner.run(plans)
            runs += results
            guard results.count == plans.count else { return nil }
            for (cell, result) in zip(due, results) { last[cell] = result }
            due = judge.unfitCells(cells.indices.compactMap { last[$0] }, environment: environment)
            if due.isEmpty { break }
        }
        let judged = cells.indices.compactMap { last[$0] }
        return Outcome(
            verdict: judge.verdict(judged, environment: environment), judged: judged, runs: runs)
    }
}
