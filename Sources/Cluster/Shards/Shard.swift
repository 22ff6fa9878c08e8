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
    private var brokerStates: [BrokerState] = []
    /// Clients of this shard by client number; nil where the client is another shard's.
    private var clients: [ClientActor?] = []
    /// Numbers of this shard's clients.
    private var ownClients: [Int] = []
    var controller: Controller?

    let directory: () -> ShardDirectory
    private var links: Links
    private var local: Deque<Envelope> = []
    private var delayed = Heap<DelayedEnvelope>()
    private var delayedCount: UInt64 = 0
    private var arrivals: [Envelope] = []
    /// Messages for other shards, by shard.
    private(set) var outboxes: [[Envelope]]
    private var brokerEffects = BrokerEffects()
    private var clientEffects = ClientEffects()

    private struct BrokerState {
        /// The broker handles nothing before this.
        var pausedUntil = Instant(Int64.min)
        var held: [BrokerMessage] = []
    }

    /// Envelopes handled in one turn at most, so that clients get their turn too.
    private static let envelopesPerTurn = 64

    init(
        index: Int, configuration: ClusterConfiguration, gauges: ClusterGauges,
        directory: @escaping () -> ShardDirectory
    ) {
        self.index = index
        self.gauges = gauges
        self.directory = directory
        links = Links(settings: configuration.network, seed: configuration.seed, shard: index)
        outboxes = Array(repeating: [], count: configuration.shards)
        let now = Instant(MonotonicClock.now)
        var settings = BrokerSettings()
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
        while clients.count <= id.index { clients.append(nil) }
        clients[id.index] = client
        ownClients.append(id.index)
    }

    /// Puts a message into the shard's own queue.
    func enqueue(_ payload: Envelope.Payload) {
        local.append(Envelope(payload: payload, arrival: Instant(Int64.min)))
    }

    /// Lets consumers send their first fetches.
    func startConsumers(now: Instant) {
        for number in ownClients {
            guard case .consumer(let consumer) = clients[number] else { continue }
            consumer.start(effects: &clientEffects)
            route(from: ClientID(number), now: now)
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
        return (didWork, local.isEmpty ? nextTurn() : Instant(Int64.min))
    }

    private func takeMail(now: Instant) -> Bool {
        mailbox.take(into: &arrivals)
        for envelope in arrivals {
            if envelope.arrival <= now { local.append(envelope) } else { delay(envelope) }
        }
        let hadMail = !arrivals.isEmpty
        arrivals.removeAll(keepingCapacity: true)
        while let first = delayed.min, first.envelope.arrival <= now {
            local.append(delayed.removeMin().envelope)
        }
        return hadMail
    }

    private func delay(_ envelope: Envelope) {
        delayed.insert(DelayedEnvelope(envelope: envelope, order: delayedCount))
        delayedCount += 1
    }

    private func nextTurn() -> Instant {
        var next = delayed.min?.envelope.arrival ?? .distantFuture
        for number in ownClients {
            if let client = clients[number] { next = min(next, client.nextStep) }
        }
        for (index, broker) in brokers.enumerated() {
            next = min(next, max(broker.nextTick, brokerStates[index].pausedUntil))
        }
        return next
    }

    private func stepClients(now: Instant) -> Bool {
        var didWork = false
        for number in ownClients {
            guard let client = clients[number], client.nextStep <= now else { continue }
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
            if !brokerStates[index].held.isEmpty {
                let held = brokerStates[index].held
                brokerStates[index].held = []
                for message in held { handle(message, broker: index) }
                didWork = true
            }
            guard brokers[index].nextTick <= now else { continue }
            brokers[index].tick(now: now, effects: &brokerEffects)
            settle(index)
        }
        return didWork
    }

    // MARK: Handling

    private func handle(_ envelope: Envelope) {
        switch envelope.payload {
        case .toBroker(let id, let message): handle(message, broker: id.index)
        case .toClient(let id, let message): handle(message, client: id)
        case .toController(let request):
            guard let response = controller?.handle(request) else { return }
            post(
                .toBroker(request.leader, .alterPartition(response)),
                to: directory().shard(of: request.partition))
        case .pause(let id, let until): brokerStates[id.index].pausedUntil = until
        }
    }

    private func handle(_ message: BrokerMessage, broker index: Int) {
        let now = Instant(MonotonicClock.now)
        guard brokerStates[index].pausedUntil <= now else {
            brokerStates[index].held.append(message)
            return
        }
        brokers[index].handle(message, now: now, effects: &brokerEffects)
        settle(index)
    }

    private func handle(_ message: ClientMessage, client id: ClientID) {
        guard let client = clients[id.index] else { return }
        let now = Instant(MonotonicClock.now)
        switch (client, message) {
        case (.producer(let producer), .produced(let request)):
            producer.handle(request, now: now, effects: &clientEffects)
        case (.consumer(let consumer), .fetched(let response)):
            consumer.handle(response, now: now, effects: &clientEffects)
        default: preconditionFailure("a client got an answer to what it never asked")
        }
        route(from: id, now: now)
    }

    /// Performs a broker's disk requests until no more come of them, then sends its messages.
    private func settle(_ index: Int) {
        let broker = brokers[index]
        var next = 0
        while next < brokerEffects.disk.count {
            let completion = disks[index].perform(brokerEffects.disk[next])
            next += 1
            broker.handle(
                completion, now: Instant(MonotonicClock.now), effects: &brokerEffects)
        }
        brokerEffects.disk.removeAll(keepingCapacity: true)
        let now = Instant(MonotonicClock.now)
        let from = Endpoint.broker(broker.id)
        for (client, message) in brokerEffects.toClients {
            send(
                .toClient(client, message), from: from, to: .client(client),
                payloadBytes: message.payloadBytes,
                shard: directory().shardOfClient[client.index], now: now)
        }
        brokerEffects.toClients.removeAll(keepingCapacity: true)
        for (target, partition, message) in brokerEffects.toBrokers {
            send(
                .toBroker(target, message), from: from, to: .broker(target),
                payloadBytes: message.payloadBytes, shard: directory().shard(of: partition),
                now: now)
        }
        brokerEffects.toBrokers.removeAll(keepingCapacity: true)
        for request in brokerEffects.toController {
            post(.toController(request), to: directory().controllerShard)
        }
        brokerEffects.toController.removeAll(keepingCapacity: true)
        for (partition, end) in brokerEffects.logEnds {
            gauges.setLogEnd(end, of: partition)
        }
        brokerEffects.logEnds.removeAll(keepingCapacity: true)
        for failure in brokerEffects.failures { gauges.report(failure) }
        brokerEffects.failures.removeAll(keepingCapacity: true)
    }

    // MARK: Sending

    /// Sends what a client's step asked for.
    private func route(from id: ClientID, now: Instant) {
        for (broker, listener, message) in clientEffects.toBrokers {
            send(
                .toBroker(broker, message), from: .client(id), to: .broker(broker),
                payloadBytes: message.payloadBytes, shard: listener, now: now)
        }
        clientEffects.toBrokers.removeAll(keepingCapacity: true)
    }

    private func send(
        _ payload: Envelope.Payload, from: Endpoint, to: Endpoint, payloadBytes: Int, shard: Int,
        now: Instant
    ) {
        guard !links.isTransparent else { return post(payload, to: shard) }
        let arrival = links.arrival(
            Links.Key(from: from, to: to), payloadBytes: payloadBytes, now: now)
        let envelope = Envelope(payload: payload, arrival: arrival)
        if shard == index { delay(envelope) } else { outboxes[shard].append(envelope) }
    }

    private func post(_ payload: Envelope.Payload, to shard: Int) {
        let envelope = Envelope(payload: payload, arrival: Instant(Int64.min))
        if shard == index { local.append(envelope) } else { outboxes[shard].append(envelope) }
    }

    /// Hands out the messages for another shard, once for each shard that has any.
    func deliver(_ body: (_ shard: Int, _ envelopes: inout [Envelope]) -> Void) {
        for target in outboxes.indices where !outboxes[target].isEmpty {
            body(target, &outboxes[target])
        }
    }

    /// Closes every broker's logs cleanly.
    func close() throws(StorageError) {
        for broker in brokers { try broker.close() }
    }
}
