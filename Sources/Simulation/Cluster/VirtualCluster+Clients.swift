import Brokers
package import Client
import DequeModule
import Messages
package import Records

extension VirtualCluster {
    /// Adds a producer of the topic, whose records come from `application`.
    package func addProducer(
        _ configuration: ProducerConfiguration, application: any ProducerApplication
    ) -> ClientID {
        let id = ClientID(clients.count)
        let producer = makeProducer(id, configuration, application, remains: nil)
        add(
            ClientProcess(
                id: id, role: .producer(producer),
                plan: .producer(configuration, application)))
        return id
    }

    /// Adds a consumer of some partitions, which `application` reads.
    package func addConsumer(
        _ configuration: ConsumerConfiguration, partitions: [PartitionIndex],
        application: any ConsumerApplication
    ) -> ClientID {
        add(.consumer(configuration, partitions, application), joinsLater: false)
    }

    /// Adds a consumer that shares the topic with the other members of its group.
    /// - Parameters:
    ///   - joinsLater: whether it is not there before a fault lets it join.
    ///   - settings: makes the settings of the group for each process as it starts.
    package func addSubscriber(
        _ configuration: ConsumerConfiguration, group: GroupID,
        application: any ConsumerApplication, joinsLater: Bool = false,
        settings: @escaping () -> GroupSettings
    ) -> ClientID {
        groupWatch?.subscribed(ClientID(clients.count), to: group)
        return add(.subscriber(configuration, settings, application), joinsLater: joinsLater)
    }

    /// Starts the consumers that wait for it.
    package func startConsumers() {
        let held = heldConsumers ?? []
        heldConsumers = nil
        for client in held { comeBack(client) }
    }

    /// Adds a consumer.
    private func add(_ plan: ClientProcess.Plan, joinsLater: Bool) -> ClientID {
        let client = ClientProcess(
            id: ClientID(clients.count), role: .crashedConsumer([]), plan: plan)
        add(client)
        if !joinsLater { letIn(client) }
        return client.id
    }

    /// Starts a consumer that is not there, if need be once consumers are started.
    func letIn(_ client: ClientProcess) {
        if heldConsumers == nil { comeBack(client) } else { heldConsumers?.append(client) }
    }

    /// Lets a consumer's process begin.
    private func startConsumer(_ client: ClientProcess, positions: [ConsumerPosition]) {
        switch client.plan {
        case .producer: break
        case .consumer(let configuration, _, let application):
            client.role = .consumer(makeConsumer(client.id, configuration, application))
            assignNewPartitions(to: client, positions: positions)
        case .subscriber(let configuration, let settings, let application):
            client.role = .consumer(
                makeSubscriber(client.id, configuration, settings(), application))
            start(client)
        }
    }

    private func makeSubscriber(
        _ id: ClientID, _ configuration: ConsumerConfiguration, _ group: GroupSettings,
        _ application: any ConsumerApplication
    ) -> Consumer {
        let home = group.offsetsPartition
        let coordinator = controller.states(of: home.topic).first { $0.partition == home }
        return Consumer(
            id: id, group: group,
            coordinator: PartitionMetadata(
                leader: coordinator?.leader ?? BrokerID(0),
                leaderEpoch: coordinator?.leaderEpoch ?? .initial, listener: 0),
            partitions: metadata, configuration: configuration, pool: pool,
            application: application)
    }

    /// Lets a subscriber begin to join its group.
    private func start(_ client: ClientProcess) {
        guard case .consumer(let consumer) = client.role else { return }
        beginStep()
        consumer.start(now: now, effects: &clientEffects)
        finishClientStep(client, bytes: 0)
        arm(client)
    }

    private func add(_ client: ClientProcess) {
        clients.append(client)
        network.resize(to: numbers.brokers + 1 + clients.count)
        arm(client)
    }

    private var metadata: [PartitionMetadata] {
        controller.states(of: topic).map {
            PartitionMetadata(
                leader: $0.leader ?? $0.replicas[0], leaderEpoch: $0.leaderEpoch, listener: 0)
        }
    }

    private func makeProducer(
        _ id: ClientID, _ configuration: ProducerConfiguration,
        _ application: any ProducerApplication, remains: ProducerRemains?
    ) -> Producer {
        Producer(
            id: id, topic: topic, partitions: metadata,
            listeners: Array(repeating: 0, count: partitionsMax), configuration: configuration,
            pool: pool, application: application, remains: remains)
    }

    private func makeConsumer(
        _ id: ClientID, _ configuration: ConsumerConfiguration,
        _ application: any ConsumerApplication
    ) -> Consumer {
        Consumer(
            id: id, partitions: [], configuration: configuration, pool: pool,
            application: application)
    }

    /// Lets consumers read those of their partitions that have come into being.
    func assignNewPartitions() {
        for client in clients {
            guard case .subscriber = client.plan, case .consumer(let consumer) = client.role else {
                assignNewPartitions(to: client)
                continue
            }
            beginStep()
            consumer.partitionsAdded(metadata, now: now, effects: &clientEffects)
            finishClientStep(client, bytes: 0)
            arm(client)
        }
    }

