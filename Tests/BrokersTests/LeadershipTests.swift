import Messages
import Records
import Testing

/// Decisions of the controller that come again, late, or take the lead away.
@Suite struct LeadershipTests {
    private let driver = EngineDriver(topic: EngineDriver.topic())

    private func tell(_ broker: Int, _ state: PartitionState) {
        driver.tell(broker, state)
        driver.run(for: .milliseconds(1))
    }

    @Test func toldAgainChangesNothing() throws {
        let probe = driver.addProbe()
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        driver.run(for: .milliseconds(100))
        tell(driver.leader(of: 0), driver.state(of: 0))
        #expect(!probe.isAnswered(request))
        driver.resume(slow)
        #expect(driver.run(within: .seconds(5)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
    }

    @Test func anOlderEpochIsIgnored() throws {
        var older = driver.state(of: 0)
        older.leaderEpoch = LeaderEpoch(-1)
        older.leader = BrokerID(driver.followers(of: 0)[0])
        for broker in driver.replicas(of: 0) { tell(broker, older) }
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run(within: .seconds(5)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
    }

    @Test(arguments: [true, false])
    func whoLosesTheLeadDismissesThoseWhoWait(hasSuccessor: Bool) throws {
        let probe = driver.addProbe()
        let old = driver.leader(of: 0)
        let successor = driver.followers(of: 0)[0]
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        driver.fetch(probe, from: 0, waitMax: .seconds(20))
        driver.run(for: .milliseconds(100))
        var state = driver.state(of: 0)
        state.leaderEpoch = LeaderEpoch(1)
        state.leader = hasSuccessor ? BrokerID(successor) : nil
        tell(old, state)
        #expect(request.entries[0].error == .notEnoughReplicasAfterAppend)
        #expect(probe.answers(to: request) == 1)
        #expect(probe.fetched.map(\.response.error) == [.notLeaderOrFollower])
        let late = driver.produce(probe, try batch(["b"]), acks: .leader, broker: old)
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(late) })
        #expect(late.entries[0].error == .notLeaderOrFollower)
    }

    @Test func followersOfAnOldEpochAreFencedUntilTheyAreTold() throws {
        let leader = driver.leader(of: 0)
        let follower = driver.followers(of: 0)[0]
        var state = driver.state(of: 0)
        state.leaderEpoch = LeaderEpoch(1)
        tell(leader, state)
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        driver.run(for: .seconds(2))
        #expect(driver.logEnd(follower, 0) == .zero)
        tell(follower, state)
        #expect(driver.run(within: .seconds(1)) { driver.logEnd(follower, 0) == Offset(1) })
        #expect(driver.logBytes(follower, 0) == driver.logBytes(leader, 0))
    }
}
