package import RunResults
package import Workloads

/// Runs a workload's matrix against a target, interleaved and repeated.
package struct BenchRunner {
    private let target: any LogTarget
    private let observer: any BenchObserver

    package init(target: any LogTarget, observer: any BenchObserver) {
        self.target = target
        self.observer = observer
    }

    /// Does every run and hands each result on as it comes.
    ///
    /// - Returns: the results in order; fewer than planned where the observer interrupted.
    /// - Throws: `TargetError` at the first run that cannot be done; earlier results have been
    ///   handed on.
    package func run(_ cells: [RunConfiguration]) throws(TargetError) -> [RunResult] {
        try run(RunOrder.interleaved(cells))
    }

    /// The same for runs whose order is given.
    package func run(_ plans: [RunPlan]) throws(TargetError) -> [RunResult] {
        var results: [RunResult] = []
        for plan in plans {
            guard !observer.isInterrupted else { break }
            observer.began(plan, of: plans.count)
            guard let result = try target.run(plan, observer: observer) else { break }
            results.append(result)
            observer.ended(plan, of: plans.count, result: result)
        }
        return results
    }
}

/// Who follows a whole benchmark.
package protocol BenchObserver: RunObserver {
    func began(_ plan: RunPlan, of count: Int)
    func ended(_ plan: RunPlan, of count: Int, result: RunResult)
}
