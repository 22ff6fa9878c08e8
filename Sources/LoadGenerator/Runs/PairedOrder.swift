import Records
package import RunResults
package import Workloads

/// The runs of comparisons, in order: whatever is compared with each other runs one right after
/// the other.
package struct PairedOrder: Sendable {
    /// What a run is for.
    package struct Place: Hashable, Sendable {
        /// Which comparison, from 0.
        package let cell: Int
        /// Which of its sides, from 0.
        package let side: Int
        /// Which pair, from 0.
        package let pair: Int
    }

    package let plans: [RunPlan]
    /// What each plan is for.
    package let places: [Place]
    private let sideCounts: [Int]

    /// Every round takes each comparison once, in a random order of its own. Within a comparison
    /// the order of the sides is drawn in every other round, and turned round in the next: a
    /// steady drift of the machine, and whatever favours the first, then drop out. The seed of a
    /// pair's runs is the same for all sides, so that they are given the same keys and times.
    ///
    /// - Parameters:
    ///   - cells: for each comparison one configuration a side.
    ///   - pairs: how often each side runs.
    package init(_ cells: [[RunConfiguration]], pairs: Int) {
        sideCounts = cells.map(\.count)
        guard let seed = cells.first?.first?.run.seed else {
            plans = []
            places = []
            return
        }
        var random = RandomSource(seed: seed)
        var orders = cells.map { Array($0.indices) }
        var plans: [RunPlan] = []
        var places: [Place] = []
        for pair in 0..<pairs {
            for cell in cells.indices.shuffled(using: &random) {
                if pair.isMultiple(of: 2) {
                    orders[cell].shuffle(using: &random)
                } else {
                    orders[cell].reverse()
                }
                for side in orders[cell] {
                    let configuration = cells[cell][side]
                    var fork = RandomSource(seed: configuration.run.seed)
                        .fork(stream: UInt64(pair + 1))
                    let alike = cells[cell][..<side].filter { $0 == configuration }.count
                    plans.append(
                        RunPlan(
                            configuration: configuration, repetition: alike * pairs + pair + 1,
                            seed: fork.next(), order: plans.count + 1))
                    places.append(Place(cell: cell, side: side, pair: pair))
                }
            }
        }
        self.plans = plans
        self.places = places
    }

    /// For each comparison and each of its sides the results, pair by pair; pairs that miss a
    /// side are left out.
    ///
    /// - Parameter results: of the first plans, in their order.
    package func sides(of results: [RunResult]) -> [[[RunResult]]] {
        var found: [Place: RunResult] = [:]
        for (place, result) in zip(places, results) { found[place] = result }
        let pairs = (places.map(\.pair).max() ?? -1) + 1
        return sideCounts.enumerated().map { cell, sides in
            var columns = [[RunResult]](repeating: [], count: sides)
            for pair in 0..<pairs {
                let row = (0..<sides).compactMap {
                    found[Place(cell: cell, side: $0, pair: pair)]
                }
                guard row.count == sides else { continue }
                for side in 0..<sides { columns[side].append(row[side]) }
            }
            return columns
        }
    }
}
