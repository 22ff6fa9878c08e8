import Platform
import Synchronization

/// Which worker thread drives which shard.
///
/// Everything starts on worker 0. A worker that is busy and has more than one shard gives half of
/// them to an idle worker; a worker whose load would fit beside worker 0's gives its shards back.
/// So a light load runs on one thread, where a hand-off costs nothing, and a heavy one on all.
final class ShardScheduler: @unchecked Sendable {
    let shards: [Shard]
    let workerCount: Int
    private let owners: UnsafeMutablePointer<Atomic<Int>>
    private let loads: UnsafeMutablePointer<Atomic<Int>>
    private let spins: UnsafeMutablePointer<Atomic<Int64>>
    let parkers: [Parker]
    private let stopping = Atomic<Bool>(false)
    private let widest = Atomic<Int>(1)
    private let errand = Lock<@Sendable () -> Void>({})
    private let errandNumber = Atomic<Int>(0)
    private let errandsDone = Atomic<Int>(0)

    init(shards: [Shard], workerCount: Int) {
        self.shards = shards
        self.workerCount = workerCount
        owners = .allocate(capacity: shards.count)
        for index in shards.indices { (owners + index).initialize(to: Atomic(0)) }
        loads = .allocate(capacity: workerCount)
        spins = .allocate(capacity: workerCount)
        for index in 0..<workerCount {
            (loads + index).initialize(to: Atomic(0))
            (spins + index).initialize(to: Atomic(0))
        }
        parkers = (0..<workerCount).map { _ in Parker() }
    }

    deinit {
        owners.deinitialize(count: shards.count)
        owners.deallocate()
        loads.deinitialize(count: workerCount)
        loads.deallocate()
        spins.deinitialize(count: workerCount)
        spins.deallocate()
    }

    /// The worker that drives the shard. Only that worker may change it.
    func owner(of shard: Int) -> Int { owners[shard].load(ordering: .sequentiallyConsistent) }

    /// Gives a shard away; the caller drives it and is between turns.
    func give(_ shard: Int, to worker: Int) {
        owners[shard].store(worker, ordering: .sequentiallyConsistent)
        parkers[worker].unpark()
    }

    /// Shards that a worker drives.
    func shardCount(of worker: Int) -> Int {
        shards.indices.reduce(0) { $0 + (owner(of: $1) == worker ? 1 : 0) }
    }

    /// A worker's share of time in turns that found work, in thousandths, as it last said.
    func load(of worker: Int) -> Int { loads[worker].load(ordering: .relaxed) }

    func setLoad(_ perMille: Int, of worker: Int) {
        loads[worker].store(perMille, ordering: .relaxed)
    }

    /// Nanoseconds for which the worker has spun for want of work.
    func idleSpin(of worker: Int) -> Int64 { spins[worker].load(ordering: .relaxed) }

    func addIdleSpin(_ nanoseconds: Int64, of worker: Int) {
        spins[worker].store(
            spins[worker].load(ordering: .relaxed) &+ nanoseconds, ordering: .relaxed)
    }

    /// The most workers that have driven shards at one time.
    var widestSpread: Int { widest.load(ordering: .relaxed) }

    func noteSpread() {
        let count = (0..<workerCount).reduce(0) { $0 + (shardCount(of: $1) > 0 ? 1 : 0) }
        if count > widest.load(ordering: .relaxed) { widest.store(count, ordering: .relaxed) }
    }

    // MARK: Errands

    /// Lets every worker run `body` between two turns and comes back when all have; `waiting` is
    /// called meanwhile. For one caller at a time.
    func runOnWorkers(_ body: @escaping @Sendable () -> Void, waiting: () -> Void) {
        errand.withLock { $0 = body }
        errandsDone.store(0, ordering: .relaxed)
        errandNumber.add(1, ordering: .releasing)
        for parker in parkers { parker.unpark() }
        while errandsDone.load(ordering: .acquiring) < workerCount, !isStopping { waiting() }
    }

    /// Runs the errand that the worker has not run yet, if there is one.
    func runErrand(after last: inout Int) {
        let number = errandNumber.load(ordering: .acquiring)
        guard number != last else { return }
        last = number
        let body = errand.withLock { $0 }
        body()
        errandsDone.add(1, ordering: .releasing)
    }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Lets every worker end after its present turn.
    func stop() {
        stopping.store(true, ordering: .releasing)
        for parker in parkers { parker.unpark() }
    }

    /// Wakes whoever drives `shard`, unless that is `worker` itself.
    func wake(shard: Int, from worker: Int) {
        let target = owner(of: shard)
        if target != worker { parkers[target].unpark() }
    }
}