    /// - Parameter positions: where to go on; partitions that are not named begin at 0.
    private func assignNewPartitions(
        to client: ClientProcess, positions: [ConsumerPosition] = []
    ) {
        guard case .consumer(let consumer) = client.role,
            case .consumer(_, let partitions, _) = client.plan
        else { return }
        let known = metadata
        for partition in partitions
        where partition.index < known.count && consumer.position(of: partition) == nil {
            beginStep()
            let position = positions.first { $0.partition == partition }
            consumer.assign(
                TopicPartition(topic: topic, partition: partition), known[partition.index],
                from: position?.offset ?? .zero, lastEpoch: position?.lastEpoch, now: now,
                effects: &clientEffects)
            finishClientStep(client, bytes: 0)
        }
        arm(client)
    }

    // MARK: Steps

    /// Lets a client take its next step, if it is free, and sees to it that it is woken again.
    func proceed(_ client: ClientProcess) {
        if client.clock.busyUntil <= now {
            let isDue = client.nextStep <= now
            if isDue, client.inbox.isEmpty || !client.clock.lastWasTimer {
                client.clock.lastWasTimer = true
                run(client, nil)
            } else if let message = client.inbox.popFirst() {
                client.clock.lastWasTimer = false
                run(client, message)
            }
        }
        arm(client)
    }

    func arm(_ client: ClientProcess) {
        let next = client.inbox.isEmpty ? client.nextStep : now
        let time = max(client.clock.busyUntil, next, now)
        if client.clock.arm(time) {
            queue.schedule(.wake(node: Int32(numbers.number(of: .client(client.id)))), at: time)
        }
    }

    private func run(_ client: ClientProcess, _ message: ClientMessage?) {
        beginStep()
        var bytes = 0
        if let message {
            bytes = message.payloadBytes
            noteStep(client, message)
        }
        switch client.role {
        case .producer(let producer):
            if let message {
                producer.handle(message, now: now, effects: &clientEffects)
            } else {
                producer.step(now: now, effects: &clientEffects)
            }
        case .consumer(let consumer):
            if let message {
                consumer.handle(message, now: now, effects: &clientEffects)
            } else {
                consumer.step(now: now, effects: &clientEffects)
            }
        case .crashedProducer, .crashedConsumer: break
        }
        finishClientStep(client, bytes: bytes)
    }

    private func finishClientStep(_ client: ClientProcess, bytes: Int) {
        let sent = clientEffects.toBrokers.reduce(0) { $0 + $1.message.payloadBytes }
        let departure = client.clock.spend(model.cost.client(bytes: bytes + sent), now: now)
        let from = numbers.number(of: .client(client.id))
        for (broker, _, message) in clientEffects.toBrokers {
            send(.toBroker(message), from: from, to: broker.index, at: departure)
        }
        for (_, message) in clientEffects.toController {
            send(.toController(message), from: from, to: numbers.controller, at: departure)
        }
        clientEffects.toBrokers.removeAll(keepingCapacity: true)
        clientEffects.toController.removeAll(keepingCapacity: true)
    }

    // MARK: Crashes

    /// Ends a client's process.
    func crash(_ client: ClientProcess) {
        network.breakOff(from: numbers.number(of: .client(client.id)))
        switch client.role {
        case .producer(let producer):
            client.crash(leaving: .crashedProducer(producer.abandon(now: now)))
        case .consumer(let consumer):
            client.crash(leaving: .crashedConsumer(consumer.positions))
            if case .subscriber(_, _, let application) = client.plan {
                application.processEnded(now: now)
            }
        case .crashedProducer, .crashedConsumer: return
        }
        note(.client(client.id), TraceWords(kind: 3, a: Int64(client.process))) { "crashes" }
    }

    /// Lets a member leave its group.
    func close(_ client: ClientProcess) {
        guard case .consumer(let consumer) = client.role else { return }
        client.isLeaving = true
        note(.client(client.id), TraceWords(kind: 5, a: Int64(client.process))) { "leaves" }
        beginStep()
        consumer.close(now: now, effects: &clientEffects)
        finishClientStep(client, bytes: 0)
        arm(client)
    }

    /// Lets the members of a group go on elsewhere. Answers whether there are any.
    func resetOffsets(of group: GroupID, to place: OffsetReset) -> Bool {
        let policy = ResetPolicy(place, wallTime: now)
        var isThere = false
        for client in clients {
            guard case .consumer(let consumer) = client.role, consumer.group == group else {
                continue
            }
            isThere = true
            note(.client(client.id), TraceWords(kind: 6, a: Int64(client.process))) {
                "is to go on at \(place)"
            }
            beginStep()
            consumer.resetOffsets(to: policy, now: now, effects: &clientEffects)
            finishClientStep(client, bytes: 0)
            arm(client)
        }
        return isThere
    }

    /// Starts a client's process again that has crashed or left.
    func comeBack(_ client: ClientProcess) {
        if client.isLeaving { crash(client) }
        if !client.isUp { restart(client) }
    }

    /// Starts a client's process again.
    func restart(_ client: ClientProcess) {
        switch (client.role, client.plan) {
        case (.crashedProducer(let remains), .producer(let configuration, let application)):
            client.role = .producer(
                makeProducer(client.id, configuration, application, remains: remains))
        case (.crashedConsumer(let positions), _): startConsumer(client, positions: positions)
        default: return
        }
        note(.client(client.id), TraceWords(kind: 4, a: Int64(client.process))) {
            client.process > 0 ? "starts again" : "starts"
        }
        arm(client)
    }
}
