import Brokers
import DequeModule
import Messages
import Records
import Storage

extension VirtualCluster {
    /// Gives a broker something to handle, at once where it is free.
    func deliver(_ input: BrokerProcess.Input, to process: BrokerProcess) {
        process.inbox.append(input)
        proceed(process)
    }

    /// Lets a broker take its next step, if it may, and sees to it that it is woken again.
    func proceed(_ process: BrokerProcess) {
        guard let broker = process.broker, !process.isPaused else { return }
        if process.clock.busyUntil <= now {
            let isDue = broker.nextTick <= now
            if isDue, process.inbox.isEmpty || !process.clock.lastWasTimer {
                process.clock.lastWasTimer = true
                run(process, broker, nil)
            } else if let input = process.inbox.popFirst() {
                process.clock.lastWasTimer = false
                run(process, broker, input)
            }
        }
        arm(process)
    }

    func arm(_ process: BrokerProcess) {
        guard let broker = process.broker, !process.isPaused else { return }
        let next = process.inbox.isEmpty ? broker.nextTick : now
        let time = max(process.clock.busyUntil, next, now)
        if process.clock.arm(time) {
            queue.schedule(.wake(node: process.id.rawValue), at: time)
        }
    }

    private func run(
        _ process: BrokerProcess, _ broker: Broker, _ input: BrokerProcess.Input?
    ) {
        beginStep()
        var bytes = 0
        switch input {
        case .message(let message):
            bytes = message.payloadBytes
            noteStep(process, message)
            groupWatch?.asked(message, of: broker)
            broker.handle(message, now: now, effects: &brokerEffects)
        case .completion(let completion):
            if case .read(let read) = completion.request.operation { bytes = read.buffer.count }
            noteStep(process, completion)
            broker.handle(completion, now: now, effects: &brokerEffects)
        case nil: broker.tick(now: now, effects: &brokerEffects)
        }
        finishBrokerStep(process, bytes: bytes)
    }

    /// Carries out what a broker's step asked for, and looks at what it did.
    func finishBrokerStep(_ process: BrokerProcess, bytes: Int) {
        let messages =
            brokerEffects.toClients.count + brokerEffects.toBrokers.count
            + brokerEffects.toController.count
        let departure = process.clock.spend(
            model.cost.broker(bytes: bytes, messages: messages),
            waiting: process.disk.takeDirectTime(), now: now)
        if !brokerEffects.failures.isEmpty {
            counts.diskFailures += brokerEffects.failures.count
            process.hasFailedLogs = true
        }
        noteEvents(brokerEffects.events, .broker(process.id))
        look(at: process)
        submit(process, at: departure)
        sendMessages(of: process, at: departure)
        brokerEffects.clear()
        if process.shutdown != nil, process.broker?.isReadyToClose == true,
            process.diskQueue.isEmpty
        {
            closeNow(process)
        }
    }

    private func submit(_ process: BrokerProcess, at departure: Instant) {
        for request in brokerEffects.disk {
            let time = process.diskQueue.submit(
                request, to: process.disk, pool: pool, now: departure)
            queue.schedule(
                .disk(broker: process.id.rawValue, process: process.process), at: time)
        }
    }

    private func sendMessages(of process: BrokerProcess, at departure: Instant) {
        let from = process.id.index
        for (client, message) in brokerEffects.toClients {
            send(
                .toClient(message), from: from, to: numbers.number(of: .client(client)),
                at: departure)
        }
        for (broker, _, message) in brokerEffects.toBrokers {
            send(.toBroker(message), from: from, to: broker.index, at: departure)
        }
        for message in brokerEffects.toController {
            send(.toController(message), from: from, to: numbers.controller, at: departure)
        }
    }

    /// The disk has performed an operation.
    func completeDisk(_ broker: Int, _ number: Int32) {
        let process = processes[broker]
        guard process.process == number,
            let completion = process.diskQueue.performNext(
                on: process.disk, pool: pool, now: now)
        else { return }
        deliver(.completion(completion), to: process)
    }

