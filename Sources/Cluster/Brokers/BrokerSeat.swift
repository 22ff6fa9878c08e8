import Brokers
import DequeModule
import Messages
import Platform
import Records
import Storage

/// One broker's listener in a shard: its process, which ends and starts again, and its machine
/// with the disk, which stays.
final class BrokerSeat {
    let id: BrokerID
    /// Nil while the process is down.
    var broker: Broker?
    /// Rises with each start.
    private(set) var incarnation: Int64 = 0
    /// The broker handles nothing before this.
    var availableAt = Instant(Int64.min)
    /// What came for the broker while it handled nothing, in order.
    var held: Deque<BrokerMessage> = []

    /// The disk as the broker sees it: the layers below, where faults need them.
    let disk: any Disk
    let files: FileDisk
    let unsynced: UnsyncedDisk?
    let refusing: RefusingDisk?
    /// Completions that a slow disk holds back, in the order of their times.
    var completions: Deque<LateCompletion> = []
    /// By which each disk operation takes longer.
    private(set) var diskDelay = Nanoseconds.zero
    /// How many times as long each step takes.
    private(set) var slowness = 1.0
    private var diskDelays: [(number: Int, delay: Nanoseconds)] = []
    private var factors: [(number: Int, factor: Double)] = []
    /// How much longer steps were held than they should have been, all in all.
    private var excess = Nanoseconds.zero

    /// A controlled shutdown that is under way.
    var leaving: PlannedFault?
    /// Which fault took the process down, and when; nil while it runs.
    var down: (fault: Int, since: Instant)?
    /// A power loss whose effect on the disk is due before the next start.
    var powerLossSeed: UInt64?
    /// Whether a fault has harmed written bytes: their errors are not the machine's.
    var isHarmed = false
    /// Whether a fault has let the disk refuse: a log that failed for it stays failed.
    var wasRefused = false

    struct LateCompletion {
        let due: Instant
        let completion: DiskCompletion
    }

    /// - Parameter root: the broker's directory, which exists.
    init(id: BrokerID, root: String, shard: Int, needs: DiskNeeds, openFilesMax: Int) {
        self.id = id
        files = FileDisk(root: root, openFilesMax: openFilesMax)
        unsynced = needs.losesPower ? UnsyncedDisk(files, root: root, shard: shard) : nil
        let base: any Disk = unsynced ?? files
        refusing = needs.refuses ? RefusingDisk(base) : nil
        disk = refusing ?? base
    }

    /// Another process is about to start.
    func advanceIncarnation() { incarnation += 1 }

    /// When there is something to do for it, if no message comes before.
    var nextTurn: Instant {
        guard let broker else { return .distantFuture }
        var due = held.isEmpty ? broker.nextTick : Instant(Int64.min)
        if let first = completions.first { due = min(due, first.due) }
        return max(due, availableAt)
    }

    /// Up to this slowness a step itself takes longer and its messages leave later, as those of
    /// slower code do. Beyond it the broker rests after the step, so that its thread is free for
    /// the others.
    private static let prolongedMax = 2.0

    /// Whether a step is made longer, rather than followed by a rest.
    var isProlonged: Bool { slowness > 1 && slowness <= Self.prolongedMax }

    /// Whether the broker rests after a step.
    var rests: Bool { slowness > Self.prolongedMax }

    /// Holds a step that began at `start`, and would be over, for as long as the slowness asks;
    /// answers when it ended. What it is held too long, the next is held less: clocks take time.
    func prolong(since start: Instant) -> Instant {
        var now = Instant(MonotonicClock.now)
        let longer = Double((now - start).rawValue) * (slowness - 1)
        let end = now + Nanoseconds(Int64(longer)) - excess
        while now < end { now = Instant(MonotonicClock.now) }
        excess = now - end
        return now
    }

    /// Lets a slow broker wait before its next step, by the time that this one took.
    func rest(after step: Nanoseconds) {
        let time = Nanoseconds(Int64(Double(step.rawValue) * (slowness - 1)))
        availableAt = max(availableAt, Instant(MonotonicClock.now) + time)
    }

    /// Forgets what the process held, which has ended; its files are closed as they are.
    func end() {
        broker = nil
        availableAt = Instant(Int64.min)
        held.removeAll()
        completions.removeAll()
        leaving = nil
        files.closeAll()
        unsynced?.forgetOpenFiles()
        refusing?.forgetOpenFiles()
    }

    /// Takes from the disk what a power loss took, if one did.
    func settlePowerLoss() throws(StorageError) {
        guard let seed = powerLossSeed else { return }
        powerLossSeed = nil
        try unsynced?.losePower(seed: seed)
    }

    // MARK: Faults of the machine

    func slowDown(by factor: Double, number: Int) {
        factors.append((number, factor))
        excess = .zero
        slowness = factors.reduce(1) { $0 * $1.factor }
    }

    func slowDisk(by delay: Nanoseconds, number: Int) {
        diskDelays.append((number, delay))
        diskDelay = diskDelays.reduce(.zero) { $0 + $1.delay }
    }

    /// Ends what the fault did to the machine.
    func heal(number: Int) {
        factors.removeAll { $0.number == number }
        slowness = factors.reduce(1) { $0 * $1.factor }
        diskDelays.removeAll { $0.number == number }
        diskDelay = diskDelays.reduce(.zero) { $0 + $1.delay }
        refusing?.heal(number: number)
    }

    /// Whether a failure is the consequence of a fault rather than the machine's.
    func isInjected(_ failure: StorageError) -> Bool {
        switch failure {
        case .disk: RefusingDisk.isInjected(failure)
        case .logFailed: wasRefused || isHarmed
        default: isHarmed
        }
    }
}

/// What the faults that may come need of a disk.
struct DiskNeeds {
    var losesPower = false
    var refuses = false
}
