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
