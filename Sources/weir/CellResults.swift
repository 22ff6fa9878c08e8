import LoadGenerator
import Platform
import RunResults
import Workloads

/// Keeps the result of each cell's last run, whatever the order of the runs. Used by the main
/// thread only.
final class CellResults: BenchObserver, @unchecked Sendable {
    private let cells: [RunConfiguration]
    private var results: [RunResult?]

    init(cells: [RunConfiguration]) {
        self.cells = cells
        results = cells.map { _ in nil }
    }

    /// One result for each cell, in their order; nil where one is missing.
    var complete: [RunResult]? {
        let found = results.compactMap { $0 }
        return found.count == cells.count ? found : nil
    }

    var isInterrupted: Bool { InterruptFlag.isRaised }

    func began(_ plan: RunPlan, of count: Int) {}

    func progress(_ progress: RunProgress) {}

    func ended(_ plan: RunPlan, of count: Int, result: RunResult) {
        guard let cell = cells.firstIndex(of: plan.configuration) else { return }
        results[cell] = result
    }
}
