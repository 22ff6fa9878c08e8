import Records
package import Workloads

/// The order in which a matrix is run.
package enum RunOrder {
    /// Every cell once in each round of repetitions, each round in a random order of its own, so
    /// that a drift of the machine falls on all cells alike.
    ///
    /// The seed of a run depends on the workload's seed and the repetition alone: in one round
    /// all cells are given the same keys and intended times, as far as their settings allow.
    package static func interleaved(_ cells: [RunConfiguration]) -> [RunPlan] {
        guard let seed = cells.first?.run.seed else { return [] }
        var random = RandomSource(seed: seed)
        var plans: [RunPlan] = []
        let rounds = cells.map(\.run.repetitions).max() ?? 0
        for repetition in 1...max(1, rounds) {
            let round = cells.filter { $0.run.repetitions >= repetition }
            for cell in round.shuffled(using: &random) {
                var fork = RandomSource(seed: cell.run.seed).fork(stream: UInt64(repetition))
                plans.append(
                    RunPlan(
                        configuration: cell, repetition: repetition, seed: fork.next(),
                        order: plans.count + 1))
            }
        }
        return plans
    }
}
