import Brokers
import Messages
import Records
import Testing

/// How the in-sync set shrinks and grows.
@Suite struct InSyncSetTests {
    @Test func aFollowerThatStopsLeavesAndOneThatCatchesUpJoins() throws {
        let driver = EngineDriver(settings: .quick, topic: EngineDriver.topic(minInsync: 2))
        let probe = driver.addProbe()
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        let start = driver.now
        let waiting = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        let lag = driver.now - start
        #expect(lag > .seconds(1) && lag < .milliseconds(1600))
        #expect(!driver.state(of: 0).inSyncReplicas.contains(BrokerID(slow)))
        #expect(driver.state(of: 0).partitionEpoch == 1)
        // What waited is committed by those that are left.
        #expect(driver.run(within: .milliseconds(10)) { probe.isAnswered(waiting) })
        #expect(waiting.entries[0].error == .none)
        #expect(driver.logEnd(slow, 0) == .zero)

        driver.resume(slow)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
        #expect(driver.logEnd(slow, 0) == Offset(1))
        #expect(driver.state(of: 0).partitionEpoch == 2)
        let after = driver.produce(probe, try batch(["b"]), acks: .all)
        #expect(driver.run { probe.isAnswered(after) })
        #expect(driver.logEnd(slow, 0) == Offset(2))
    }

    @Test func aFollowerJoinsOnlyWithEverythingCommitted() throws {
        let driver = EngineDriver(settings: .quick, topic: EngineDriver.topic())
        let probe = driver.addProbe()
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        for number in 0..<30 {
            _ = driver.produce(probe, try batch(["\(number)"]), acks: .all)
        }
        #expect(driver.run { probe.produced.count == 30 })
        var joinedAt: Offset?
        driver.afterEvent = {
            if joinedAt == nil, driver.state(of: 0).inSyncReplicas.count == 3 {
                joinedAt = driver.logEnd(slow, 0)
            }
        }
        driver.resume(slow)
        #expect(driver.run { joinedAt != nil })
        #expect(joinedAt == Offset(30))
    }

    /// `replica.lag.time.max.ms` shorter than a follower's fetch may wait.
    @Test(arguments: [100, 400, 1000] as [Int64])
    func anIdlePartitionKeepsItsSet(lagMilliseconds: Int64) throws {
        var settings = BrokerSettings()
        settings.replicaLagTimeMax = .milliseconds(lagMilliseconds)
        let driver = EngineDriver(settings: settings, topic: EngineDriver.topic())
        driver.run(for: .seconds(20))
        #expect(driver.state(of: 0).inSyncReplicas.count == 3)
        #expect(driver.state(of: 0).partitionEpoch == 0)
    }

    @Test func aLeaderThatWasPausedKeepsItsSet() throws {
        let driver = EngineDriver(settings: .quick, topic: EngineDriver.topic())
        driver.pause(driver.leader(of: 0))
        driver.run(for: .seconds(10))
        driver.resume(driver.leader(of: 0))
        driver.run(for: .seconds(10))
        #expect(driver.state(of: 0).partitionEpoch == 0)
    }

    /// Its leader has given it up and commits without the member: a copy that comes late must not
    /// take the member in.
    @Test func whatWasRefusedStaysRefused() throws {
        var controller = Controller(brokers: (0..<3).map { BrokerID($0) }, now: Instant(0))
        var effects = ControllerEffects()
        let topic = controller.createTopic(EngineDriver.topic(), effects: &effects)
        let state = controller.states(of: topic)[0]
        let leader = try #require(state.leader)
        /// Asks for the leader and, with a broker epoch, another.
        func answer(number: Int64, brokerEpoch: Int64?) -> AlterPartitionResponse? {
            var effects = ControllerEffects()
            var members = [InSyncMember(broker: leader, brokerEpoch: 0)]
            if let brokerEpoch {
                members.append(
                    InSyncMember(broker: state.replicas[1], brokerEpoch: brokerEpoch))
            }
            let request = AlterPartitionRequest(
                partition: state.partition, leader: leader, leaderEpoch: state.leaderEpoch,
                members: members, partitionEpoch: brokerEpoch == nil ? 0 : 1, number: number)
            controller.handle(.alterPartition(request), now: Instant(0), effects: &effects)
            for case (_, .alterPartition(let response)) in effects.toBrokers { return response }
            return nil
        }
        #expect(answer(number: 1, brokerEpoch: nil)?.state.inSyncReplicas == [leader])
        #expect(answer(number: 2, brokerEpoch: -1)?.error == .ineligibleReplica)
        for number in [Int64(2), 1] {
            let again = try #require(answer(number: number, brokerEpoch: 0))
            #expect(again.error == .ineligibleReplica && again.number == number)
            #expect(again.state.inSyncReplicas == [leader])
        }
        #expect(answer(number: 3, brokerEpoch: 0)?.error == Messages.ErrorCode.none)
    }

    @Test func theControllerChangesByCompareAndSet() throws {
        var controller = Controller(brokers: (0..<3).map { BrokerID($0) }, now: Instant(0))
        var effects = ControllerEffects()
        let topic = controller.createTopic(EngineDriver.topic(), effects: &effects)
        let state = controller.states(of: topic)[0]
        let leader = try #require(state.leader)
        func answer(_ request: AlterPartitionRequest) -> AlterPartitionResponse? {
            var effects = ControllerEffects()
            controller.handle(.alterPartition(request), now: Instant(0), effects: &effects)
            for case (_, .alterPartition(let response)) in effects.toBrokers { return response }
            return nil
        }
        func members(_ brokers: [BrokerID]) -> [InSyncMember] {
            brokers.map { InSyncMember(broker: $0, brokerEpoch: 0) }
        }
        var request = AlterPartitionRequest(
            partition: state.partition, leader: leader, leaderEpoch: state.leaderEpoch,
            members: members([leader]), partitionEpoch: 0)
        let first = try #require(answer(request))
        #expect(first.error == .none)
        #expect(first.state.inSyncReplicas == [leader])
        #expect(first.state.partitionEpoch == 1)

        request.members = members(state.replicas)
        let stale = try #require(answer(request))
        #expect(stale.error == .invalidUpdateVersion)
        #expect(stale.state == first.state)

        request.partitionEpoch = 1
        request.leader = state.replicas[1]
        #expect(answer(request)?.error == .fencedLeaderEpoch)
        request.leader = leader
        request.leaderEpoch = LeaderEpoch(1)
        #expect(answer(request)?.error == .fencedLeaderEpoch)
        request.leaderEpoch = .initial
        request.members = members([leader, BrokerID(7)])
        #expect(answer(request)?.error == .invalidUpdateVersion)
        request.members =
            members([leader]) + [
                InSyncMember(broker: state.replicas[1], brokerEpoch: 3)
            ]
        #expect(answer(request)?.error == .ineligibleReplica)
        #expect(controller.states(of: topic)[0] == first.state)
    }
}