    // MARK: The watch

    /// Lets the watch see what the step did.
    private func look(at process: BrokerProcess) {
        guard let watch, let broker = process.broker else { return }
        for request in brokerEffects.disk {
            guard case .append(let file, _, let buffer) = request.operation,
                let place = process.disk.file(of: file)?.place
            else { continue }
            watch.appended(place.partition, process.id, buffer.bytes)
        }
        for partition in broker.partitions where partition.topic == topic {
            guard let sight = ReplicaSight(broker, partition) else { continue }
            let index = partition.partition.index
            if watch.look(at: index, process.id, sight, disk: process.disk) {
                watch.look(atIndexOf: index, process.id, broker.segments(of: partition))
            }
        }
        groupWatch?.partitionCount = watch.partitions.count
        for (client, message) in brokerEffects.toClients {
            groupWatch?.answered(message, to: client, by: broker)
            switch message {
            case .produced(let request): watch.answered(request, by: process.id)
            case .fetched(let response):
                watch.sent(response, by: process.id, mayBeRotten: process.hasRot)
            default: break
            }
        }
    }

    // MARK: Starts and ends

    /// Starts a broker over its disk.
    func start(_ process: BrokerProcess) {
        let broker = Broker(
            id: process.id, incarnation: process.starts, settings: model.broker,
            disk: process.disk, pool: pool, now: now)
        process.start(broker)
        _ = process.disk.takeDirectTime()
        note(.broker(process.id), TraceWords(kind: 1, a: process.starts)) {
            "starts for the \(process.starts)th time"
        }
        arm(process)
    }

    /// Ends a broker's process at once: what it had not written is gone, what was under way is
    /// done in part, and its connections break.
    /// - Parameter losesPower: whether what was not synced may be gone too.
    func kill(_ process: BrokerProcess, losesPower: Bool) {
        var chances = random.fork(
            stream: 2 << 40 | UInt64(process.starts) << 8 | UInt64(process.id.index))
        process.diskQueue.abandon(on: process.disk, &chances)
        if losesPower { process.disk.losePower(&chances) }
        network.breakOff(from: process.id.index)
        ended(process, isClean: false)
    }

    /// Closes the logs after a controlled shutdown, and starts again after a while.
    func closeNow(_ process: BrokerProcess) {
        guard let broker = process.broker, let shutdown = process.shutdown else { return }
        guard process.diskQueue.isEmpty, !process.hasCompletions else {
            // Not before the disk has done what it was asked for.
            queue.schedule(
                .shutdownTimeout(broker: process.id.rawValue, process: process.process),
                at: now + .milliseconds(10))
            return
        }
        do throws(StorageError) { try broker.close() } catch { counts.diskFailures += 1 }
        _ = process.disk.takeDirectTime()
        ended(process, isClean: true)
        queue.schedule(
            .start(broker: process.id.rawValue, process: process.process),
            at: now + shutdown.downtime)
    }

    private func ended(_ process: BrokerProcess, isClean: Bool) {
        process.disk.closeAll()
        process.end()
        note(.broker(process.id), TraceWords(kind: 2, a: isClean ? 1 : 0)) {
            isClean ? "has closed its logs and ends" : "dies"
        }
        watch?.ended(process.id, isClean: isClean, disk: process.disk)
        if !isClean { process.hasRot = false }
        for client in clients {
            send(
                .toClient(.disconnected(process.id, listener: 0)), from: process.id.index,
                to: numbers.number(of: .client(client.id)), at: now)
        }
    }
}

extension BrokerEffects {
    /// Empties it; the memory stays.
    fileprivate mutating func clear() {
        toClients.removeAll(keepingCapacity: true)
        toBrokers.removeAll(keepingCapacity: true)
        toController.removeAll(keepingCapacity: true)
        disk.removeAll(keepingCapacity: true)
        logEnds.removeAll(keepingCapacity: true)
        failures.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
    }
}
