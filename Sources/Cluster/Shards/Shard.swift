import Brokers
import Client
import DequeModule
import HeapModule
import Messages
import Platform
import Records
import Storage

/// An event loop over a share of every broker's partitions and of the clients, with the controller
/// of those partitions.
///
/// Everything in a shard is driven by one thread at a time, in turns; which thread may change
/// between turns. Shards share nothing but their mailboxes.
final class Shard: @unchecked Sendable {
    let index: Int
    let configuration: ClusterConfiguration
    let pool = BufferPool()
    let mailbox = Mailbox()
    let counters = ShardCounters()
    let gauges: ClusterGauges
    /// One for each broker, in order: its listener for this shard's partitions.
    let seats: [BrokerSeat]
    /// Clients of this shard by client number; nil where the client is another shard's or down.
    var clients: [ClientActor?] = []
    /// By client number, when the client wants its step if nothing comes for it before.
    var stepTimes: [Instant] = []
    /// By client number, how those of this shard end in a crash.
    var restarts: [Int: ClientRestart] = [:]
    /// By client number, what makes those that stand in for clients that have crashed.
    var successors: [Int: ClientRestart.Start] = [:]
    /// Whether consumers wait to be started; nothing strikes them before.
    var areConsumersHeld: Bool
    /// Those of this shard that are to join as soon as consumers are started.
    var heldJoins: [ClientID] = []
    /// By client number, what consumers of this shard read of added partitions.
    var shares: [Int: MemberShare] = [:]
    /// How many partitions the topic has, as far as this shard's consumers have heard.
    private(set) var partitionCount = 0
    var controller: Controller
    /// By partition: who leads it as the controller sees it.
    var leaders: [BrokerID?] = []

    let directory: ShardDirectory
    var links: Links
    var local: Deque<Envelope> = []
    var delayed = Heap<DelayedEnvelope>()
    private var delayedCount: UInt64 = 0
    private var arrivals: [Envelope] = []
    /// Messages for other shards, by shard.
    var outboxes: [[Envelope]]
    var brokerEffects = BrokerEffects()
    var controllerEffects = ControllerEffects()
    var clientEffects = ClientEffects()

    /// Envelopes handled in one turn at most, so that clients get their turn too.
    private static let envelopesPerTurn = 64

    init(
        index: Int, configuration: ClusterConfiguration, gauges: ClusterGauges,
        directory: ShardDirectory
    ) {
        self.index = index
        self.configuration = configuration
        areConsumersHeld = configuration.holdsConsumers
        self.gauges = gauges
        self.directory = directory
        links = Links(settings: configuration.network, seed: configuration.seed, shard: index)
        outboxes = Array(repeating: [], count: configuration.shards)
        let now = Instant(MonotonicClock.now)
        let ids = (0..<configuration.brokers).map { BrokerID($0) }
        controller = Controller(
            brokers: ids, settings: configuration.controllerSettings(shard: index), now: now)
        seats = ids.map { id in
            BrokerSeat(
                id: id, root: configuration.directory(of: id), shard: index,
                needs: configuration.diskNeeds, openFilesMax: configuration.openFilesMax)
        }
        for seat in seats { seat.broker = makeBroker(seat, now: now) }
    }

    func makeBroker(_ seat: BrokerSeat, now: Instant) -> Broker {
        Broker(
            id: seat.id, incarnation: seat.incarnation,
            settings: configuration.brokerSettings(shard: index), disk: seat.disk, pool: pool,
            now: now)
    }

    // MARK: Setting up

    /// Adds a client under its number.
    func add(_ client: ClientActor?, id: ClientID) {
        while clients.count <= id.index {
            clients.append(nil)
            stepTimes.append(.distantFuture)
        }
        clients[id.index] = client
    }

