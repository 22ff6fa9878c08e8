import Platform
import Records

/// The loop of one worker thread: turns of the shards that it owns, and waiting between them.
struct Worker {
    let index: Int
    let scheduler: ShardScheduler

    /// Waiting that ends within this is spun through: a sleep would overshoot it.
    private static let spinNanoseconds: Int64 = 60_000
    /// With several workers, how long to look out for another's message before sleeping.
    private static let lookOutNanoseconds: Int64 = 20_000
    /// How often the load is judged.
    private static let windowNanoseconds: Int64 = 4_000_000
    /// Loads, in thousandths, above which shards are given away and below which taken together.
    private static let busyPerMille = 850
    private static let easyPerMille = 500
    /// Windows in a row for which a load must be easy.
    private static let easyWindows = 5

    /// Runs until the scheduler stops.
    func run() {
        var windowStart = MonotonicClock.now
        var busy: Int64 = 0
        var easyCount = 0
        var idleSince: Int64?
        var now = windowStart
        var lastErrand = 0
        while !scheduler.isStopping {
            scheduler.runErrand(after: &lastErrand)
            let (owned, didWork, next) = turns(now: Instant(now))
            let end = MonotonicClock.now
            if owned == 0 {
                scheduler.setLoad(0, of: index)
                scheduler.parkers[index].park(until: .max)
                now = MonotonicClock.now
                (windowStart, busy, easyCount, idleSince) = (now, 0, 0, nil)
                continue
            }
            if didWork {
                busy += end - now
                idleSince = nil
            } else {
                let since = idleSince ?? end
                idleSince = since
                wait(until: next.rawValue, idleSince: since, now: end)
            }
            now = MonotonicClock.now
            if now - windowStart >= Self.windowNanoseconds {
                judge(
                    load: Int(busy * 1000 / (now - windowStart)), owned: owned,
                    easyCount: &easyCount)
                (windowStart, busy) = (now, 0)
            }
        }
    }

    /// One turn of each shard that this worker owns.
    private func turns(now: Instant) -> (owned: Int, didWork: Bool, next: Instant) {
        var owned = 0
        var didWork = false
        var next = Instant.distantFuture
        for (number, shard) in scheduler.shards.enumerated()
        where scheduler.owner(of: number) == index {
            owned += 1
            let begin = MonotonicClock.now
            let turn = shard.turn(now: Instant(begin))
            shard.deliver { target, envelopes in
                scheduler.shards[target].mailbox.post(&envelopes)
                scheduler.wake(shard: target, from: index)
            }
            if turn.didWork {
                didWork = true
                shard.counters.addBusy(MonotonicClock.now - begin)
            }
            next = min(next, turn.next)
        }
        return (owned, didWork, next)
    }

    /// Waits for the next deadline or a message: sleeping where the time allows, else spinning.
    private func wait(until deadline: Int64, idleSince: Int64, now: Int64) {
        let isAlone = scheduler.shardCount(of: index) == scheduler.shards.count
        let mayLookOut = !isAlone && now - idleSince < Self.lookOutNanoseconds
        if deadline > now + Self.spinNanoseconds, !mayLookOut {
            scheduler.parkers[index].park(until: deadline - Self.spinNanoseconds)
            return
        }
        for _ in 0..<8 { SpinLoop.pause() }
        scheduler.addIdleSpin(MonotonicClock.now - now, of: index)
    }

    /// Spreads or gathers shards by the load of the window that has just ended.
    private func judge(load: Int, owned: Int, easyCount: inout Int) {
        scheduler.setLoad(load, of: index)
        if owned > 1, load > Self.busyPerMille,
            let idle = (0..<scheduler.workerCount).first(where: {
                scheduler.shardCount(of: $0) == 0
            })
        {
            let own = scheduler.shards.indices.filter { scheduler.owner(of: $0) == index }
            for shard in own.suffix(own.count / 2) { scheduler.give(shard, to: idle) }
            scheduler.noteSpread()
            return
        }
        guard index != 0, load + scheduler.load(of: 0) < Self.easyPerMille else {
            easyCount = 0
            return
        }
        easyCount += 1
        guard easyCount >= Self.easyWindows else { return }
        for shard in scheduler.shards.indices where scheduler.owner(of: shard) == index {
            scheduler.give(shard, to: 0)
        }
    }
}
