import Brokers
import Client
import DequeModule
import HeapModule
import Messages
import Platform
import Records
import Storage

/// What a shard does with the messages that are due, and where it sends those that come of them.
extension Shard {
    func handle(_ envelope: Envelope) {
        switch envelope.payload {
        case .toBroker(let id, let message): handle(message, broker: id.index)
        case .toClient(let id, let message): handle(message, client: id)
        case .toController(let message):
            controller.handle(
                message, now: Instant(MonotonicClock.now), effects: &controllerEffects)
            settleController()
        case .pause(let id, let until): brokerStates[id.index].pausedUntil = until
        }
    }

    /// Hands a message to a broker, or keeps it while the broker is paused or has others to take
    /// first.
    private func handle(_ message: BrokerMessage, broker index: Int) {
        let now = Instant(MonotonicClock.now)
        guard brokerStates[index].pausedUntil <= now, brokerStates[index].held.isEmpty else {
            brokerStates[index].held.append(message)
            return
        }
        brokers[index].handle(message, now: now, effects: &brokerEffects)
        settle(index, now: now)
    }

    /// Hands a broker what was kept for it. Answers whether there was anything.
    func release(broker index: Int) -> Bool {
        let held = brokerStates[index].held
        guard !held.isEmpty else { return false }
        brokerStates[index].held = []
        for message in held {
            let now = Instant(MonotonicClock.now)
            brokers[index].handle(message, now: now, effects: &brokerEffects)
            settle(index, now: now)
        }
        return true
    }

    private func handle(_ message: ClientMessage, client id: ClientID) {
        guard let client = clients[id.index] else { return }
        let now = Instant(MonotonicClock.now)
        switch client {
        case .producer(let producer):
            producer.handle(message, now: now, effects: &clientEffects)
        case .consumer(let consumer):
            consumer.handle(message, now: now, effects: &clientEffects)
        }
        route(from: id, now: now)
    }

    /// Performs a broker's disk requests until no more come of them, then sends its messages;
    /// `start` is when the broker's step began.
    func settle(_ index: Int, now start: Instant) {
        let broker = brokers[index]
        var now = start
        var next = 0
        while next < brokerEffects.disk.count {
            let completion = disks[index].perform(brokerEffects.disk[next])
            next += 1
            now = Instant(MonotonicClock.now)
            broker.handle(completion, now: now, effects: &brokerEffects)
        }
        brokerEffects.disk.removeAll(keepingCapacity: true)
        let from = Endpoint.broker(broker.id)
        for (client, message) in brokerEffects.toClients {
            send(
                .toClient(client, message), from: from, to: .client(client),
                payloadBytes: message.payloadBytes,
                shard: directory.shardOfClient[client.index], now: now)
        }
        brokerEffects.toClients.removeAll(keepingCapacity: true)
        for (target, partition, message) in brokerEffects.toBrokers {
            send(
                .toBroker(target, message), from: from, to: .broker(target),
                payloadBytes: message.payloadBytes, shard: directory.shard(of: partition),
                now: now)
        }
        brokerEffects.toBrokers.removeAll(keepingCapacity: true)
        for message in brokerEffects.toController { post(.toController(message), to: self.index) }
        brokerEffects.toController.removeAll(keepingCapacity: true)
        brokerEffects.events.removeAll(keepingCapacity: true)
        for (partition, end) in brokerEffects.logEnds {
            gauges.setLogEnd(end, of: partition)
        }
        brokerEffects.logEnds.removeAll(keepingCapacity: true)
        for failure in brokerEffects.failures { gauges.report(failure) }
        brokerEffects.failures.removeAll(keepingCapacity: true)
    }

    /// Sends what the controller's step asked for.
    func settleController() {
        for (broker, message) in controllerEffects.toBrokers {
            post(.toBroker(broker, message), to: index)
        }
        controllerEffects.toBrokers.removeAll(keepingCapacity: true)
        for (client, message) in controllerEffects.toClients {
            post(.toClient(client, message), to: directory.shardOfClient[client.index])
        }
        controllerEffects.toClients.removeAll(keepingCapacity: true)
        controllerEffects.events.removeAll(keepingCapacity: true)
    }

    // MARK: Sending

    /// Sends what a client's step asked for and notes when it wants the next.
    func route(from id: ClientID, now: Instant) {
        for (broker, listener, message) in clientEffects.toBrokers {
            send(
                .toBroker(broker, message), from: .client(id), to: .broker(broker),
                payloadBytes: message.payloadBytes, shard: listener, now: now)
        }
        clientEffects.toBrokers.removeAll(keepingCapacity: true)
        for (listener, message) in clientEffects.toController {
            post(.toController(message), to: listener)
        }
        clientEffects.toController.removeAll(keepingCapacity: true)
        stepTimes[id.index] = clients[id.index]?.nextStep ?? .distantFuture
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
}
