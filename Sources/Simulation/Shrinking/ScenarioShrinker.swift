import Faults
import Records

/// Makes a failing scenario smaller: fewer faults first, then less time.
///
/// Every draw of a scenario has a stream of its own, so that leaving a fault out changes only what
/// follows from it.
package struct ScenarioShrinker {
    /// How many scenarios are run at most.
    package var attemptsMax = 200

    package init() {}

    /// A scenario that still fails, with as few faults and as little time as was found.
    ///
    /// - Parameter stillFails: whether a scenario fails in the way that matters. The given one
    ///   does.
    package func shrink(
        _ scenario: SimulationScenario, stillFails: (SimulationScenario) -> Bool
    ) -> SimulationScenario {
        var attempts = attemptsMax
        var smallest = scenario
        if !scenario.goals.isNone {
            smallest.goals = SimulationGoals()
            attempts -= 1
            if !stillFails(smallest) { smallest = scenario }
        }
        let occurrences = scenario.faults.flatMap { $0.single(within: scenario.safetyTime) }
        if occurrences.count != scenario.faults.count {
            var single = smallest
            single.faults = occurrences
            attempts -= 1
            if stillFails(single) { smallest = single }
        }
        smallest.faults = DeltaDebugging.minimize(smallest.faults, attemptsMax: &attempts) {
            var candidate = smallest
            candidate.faults = $0
            return stillFails(candidate)
        }
        shorten(&smallest, attempts: &attempts, stillFails: stillFails)
        return smallest
    }

    /// Lets the safety phase end earlier, by halves of what is left after the last fault begins.
    private func shorten(
        _ scenario: inout SimulationScenario, attempts: inout Int,
        stillFails: (SimulationScenario) -> Bool
    ) {
        let least = scenario.faults.map(\.at).max().map { $0 + .milliseconds(1) } ?? .seconds(1)
        var low = least
        var high = scenario.safetyTime
        while high - low > .milliseconds(250), attempts > 0 {
            let middle = low + (high - low) / 2
            var candidate = scenario
            candidate.safetyTime = middle
            candidate.sendingTime = min(scenario.sendingTime, middle + .seconds(4))
            attempts -= 1
            if stillFails(candidate) {
                scenario = candidate
                high = middle
            } else {
                low = middle
            }
        }
    }
}

extension Fault {
    /// Its occurrences, each as a fault that occurs once.
    fileprivate func single(within time: Nanoseconds) -> [Fault] {
        occurrences(within: time).map {
            Fault(at: $0.begin, action: $0.action, duration: duration)
        }
    }
}
