import Brokers
import Client
import DequeModule
import HeapModule
import Messages
import Platform
import Records
import Storage

/// An event loop over a share of every broker's partitions and of the clients.
///
/// Everything in a shard is driven by one thread at a time, in turns; which thread may change
/// between turns. Shards share nothing but their mailboxes.
final class Shard: @unchecked Sendable {
    let index: Int
    let pool = BufferPool()
    let mailbox = Mailbox()
    let counters = ShardCounters()
    let gauges: ClusterGauges
    /// One for each broker, in order: its listener for this shard's partitions.
    private(set) var brokers: [Broker] = []
    private(set) var disks: [FileDisk] = []
    var brokerStates: [BrokerState] = []
    /// Clients of this shard by client number; nil where the client is another shard's.
    private(set) var clients: [ClientActor?] = []
    /// By client number, when the client wants its step if nothing comes for it before.
    var stepTimes: [Instant] = []
    /// Decides about the partitions of this shard.
    var controller: Controller

    let directory: ShardDirectory
    var links: Links
    var local: Deque<Envelope> = []
    private var delayed = Heap<DelayedEnvelope>()
    private var delayedCount: UInt64 = 0
    private var arrivals: [Envelope] = []
    /// Messages for other shards, by shard.
    var outboxes: [[Envelope]]
    var brokerEffects = BrokerEffects()
    var clientEffects = ClientEffects()
    var controllerEffects = ControllerEffects()

    struct BrokerState {
        /// The broker handles nothing before this.
        var pausedUntil = Instant(Int64.min)
        /// What came for the broker meanwhile, in order.
        var held: [BrokerMessage] = []
    }

    /// Envelopes handled in one turn at most, so that clients get their turn too.
    private static let envelopesPerTurn = 64

    init(
        index: Int, configuration: ClusterConfiguration, gauges: ClusterGauges,
        directory: ShardDirectory
    ) {
        self.index = index
        self.gauges = gauges
        self.directory = directory
        links = Links(settings: configuration.network, seed: configuration.seed, shard: index)
        outboxes = Array(repeating: [], count: configuration.shards)
        let now = Instant(MonotonicClock.now)
        var control = ControllerSettings()
        control.listener = index
        control.division = directory.division
        controller = Controller(
            brokers: (0..<configuration.brokers).map { BrokerID($0) }, settings: control, now: now)
        var settings = BrokerSettings()
        settings.listener = index
        settings.replicaLagTimeMax = configuration.replicaLagTimeMax
        for number in 0..<configuration.brokers {
            let id = BrokerID(number)
            let disk = FileDisk(root: configuration.dataDirectory + "/broker-\(number)")
            disks.append(disk)
            brokers.append(
                Broker(
                    id: id, settings: settings, disk: disk, pool: pool, now: now))
            brokerStates.append(BrokerState())
        }
    }

    // MARK: Setting up

    /// Adds a client under its number.
    func add(_ client: ClientActor, id: ClientID) {
        while clients.count <= id.index {
            clients.append(nil)
            stepTimes.append(.distantFuture)
        }
        clients[id.index] = client
    }

    /// Creates a topic, of which this shard serves its share.
    func createTopic(_ configuration: TopicConfiguration) -> [PartitionState] {
        let topic = controller.createTopic(configuration, effects: &controllerEffects)
        settleController()
        return controller.states(of: topic)
    }

    /// Lets producers be stepped when they want to be and consumers send their first fetches.
    func startClients(now: Instant) {
        for (number, client) in clients.enumerated() {
            if case .consumer(let consumer) = client {
                consumer.start(now: now, effects: &clientEffects)
            }
            if client != nil { route(from: ClientID(number), now: now) }
        }
    }

    // MARK: Turns

    /// Does what there is to do. Answers whether there was something, and when to come back if
    /// no message comes before.
    func turn(now start: Instant) -> (didWork: Bool, next: Instant) {
        var didWork = takeMail(now: start)
        var budget = Self.envelopesPerTurn
        while budget > 0, let envelope = local.popFirst() {
            handle(envelope)
            budget -= 1
            didWork = true
        }
        let now = budget < Self.envelopesPerTurn ? Instant(MonotonicClock.now) : start
        if stepClients(now: now) { didWork = true }
        if tickBrokers(now: now) { didWork = true }
        if controller.nextTick <= now {
            controller.tick(now: now, effects: &controllerEffects)
            settleController()
            didWork = true
        }
        guard local.isEmpty, outboxes.allSatisfy(\.isEmpty) else {
            return (true, Instant(Int64.min))
        }
        return (didWork, nextTurn())
    }

    private func takeMail(now: Instant) -> Bool {
        // What was delayed was sent before what comes only now: a link keeps its order.
        while let first = delayed.min, first.envelope.arrival <= now {
            local.append(delayed.removeMin().envelope)
        }
        mailbox.take(into: &arrivals)
        for envelope in arrivals {
            if envelope.arrival <= now { local.append(envelope) } else { delay(envelope) }
        }
        let hadMail = !arrivals.isEmpty
        arrivals.removeAll(keepingCapacity: true)
        return hadMail
    }

    func delay(_ envelope: Envelope) {
        delayed.insert(DelayedEnvelope(envelope: envelope, order: delayedCount))
        delayedCount += 1
    }

    private func nextTurn() -> Instant {
        var next = min(delayed.min?.envelope.arrival ?? .distantFuture, controller.nextTick)
        for time in stepTimes { next = min(next, time) }
        for index in brokers.indices {
            let isHolding = !brokerStates[index].held.isEmpty
            let due = isHolding ? Instant(Int64.min) : brokers[index].nextTick
            next = min(next, max(due, brokerStates[index].pausedUntil))
        }
        return next
    }

    private func stepClients(now: Instant) -> Bool {
        var didWork = false
        for number in stepTimes.indices where stepTimes[number] <= now {
            guard let client = clients[number] else { continue }
            didWork = true
            switch client {
            case .producer(let producer): producer.step(now: now, effects: &clientEffects)
            case .consumer(let consumer): consumer.step(now: now, effects: &clientEffects)
            }
            route(from: ClientID(number), now: now)
        }
        return didWork
    }

    private func tickBrokers(now: Instant) -> Bool {
        var didWork = false
        for index in brokers.indices {
            guard brokerStates[index].pausedUntil <= now else { continue }
            if release(broker: index) { didWork = true }
            guard brokers[index].nextTick <= now else { continue }
            brokers[index].tick(now: now, effects: &brokerEffects)
            settle(index, now: now)
        }
        return didWork
    }

    // MARK: Ending

    /// Closes every broker's logs cleanly.
    ///
    /// - Throws: the first refusal of a disk; the other logs are closed all the same.
    func close() throws(StorageError) {
        var failure: StorageError?
        for broker in brokers {
            do throws(StorageError) { try broker.close() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
