import Brokers
import DequeModule
import Messages
import Records
import Storage

/// A broker as a process on a machine of its own: its inbox, its disk, its processor, and whether
/// it runs at all.
final class BrokerProcess {
    let id: BrokerID
    let disk: VirtualDisk
    /// Nil while it is down.
    var broker: Broker?
    /// Rises with each start and each end.
    private(set) var process: Int32 = 0
    /// How often it was started before, or is to be next: the incarnation.
    private(set) var starts: Int64 = 0
    var clock = ProcessClock()
    var inbox: Deque<Input> = []
    var diskQueue = DiskQueue()
    var isPaused = false
    /// Whether a controlled shutdown is under way, and when it is to start again after it.
    var shutdown: Shutdown?
    /// Whether its disk refused something since it was started: some replica may be offline.
    var hasFailedLogs = false
    /// Whether a bit of its disk was flipped since it last started.
    var hasRot = false

    enum Input {
        case message(BrokerMessage)
        case completion(DiskCompletion)
    }

    struct Shutdown {
        let downtime: Nanoseconds
    }

    init(id: BrokerID, disk: VirtualDisk) {
        self.id = id
        self.disk = disk
    }

    var isUp: Bool { broker != nil }

    /// Whether completions of its disk wait for it.
    var hasCompletions: Bool {
        inbox.contains { input in
            if case .completion = input { return true }
            return false
        }
    }

    /// Starts a new process over the same disk.
    func start(_ broker: Broker) {
        self.broker = broker
        process += 1
        starts += 1
        clock = ProcessClock()
        isPaused = false
        shutdown = nil
        hasFailedLogs = false
    }

    /// Ends the process: what waits for it is gone.
    func end() {
        broker = nil
        process += 1
        inbox.removeAll()
        isPaused = false
        shutdown = nil
    }
}
