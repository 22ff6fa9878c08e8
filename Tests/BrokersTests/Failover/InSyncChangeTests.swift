import Brokers
import Messages
import Records
import Storage
import Testing

/// Changes of the in-sync set while brokers come and go, and what too small a set refuses.
@Suite struct InSyncChangeTests {
    private let none = Messages.ErrorCode.none

    private func driver(replicas: Int = 3, minInsync: Int = 2) -> EngineDriver {
        EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: replicas, minInsync: minInsync))
    }

    /// The leader asks for a follower that has caught up; the follower restarts, and may have lost
    /// what it had, before the controller hears it.
    @Test func anExpansionThatRacesARestartIsRefused() throws {
        let driver = driver(replicas: 2, minInsync: 1)
        let (leader, follower) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        driver.isolate(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 1 })
        driver.run(for: .milliseconds(10))
        try driver.write(["a"])
        driver.linkDelay = { hop in
            hop.from == .broker(leader) && hop.to == .controller
                ? .milliseconds(700) : .microseconds(100)
        }
        var asked: [[InSyncMember]] = []
        driver.isLost = { _, what in
            if case .toController(.alterPartition(let request)) = what {
                asked.append(request.members)
            }
            return false
        }
        driver.heal()
        #expect(driver.run { !asked.isEmpty })
        driver.kill(follower)
        // It lost what it had.
        for (_, file) in driver.disks[follower].files { file.bytes = [] }
        driver.start(follower)
        var wasRefused = false
        driver.copies = { _, what in
            if case .toBroker(leader, .alterPartition(let response)) = what,
                response.error == .ineligibleReplica
            {
                wasRefused = true
            }
            return 1
        }
        driver.afterEvent = {
            let isIn = driver.state(of: 0).inSyncReplicas.contains(BrokerID(follower))
            if isIn { #expect(driver.logEnd(follower, 0) == Offset(1)) }
        }
        #expect(driver.run { wasRefused })
        #expect(driver.settles())
        #expect(asked[0].map(\.brokerEpoch) == [0, 0])
        #expect(asked.last?.map(\.brokerEpoch) == [0, 1])
    }

    @Test func tooFewReplicasRefuseBeforeAndAfterTheAppend() throws {
        let driver = driver(replicas: 2)
        let follower = driver.followers(of: 0)[0]
        driver.kill(follower)
        let after = try #require(try driver.write(["a"]))
        #expect(after.error == .notEnoughReplicasAfterAppend)
        #expect(!after.error.provesNothingAppended)
        let before = try #require(try driver.write(["b"]))
        #expect(before.error == .notEnoughReplicas)
        #expect(before.error.provesNothingAppended)
        #expect(
            driver.events.count { $0 == .notEnoughReplicas(driver.partition(0)) } == 2)
        driver.start(follower)
        #expect(driver.settles())
        #expect(try driver.write(["c"])?.error == none)
        #expect(try driver.texts(follower) == ["a", "c"])
    }

    /// The high watermark waits for a member until the controller has confirmed that it left.
    @Test func aProposedSmallerSetDoesNotCommit() throws {
        let driver = driver(replicas: 2, minInsync: 1)
        let (leader, follower) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.cut(.broker(leader), .broker(follower))
        driver.isLost = { _, what in
            if case .toController(.alterPartition) = what { true } else { false }
        }
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["b"]), acks: .all)
        driver.run(for: .seconds(5))
        guard
            case .leader(_, let inSync, let maximal) = try #require(
                driver.brokers[leader].view(of: driver.partition(0))
            ).role
        else {
            Issue.record("it leads no more")
            return
        }
        #expect(inSync.count == 2 && maximal.count == 2)
        #expect(!probe.isAnswered(request))
        #expect(driver.highWatermark(leader, 0) == Offset(1))
        driver.isLost = { _, _ in false }
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == none)
    }

    /// A new leader whose high watermark is stale takes nobody in who lacks what came before it.
    @Test func aFollowerJoinsANewLeaderOnlyWithAllThatItBeganWith() throws {
        let driver = driver(minInsync: 1)
        let old = driver.leader(of: 0)
        let (behind, heir) = (driver.followers(of: 0)[1], driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.isolate(behind)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(10))
        for text in ["b", "c", "d"] { try driver.write([text]) }
        driver.kill(old)
        #expect(driver.run { driver.presentLeader(of: 0) == heir })
        driver.afterEvent = {
            let isIn = driver.state(of: 0).inSyncReplicas.contains(BrokerID(behind))
            if isIn { #expect(driver.logEnd(behind, 0) == Offset(4)) }
        }
        driver.heal()
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
    }
}
