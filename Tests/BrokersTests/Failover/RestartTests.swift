import Messages
import Records
import Storage
import Testing

/// Brokers that end and start again.
@Suite struct RestartTests {
    private func driver(minInsync: Int = 2) -> EngineDriver {
        EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic(minInsync: minInsync))
    }

    @Test func anotherLeadsWhenTheLeaderIsKilledAndItFollowsWhenItComesBack() throws {
        let driver = driver()
        let probe = driver.addProbe()
        let old = driver.leader(of: 0)
        let first = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { probe.isAnswered(first) })
        driver.kill(old)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        let leader = try #require(driver.presentLeader(of: 0))
        #expect(driver.epoch(of: 0) == LeaderEpoch(1))
        #expect(
            driver.state(of: 0).inSyncReplicas
                == driver.state(of: 0).replicas.filter {
                    $0.index != old
                })
        driver.run(for: .milliseconds(10))
        let second = driver.produce(probe, try batch(["b"]), acks: .all, broker: leader)
        #expect(driver.run { probe.isAnswered(second) })
        #expect(second.entries[0].error == .none)
        #expect(second.entries[0].baseOffset == Offset(1))

        driver.start(old)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
        #expect(try driver.texts(old) == ["a", "b"])
        #expect(driver.presentLeader(of: 0) == leader)
        #expect(
            driver.events.contains(.opened(driver.partition(0), BrokerID(old), logEnd: Offset(1))))
    }

    @Test func aBrokerThatIsBackBeforeItIsMissedLeadsInANewEpochOrNotAtAll() throws {
        let driver = driver()
        let probe = driver.addProbe()
        let old = driver.leader(of: 0)
        let first = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { probe.isAnswered(first) })
        driver.kill(old)
        driver.start(old)
        #expect(driver.run { driver.epoch(of: 0) > .initial })
        #expect(driver.presentLeader(of: 0) != old)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
    }

    @Test func aControlledShutdownMovesTheLeadAndIsClean() throws {
        let driver = driver()
        let probe = driver.addProbe()
        let old = driver.leader(of: 0)
        let first = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { probe.isAnswered(first) })
        let start = driver.now
        try driver.shutDown(old)
        #expect(driver.now - start < .milliseconds(10))
        #expect(driver.presentLeader(of: 0) != old)
        var registrations: [BrokerRegistration] = []
        driver.isLost = { _, what in
            if case .toController(.register(let registration)) = what {
                registrations.append(registration)
            }
            return false
        }
        driver.start(old)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
        #expect(registrations.map(\.isClean) == [true])
        #expect(driver.logBytes(old, 0) == driver.logBytes(driver.presentLeader(of: 0) ?? -1, 0))
    }
}
