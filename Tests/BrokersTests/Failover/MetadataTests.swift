import Brokers
import Messages
import Records
import Storage
import Testing

/// Metadata: what the controller tells brokers and clients, over links that lose and repeat.
@Suite struct MetadataTests {
    private let none = Messages.ErrorCode.none

    @Test func clientsAreToldWhoLeads() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic(partitions: 3))
        let probe = driver.addProbe()
        driver.kill(driver.leader(of: 1))
        #expect(driver.run { driver.epoch(of: 1) == LeaderEpoch(1) })
        for topic in [TopicID(0), TopicID(7)] {
            driver.send(
                .toController(.metadata(probe.id, topic)), from: .client(probe.id.index),
                to: .controller)
        }
        #expect(driver.run { probe.metadata.count == 2 })
        #expect(
            probe.metadata[0].partitions
                == (0..<3).map {
                    TopicMetadata.Partition(
                        partition: PartitionIndex($0), leader: driver.state(of: $0).leader,
                        leaderEpoch: driver.epoch(of: $0))
                })
        #expect(probe.metadata[1].partitions == [])
    }

    @Test(arguments: [true, false])
    func partitionsAreAddedToALiveTopic(allLive: Bool) throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic(partitions: 2))
        if !allLive {
            driver.kill(2)
            #expect(driver.run { !driver.controller.isLive(BrokerID(2)) })
        }
        for count in [7, 7, 3] {
            driver.schedule(
                .toController(.createPartitions(TopicID(0), count: count)), at: driver.now)
            driver.run(for: .milliseconds(10))
        }
        #expect(driver.controller.states(of: TopicID(0)).count == 7)
        #expect(driver.controller.configuration(of: TopicID(0)).partitions == 7)
        let leaders = (0..<7).compactMap { driver.presentLeader(of: $0) }
        #expect(leaders.count == 7)
        #expect(Set(leaders) == (allLive ? [0, 1, 2] : [0, 1]))
        for partition in 0..<7 {
            #expect(try driver.write(["a"], partition: partition)?.error == none)
        }
        if !allLive { driver.start(2) }
        #expect(driver.settles())
    }

    /// Each controller decides about the partitions of its listener, and all place them as one
    /// would.
    @Test func controllersOfSeveralListenersShareATopic() {
        var settings = ControllerSettings()
        settings.division = ListenerDivision(listeners: 3)
        let brokers = (0..<3).map { BrokerID($0) }
        var topic = EngineDriver.topic(partitions: 8, replicas: 2)
        topic.name = "shared"
        var whole = Controller(brokers: brokers, now: Instant(0))
        var effects = ControllerEffects()
        _ = whole.createTopic(topic, effects: &effects)
        whole.handle(
            .createPartitions(TopicID(0), count: 13), now: Instant(0), effects: &effects)
        var states: [PartitionState] = []
        for listener in 0..<3 {
            settings.listener = listener
            var part = Controller(brokers: brokers, settings: settings, now: Instant(0))
            _ = part.createTopic(topic, effects: &effects)
            part.handle(
                .createPartitions(TopicID(0), count: 13), now: Instant(0), effects: &effects)
            #expect(part.states(of: TopicID(0)).count >= 4)
            states += part.states(of: TopicID(0))
        }
        states.sort { $0.partition.partition < $1.partition.partition }
        #expect(states == whole.states(of: TopicID(0)))
    }

    /// Whatever becomes of single messages, everybody ends up with the same view.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func lostRepeatedAndLateMessagesConverge(seed: UInt64) throws {
        final class Chance {
            var random: RandomSource
            init(_ seed: UInt64) { random = RandomSource(seed: seed) }
            func oneIn(_ count: Int) -> Bool { random.draw(count) == 0 }
        }
        let chance = Chance(seed)
        let driver = EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(partitions: 3, minInsync: 1))
        driver.linkDelay = { hop in
            let isControl = hop.from == .controller || hop.to == .controller
            return isControl
                ? .milliseconds(Int64(chance.random.draw(400))) : .microseconds(100)
        }
        driver.keepsOrder = { $0.from != .controller && $0.to != .controller }
        func isControl(_ hop: EngineDriver.Hop) -> Bool { !driver.keepsOrder(hop) }
        driver.isLost = { hop, _ in isControl(hop) && chance.oneIn(4) }
        driver.copies = { hop, _ in isControl(hop) && chance.oneIn(4) ? 2 : 1 }
        for _ in 0..<15 {
            let broker = chance.random.draw(3)
            if driver.deadBrokers.contains(broker) {
                driver.start(broker)
            } else if driver.deadBrokers.isEmpty {
                driver.kill(broker)
            }
            let leader = driver.presentLeader(of: 0)
            if let leader, !driver.deadBrokers.contains(leader) {
                let probe = driver.addProbe()
                _ = driver.produce(
                    probe, try batch(["\(driver.now)"]), acks: .leader, broker: leader)
            }
            driver.run(for: .milliseconds(200 + Int64(chance.random.draw(2000))))
        }
        for broker in driver.deadBrokers.sorted() { driver.start(broker) }
        driver.isLost = { _, _ in false }
        #expect(driver.settles(), "seed \(seed)")
        driver.run(for: .seconds(2))
        for partition in 0..<3 {
            let state = driver.state(of: partition)
            for broker in state.replicas {
                let role = driver.brokers[broker.index].view(of: driver.partition(partition))?.role
                if broker == state.leader {
                    #expect(
                        role
                            == .leader(
                                state.leaderEpoch, inSync: state.inSyncReplicas,
                                maximal: state.inSyncReplicas), "seed \(seed)")
                } else {
                    #expect(
                        role == .follower(state.leaderEpoch, of: state.leader ?? BrokerID(-1)),
                        "seed \(seed)")
                }
            }
        }
    }
}