    /// Creates a topic, of which this shard serves its share; its brokers hear of it at once.
    func createTopic(_ topic: TopicConfiguration) -> [PartitionState] {
        let id = controller.createTopic(topic, effects: &controllerEffects)
        for (broker, message) in controllerEffects.toBrokers {
            local.append(Envelope(payload: .toBroker(broker, message)))
        }
        controllerEffects = ControllerEffects()
        noteStates()
        partitionCount = topic.partitions
        return controller.states(of: id)
    }

    /// Creates the topic that holds the groups' offsets, of which this shard serves its share.
    func createOffsetsTopic(_ topic: TopicConfiguration) {
        _ = controller.createTopic(topic, effects: &controllerEffects)
        for (broker, message) in controllerEffects.toBrokers {
            local.append(Envelope(payload: .toBroker(broker, message)))
        }
        controllerEffects = ControllerEffects()
    }

    /// Lets producers be stepped when they want to be, and starts the consumers unless they wait.
    func startClients(now: Instant) {
        for (number, client) in clients.enumerated() {
            if case .producer = client { route(from: ClientID(number), now: now) }
        }
        if !configuration.holdsConsumers { startConsumers(now: now) }
    }

    /// Lets consumers send their first requests, and those come in that were to join meanwhile.
    func startConsumers(now: Instant) {
        areConsumersHeld = false
        for (number, client) in clients.enumerated() {
            guard case .consumer(let consumer) = client else { continue }
            consumer.start(now: now, effects: &clientEffects)
            route(from: ClientID(number), now: now)
        }
        for id in heldJoins { restart(id, now: now) }
        heldJoins = []
    }

    /// Lets this shard's consumers read their share of partitions that are added.
    func addPartitions(upTo count: Int, now: Instant) {
        partitionCount = max(partitionCount, count)
        let places = (0..<partitionCount).map {
            directory.unknownLeader(
                of: TopicPartition(topic: .load, partition: PartitionIndex($0)))
        }
        for number in clients.indices where clients[number] != nil {
            assignShare(number, now: now)
            if case .consumer(let consumer) = clients[number] {
                consumer.partitionsAdded(places, now: now, effects: &clientEffects)
            }
            route(from: ClientID(number), now: now)
        }
    }

    /// Lets a consumer read those of the added partitions that are its own and new to it.
    func assignShare(_ number: Int, now: Instant) {
        guard case .consumer(let consumer) = clients[number], let share = shares[number] else {
            return
        }
        for index in directory.initialPartitions..<partitionCount where share.holds(index) {
            let partition = TopicPartition(topic: TopicID(0), partition: PartitionIndex(index))
            guard consumer.position(of: partition.partition) == nil else { continue }
            consumer.assign(
                partition, directory.unknownLeader(of: partition), from: .zero, now: now,
                effects: &clientEffects)
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
        if driveBrokers(now: now) { didWork = true }
        if tickController(now: now) { didWork = true }
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
        for seat in seats { next = min(next, seat.nextTurn) }
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

    private func driveBrokers(now: Instant) -> Bool {
        var didWork = false
        for seat in seats {
            if !seat.completions.isEmpty, complete(seat) { didWork = true }
            if !seat.held.isEmpty, release(seat) { didWork = true }
            guard seat.availableAt <= now, let broker = seat.broker else { continue }
            if broker.nextTick <= now {
                let begin = seat.slowness > 1 ? Instant(MonotonicClock.now) : now
                broker.tick(now: begin, effects: &brokerEffects)
                settle(seat, broker, now: begin)
            }
            if seat.leaving != nil { leaveIfReady(seat) }
        }
        return didWork
    }

    // MARK: Ending

    /// Closes every living broker's logs cleanly; of the others, settles what their disks lost.
    ///
    /// - Throws: the first refusal of a disk; the other logs are closed all the same.
    func close() throws(StorageError) {
        var failure: StorageError?
        for seat in seats {
            do throws(StorageError) {
                try seat.settlePowerLoss()
                try seat.broker?.close()
                seat.unsynced?.sweep()
            } catch  where seat.isInjected(error) {
                continue
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
