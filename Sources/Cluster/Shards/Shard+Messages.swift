import Brokers
import Client
import DequeModule
import Messages
import Platform
import Records
import Storage

/// What a shard does with the messages that are due, and where it sends those that come of them.
extension Shard {
    func handle(_ envelope: Envelope) {
        switch envelope.payload {
        case .toBroker(let id, let message): handle(message, seats[id.index])
        case .toClient(let id, let message): handle(message, client: id)
        case .toController(let message):
            let now = Instant(MonotonicClock.now)
            controller.handle(message, now: now, effects: &controllerEffects)
            settleController(now: now)
        case .fault(let step): handle(step)
        }
    }

    /// Hands a message to a broker, or keeps it while the broker is paused or has others to take
    /// first.
    private func handle(_ message: BrokerMessage, _ seat: BrokerSeat) {
        let now = Instant(MonotonicClock.now)
        guard let broker = seat.broker else { return refuse(message, seat, now: now) }
        guard seat.availableAt <= now, seat.held.isEmpty else {
            seat.held.append(message)
            return
        }
        broker.handle(message, now: now, effects: &brokerEffects)
        settle(seat, broker, now: now)
    }

    /// Hands a broker what was kept for it, as far as it can take it. Answers whether there was
    /// anything.
    func release(_ seat: BrokerSeat) -> Bool {
        var didWork = false
        while let broker = seat.broker, !seat.held.isEmpty {
            let now = Instant(MonotonicClock.now)
            guard seat.availableAt <= now, let message = seat.held.popFirst() else { break }
            broker.handle(message, now: now, effects: &brokerEffects)
            settle(seat, broker, now: now)
            didWork = true
        }
        return didWork
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
    func settle(_ seat: BrokerSeat, _ broker: Broker, now start: Instant) {
        var now = start
        if seat.diskDelay > .zero || !seat.completions.isEmpty {
            performLater(seat, now: start)
        } else {
            var next = 0
            while next < brokerEffects.disk.count {
                let completion = seat.disk.perform(brokerEffects.disk[next])
                next += 1
                now = Instant(MonotonicClock.now)
                broker.handle(completion, now: now, effects: &brokerEffects)
            }
            brokerEffects.disk.removeAll(keepingCapacity: true)
        }
        if seat.isProlonged { now = seat.prolong(since: start) }
        let id = seat.id
        let from = Endpoint.broker(id)
        for (client, message) in brokerEffects.toClients {
            send(
                .toClient(client, message), from: from, to: .client(client),
                payloadBytes: message.payloadBytes,
                shard: directory.shardOfClient[client.index], now: now)
        }
        brokerEffects.toClients.removeAll(keepingCapacity: true)
        // All replicas of a partition are in one shard.
        for (target, _, message) in brokerEffects.toBrokers {
            send(
                .toBroker(target, message), from: from, to: .broker(target),
                payloadBytes: message.payloadBytes, shard: index, now: now)
        }
        brokerEffects.toBrokers.removeAll(keepingCapacity: true)
        for message in brokerEffects.toController {
            send(
                .toController(message), from: from, to: .controller, payloadBytes: 0,
                shard: index, now: now)
        }
        brokerEffects.toController.removeAll(keepingCapacity: true)
        for (partition, end) in brokerEffects.logEnds where leads(id, partition) {
            gauges.setLogEnd(end, of: partition)
        }
        brokerEffects.logEnds.removeAll(keepingCapacity: true)
        if !brokerEffects.failures.isEmpty || !brokerEffects.events.isEmpty {
            tell(of: seat, now: now)
        }
        if seat.rests { seat.rest(after: Instant(MonotonicClock.now) - start) }
    }

    /// Lets the gauges know what a broker's step brought about.
    private func tell(of seat: BrokerSeat, now: Instant) {
        for failure in brokerEffects.failures where !seat.isInjected(failure) {
            gauges.report(failure)
        }
        brokerEffects.failures.removeAll(keepingCapacity: true)
        for event in brokerEffects.events where event.concernsLoad {
            gauges.count(event, now: now)
        }
        brokerEffects.events.removeAll(keepingCapacity: true)
    }

    // MARK: Slow disks

    /// Performs a broker's disk requests and keeps their completions back, each behind the one
    /// before it.
    private func performLater(_ seat: BrokerSeat, now: Instant) {
        for request in brokerEffects.disk {
            let completion = seat.disk.perform(request)
            let due = max(seat.completions.last?.due ?? now, now) + seat.diskDelay
            seat.completions.append(BrokerSeat.LateCompletion(due: due, completion: completion))
        }
        brokerEffects.disk.removeAll(keepingCapacity: true)
    }

    /// Hands a broker the completions that are due. Answers whether there was any.
    func complete(_ seat: BrokerSeat) -> Bool {
        var didWork = false
        while let broker = seat.broker, let first = seat.completions.first {
            let now = Instant(MonotonicClock.now)
            guard first.due <= now, seat.availableAt <= now else { break }
            broker.handle(first.completion, now: now, effects: &brokerEffects)
            settle(seat, broker, now: now)
            seat.completions.removeFirst()
            didWork = true
        }
        return didWork
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
            send(
                .toController(message), from: .client(id), to: .controller, payloadBytes: 0,
                shard: listener, now: now)
        }
        clientEffects.toController.removeAll(keepingCapacity: true)
        stepTimes[id.index] = clients[id.index]?.nextStep ?? .distantFuture
    }

    func send(
        _ payload: Envelope.Payload, from: Endpoint, to: Endpoint, payloadBytes: Int, shard: Int,
        now: Instant
    ) {
        guard !links.isTransparent else { return post(payload, to: shard) }
        let passage = links.passage(
            Links.Key(from: from, to: to), payloadBytes: payloadBytes, now: now)
        guard let arrival = passage.arrival else { return }
        let second = passage.secondArrival.flatMap { time in
            payload.copy.map { (payload: $0, time: time) }
        }
        put(payload, from: from, on: shard, arrival: arrival, now: now)
        if let second { put(second.payload, from: from, on: shard, arrival: second.time, now: now) }
    }

    private func put(
        _ payload: Envelope.Payload, from: Endpoint, on shard: Int, arrival: Instant, now: Instant
    ) {
        guard arrival > now else { return post(payload, to: shard) }
        var envelope = Envelope(payload: payload, arrival: arrival)
        if case .broker(let id) = from { envelope.sender = id }
        if shard == index { delay(envelope) } else { outboxes[shard].append(envelope) }
    }

    func post(_ payload: Envelope.Payload, to shard: Int) {
        let envelope = Envelope(payload: payload)
        if shard == index { local.append(envelope) } else { outboxes[shard].append(envelope) }
    }

    /// Hands out the messages for another shard, once for each shard that has any.
    func deliver(_ body: (_ shard: Int, _ envelopes: inout [Envelope]) -> Void) {
        for target in outboxes.indices where !outboxes[target].isEmpty {
            body(target, &outboxes[target])
        }
    }
}
