import Records
package import RunResults
import Workloads

/// Does runs at `rate: search` as a series of runs at fixed rates, and all others as they are.
///
/// The result of a search is that of its run at the highest rate that passed, with what the search
/// found beside it.
package final class SearchingTarget: LogTarget {
    private let target: any LogTarget

    package init(_ target: any LogTarget) { self.target = target }

    package var engine: String { target.engine }

    package func run(
        _ plan: RunPlan, observer: any RunObserver
    ) throws(TargetError) -> RunResult? {
        guard plan.configuration.producers.rate == .search else {
            return try target.run(plan, observer: observer)
        }
        guard let saturated = try trial(plan, at: .max, number: 0, observer) else { return nil }
        let saturation = max(1, saturated.ackedRecordsPerSecond ?? 1)
        let settings = plan.configuration.producers.search
        var search = RateSearch(saturation: saturation, precision: settings.precision)
        var best: RunResult?
        while true {
            switch search.next {
            case .attempt(let rate):
                let result = try trial(
                    plan, at: .recordsPerSecond(rate), number: search.trials + 1, observer)
                guard let result else { return nil }
                let hasPassed = ServiceLevel(settings).isMet(by: result)
                if hasPassed { best = result }
                search.ended(hasPassed: hasPassed)
            case .found(let passed, let failed):
                return finished(
                    best ?? saturated, plan,
                    SearchResult(
                        passedRecordsPerSecond: passed, failedRecordsPerSecond: failed,
                        trials: search.trials))
            case .nothingPassed(let lowest):
                return finished(
                    saturated, plan,
                    SearchResult(
                        passedRecordsPerSecond: 0, failedRecordsPerSecond: lowest,
                        trials: search.trials))
            }
        }
    }

    /// One run of the search. Each has keys and times of its own.
    private func trial(
        _ plan: RunPlan, at rate: Rate, number: Int, _ observer: any RunObserver
    ) throws(TargetError) -> RunResult? {
        var configuration = plan.configuration
        configuration.producers.rate = rate
        var seeds = RandomSource(seed: plan.seed).fork(stream: UInt64(number))
        return try target.run(
            RunPlan(
                configuration: configuration, repetition: plan.repetition, seed: seeds.next(),
                order: plan.order), observer: observer)
    }

    /// The run that stands for the search.
    private func finished(
        _ run: RunResult, _ plan: RunPlan, _ search: SearchResult
    ) -> RunResult {
        var result = run
        result.dimensions = RunDimensions(plan.configuration, engine: run.dimensions.engine)
        result.seed = plan.seed
        result.search = search
        return result
    }
}
