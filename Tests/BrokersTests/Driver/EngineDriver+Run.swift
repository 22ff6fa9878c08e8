import Brokers
import Client
import Messages
import Records
import Storage

extension EngineDriver {
    // MARK: Time

    /// Lets `span` pass.
    func run(for span: Nanoseconds) {
        let end = now + span
        while step(until: end) {}
        now = end
    }

    /// Lets time pass until `condition` holds, at most `span`. Answers whether it came to hold.
    func run(within span: Nanoseconds = .seconds(60), until condition: () -> Bool) -> Bool {
        let end = now + span
        while !condition() {
            guard step(until: end) else { return false }
        }
        return true
    }

    /// Handles what is next, if it is due by `end`. Answers whether something was.
    private func step(until end: Instant) -> Bool {
        var time = queue.first?.time ?? .distantFuture
        for (index, broker) in brokers.enumerated() where isRunning(index) {
            time = min(time, broker.nextTick)
        }
        time = min(time, controller.nextTick)
        for client in clients { time = min(time, client.nextStep) }
        guard time <= end else { return false }
        now = max(now, time)
        if let event = queue.first, event.time <= now {
            queue.removeFirst()
            handle(event.what)
        } else if let client = clients.indices.first(where: { clients[$0].nextStep <= now }) {
            var effects = ClientEffects()
            clients[client].step(now: now, effects: &effects)
            send(effects, from: client)
        } else if controller.nextTick <= now {
            var effects = ControllerEffects()
            controller.tick(now: now, effects: &effects)
            send(effects)
        } else {
            for (index, broker) in brokers.enumerated()
            where isRunning(index) && broker.nextTick <= now {
                var effects = BrokerEffects()
                broker.tick(now: now, effects: &effects)
                send(effects, from: index)
            }
        }
        afterEvent()
        return true
    }

    func schedule(_ what: Event.What, at time: Instant) {
        eventCount += 1
        let event = Event(time: time, order: eventCount, what: what)
        let place = queue.firstIndex { $0.time > time } ?? queue.count
        queue.insert(event, at: place)
    }

    // MARK: Pausing

    /// The broker handles nothing from now on; what comes for it is kept.
    func pause(_ broker: Int) { pausedBrokers.insert(broker) }

    /// The broker handles what was kept, and goes on.
    func resume(_ broker: Int) {
        pausedBrokers.remove(broker)
        for message in held.removeValue(forKey: broker) ?? [] {
            schedule(.toBroker(broker, message), at: now)
        }
    }

    private func isRunning(_ broker: Int) -> Bool {
        !pausedBrokers.contains(broker) && !deadBrokers.contains(broker)
    }

    // MARK: Events

    private func handle(_ what: Event.What) {
        switch what {
        case .toBroker(let broker, let message):
            if deadBrokers.contains(broker) { return }
            if pausedBrokers.contains(broker) {
                held[broker, default: []].append(message)
                return
            }
            if case .fetched(let response) = message { onFetched(BrokerID(broker), response) }
            var effects = BrokerEffects()
            brokers[broker].handle(message, now: now, effects: &effects)
            send(effects, from: broker)
        case .toClient(let client, let message):
            var effects = ClientEffects()
            clients[client].handle(message, now: now, effects: &effects)
            send(effects, from: client)
        case .toController(let message):
            var effects = ControllerEffects()
            controller.handle(message, now: now, effects: &effects)
            send(effects)
        case .disk(let broker, let request):
            let completion = disks[broker].perform(request)
            var effects = BrokerEffects()
            brokers[broker].handle(completion, now: now, effects: &effects)
            send(effects, from: broker)
        }
    }

    func send(_ effects: BrokerEffects, from broker: Int) {
        for request in effects.disk {
            let queue = DiskQueue(broker: broker, owner: request.owner)
            let delay = diskDelay(BrokerID(broker), request.operation)
            let time = max(now + delay, lastCompletion[queue] ?? now)
            lastCompletion[queue] = time
            schedule(.disk(broker, request.detached()), at: time)
        }
        for (client, message) in effects.toClients {
            send(
                .toClient(client.index, message), from: .broker(broker), to: .client(client.index))
        }
        for (target, _, message) in effects.toBrokers {
            if case .fetch(let request) = message { onFetch(request) }
            send(
                .toBroker(target.index, message), from: .broker(broker), to: .broker(target.index))
        }
        for message in effects.toController {
            send(.toController(message), from: .broker(broker), to: .controller)
        }
        events.append(contentsOf: effects.events)
        for (partition, end) in effects.logEnds { toldLogEnds[partition] = end }
        failures.append(contentsOf: effects.failures)
    }

    private func send(_ effects: ControllerEffects) {
        for (broker, message) in effects.toBrokers {
            send(.toBroker(broker.index, message), from: .controller, to: .broker(broker.index))
        }
        for (client, message) in effects.toClients {
            send(.toClient(client.index, message), from: .controller, to: .client(client.index))
        }
        events.append(contentsOf: effects.events)
    }

    func send(_ effects: ClientEffects, from client: Int) {
        for (broker, _, message) in effects.toBrokers {
            send(.toBroker(broker.index, message), from: .client(client), to: .broker(broker.index))
        }
        for (_, message) in effects.toController {
            send(.toController(message), from: .client(client), to: .controller)
        }
    }

    /// Puts a message on its link, which may lose it.
    func send(_ what: Event.What, from: Node, to: Node) {
        let hop = Hop(from: from, to: to)
        if cutHops.contains(hop) || isLost(hop, what) { return }
        for _ in 0..<copies(hop, what) {
            var time = now + linkDelay(hop)
            if keepsOrder(hop) { time = max(time, lastArrival[hop] ?? now) }
            lastArrival[hop] = time
            schedule(what, at: time)
        }
    }
}
