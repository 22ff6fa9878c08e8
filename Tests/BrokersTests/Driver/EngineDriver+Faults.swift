import Brokers
import Messages
import Records
import Storage
import Testing

extension EngineDriver {
    // MARK: Processes

    /// The process ends: what it had not written is gone, and its files are closed.
    func kill(_ broker: Int) {
        deadBrokers.insert(broker)
        pausedBrokers.remove(broker)
        held[broker] = nil
        queue.removeAll { event in
            switch event.what {
            case .toBroker(broker, _), .disk(broker, _): true
            default: false
            }
        }
        disks[broker].closeAll()
    }

    /// Starts the broker again over its disk.
    func start(_ broker: Int) {
        deadBrokers.remove(broker)
        let last = brokers[broker].incarnation
        brokers[broker] = Broker(
            id: BrokerID(broker), incarnation: last + 1, settings: settings, disk: disks[broker],
            pool: pool, now: now)
    }

    /// Lets the broker shut down in an orderly way; it is dead then.
    func shutDown(_ broker: Int) throws {
        var effects = BrokerEffects()
        brokers[broker].beginShutdown(now: now, effects: &effects)
        send(effects, from: broker)
        #expect(run { brokers[broker].isReadyToClose })
        try brokers[broker].close()
        kill(broker)
    }

    // MARK: Links

    /// Nothing passes between the two any more, in either direction.
    func cut(_ a: Node, _ b: Node) {
        cutHops.insert(Hop(from: a, to: b))
        cutHops.insert(Hop(from: b, to: a))
    }

    /// Nothing passes between the broker and anyone.
    func isolate(_ broker: Int) {
        for other in brokers.indices where other != broker { cut(.broker(broker), .broker(other)) }
        cut(.broker(broker), .controller)
    }

    /// Every link carries again.
    func heal() { cutHops = [] }

    // MARK: Doing and waiting

    /// Sends one batch to the present leader, or to a broker that is named, and waits for the
    /// answer. Nil where none came within a minute.
    @discardableResult
    func write(
        _ texts: [String], to broker: Int? = nil, partition index: Int = 0, acks: Acks = .all,
        stamp: ProducerStamp? = nil
    ) throws -> ProduceRequest.Entry? {
        let probe = addProbe()
        let target = broker ?? presentLeader(of: index) ?? 0
        let request = produce(
            probe, partition: index, try batch(texts, stamp: stamp), acks: acks, broker: target)
        return run { probe.isAnswered(request) } ? request.entries[0] : nil
    }

    /// Waits until every replica of every partition is in sync and its copy is the leader's.
    func settles(within span: Nanoseconds = .seconds(60)) -> Bool {
        run(within: span) {
            (0..<controller.states(of: TopicID(0)).count).allSatisfy { isSettled($0) }
        }
    }

    private func isSettled(_ partition: Int) -> Bool {
        let state = state(of: partition)
        guard let leader = state.leader?.index,
            state.inSyncReplicas.count == state.replicas.count
        else { return false }
        let end = logEnd(leader, partition)
        return state.replicas.allSatisfy { replica in
            !deadBrokers.contains(replica.index) && logEnd(replica.index, partition) == end
        } && highWatermark(leader, partition) == end
            && state.replicas.allSatisfy {
                logBytes($0.index, partition) == logBytes(leader, partition)
            }
    }

    /// The cuts that a follower has made, in order.
    func cuts(of broker: Int) -> [[Int64]] {
        events.compactMap { event in
            guard case .truncated(_, BrokerID(broker), let from, let to) = event else { return nil }
            return [from.rawValue, to.rawValue]
        }
    }

    // MARK: Looking

    /// Hands a broker a decision of the controller.
    func tell(_ broker: Int, _ state: PartitionState) {
        let update = MetadataUpdate(
            brokerEpoch: brokers[broker].brokerEpoch ?? -1, after: 0, version: 0,
            partitions: [(state, topic)])
        schedule(.toBroker(broker, .metadata(update)), at: now)
    }

    /// The texts of a broker's copy of a partition, by offset.
    func texts(_ broker: Int, _ partition: Int = 0) throws -> [String] {
        try logBytes(broker, partition).withUnsafeBytes { try values(in: $0).map(\.value) }
    }
}

extension ControllerSettings {
    /// Nobody is ever taken for dead.
    static var patient: ControllerSettings {
        var settings = ControllerSettings()
        settings.sessionTimeout = .seconds(1_000_000)
        settings.leaderImbalanceCheckInterval = nil
        return settings
    }

    /// Who is not heard for a second is dead.
    static var quick: ControllerSettings {
        var settings = ControllerSettings()
        settings.sessionTimeout = .seconds(1)
        settings.leaderImbalanceCheckInterval = nil
        return settings
    }
}
