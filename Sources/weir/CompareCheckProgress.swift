import Comparisons
import Platform
import Records
import Workloads

/// One line for each comparison of a check, with the time that is left. Used by the main thread
/// only.
final class CompareCheckProgress {
    private let total: Int
    private let firstDone: Int
    private var done: Int
    private let start = MonotonicClock.now

    init(_ plan: CheckPlan, _ cell: RunConfiguration, done: Int) {
        total = plan.same + plan.slowed
        firstDone = done
        self.done = done
        let run = (cell.run.warmup + cell.run.duration).seconds
        let seconds = run * Double(2 * plan.pairs * (total - done))
        StandardError.write(
            "\(total) comparisons of \(plan.pairs) pairs, \(done) of them done; \(Int(seconds)) s "
                + "of runs and a little between them\n")
    }

    func note(_ outcome: CheckOutcome) {
        done += 1
        let seconds = Double(MonotonicClock.now - start) / 1e9
        let rest = seconds / Double(done - firstDone) * Double(total - done)
        let interval = "(\(percent(outcome.low)) to \(percent(outcome.high)))"
        let verdict = outcome.isDifferent ? "different" : "not different"
        let others = outcome.othersDifferent.isEmpty ? "" : ", others different"
        let left = Int(rest.rounded(.up))
        StandardError.write(
            "[\(done)/\(total)] \(outcome.isSlowed ? "slowed" : "same")  "
                + "\(percent(outcome.estimate)) \(interval)  \(verdict)\(others)  \(left) s left\n"
        )
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int((1_000 * share).rounded())
        return "\(tenths < 0 ? "-" : "+")\(abs(tenths) / 10).\(abs(tenths) % 10) %"
    }
}
