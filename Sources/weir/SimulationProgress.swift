import Platform
import Records
import Synchronization
import Targets

/// Follows a simulation of many seeds: a live line on a terminal, a line every ten seconds
/// elsewhere.
final class SimulationProgress: SimulationWatcher {
    private let seeds: Int?
    private let time: Nanoseconds?
    private let start = Instant(MonotonicClock.now)
    private let isTerminal = StandardError.isTerminal
    private let lastShown = Atomic<Int64>(0)
    private let hasFailed = Atomic<Bool>(false)

    /// - Parameters:
    ///   - seeds: how many there are; nil where the time decides.
    ///   - time: after how long no seed is begun.
    init(seeds: Int?, time: Nanoseconds?) {
        self.seeds = seeds
        self.time = time
    }

    var seconds: Double { (Instant(MonotonicClock.now) - start).seconds }

    /// The first seed that fails ends the exploration: it is to be looked at.
    var isEnough: Bool {
        if InterruptFlag.isRaised || hasFailed.load(ordering: .relaxed) { return true }
        return time.map { Instant(MonotonicClock.now) - start >= $0 } ?? false
    }

    func ended(_ report: SeedReport, tally: SimulationTally) {
        if !report.isSound { hasFailed.store(true, ordering: .relaxed) }
        let now = MonotonicClock.now
        let interval: Int64 = isTerminal ? 200_000_000 : 10_000_000_000
        let last = lastShown.load(ordering: .relaxed)
        guard now - (last == 0 ? start.rawValue : last) >= interval else { return }
        lastShown.store(now, ordering: .relaxed)
        let count = seeds.map { "\(tally.seeds)/\($0)" } ?? "\(tally.seeds)"
        let line = "\(count) seeds  \(tally.steps) steps  \(tally.acknowledgedRecords) acknowledged"
        StandardError.write(isTerminal ? "\r\u{1b}[K\(line)" : line + "\n")
    }

    /// Takes the live line away.
    func finish() {
        if isTerminal { StandardError.write("\r\u{1b}[K") }
    }
}
