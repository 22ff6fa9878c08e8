import Brokers
import Messages
import Records
import Replication
import Storage
import Testing

/// Who leads when leaders die: in-sync replicas, then eligible leaders (KIP-966), others only by
/// the topic's choice.
@Suite struct LeaderElectionTests {
    private let none = Messages.ErrorCode.none

    private func driver(
        replicas: Int = 3, minInsync: Int = 2, unclean: Bool = false
    ) -> EngineDriver {
        EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: replicas, minInsync: minInsync) {
                $0.allowsUncleanElection = unclean
            })
    }

    private func eligible(_ driver: EngineDriver) -> [BrokerID]? {
        driver.controller.leadership(of: driver.partition(0))?.eligibleLeaders
    }

    /// The set shrinks to the leader alone; who left it last still has all that was committed.
    @Test func theLastReplicaStandingHasAnHeir() throws {
        let driver = driver()
        let leader = driver.leader(of: 0)
        let followers = driver.followers(of: 0)
        try driver.write(["a"])
        driver.isolate(followers[0])
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["b"])?.error == none)
        driver.isolate(followers[1])
        #expect(driver.run { driver.state(of: 0).inSyncReplicas == [BrokerID(leader)] })
        #expect(eligible(driver) == [BrokerID(followers[1])])
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["c"])?.error == .notEnoughReplicas)
        driver.kill(leader)
        #expect(driver.run { driver.presentLeader(of: 0) == nil })
        driver.heal()
        driver.run(for: .milliseconds(10))
        #expect(driver.presentLeader(of: 0) == nil)
        // Both followers are heard again; only one of them has everything.
        #expect(driver.run { driver.presentLeader(of: 0) == followers[1] })
        let isUnclean = driver.events.contains { event in
            if case .leaderElected(_, _, _, isUnclean: true) = event { true } else { false }
        }
        #expect(!isUnclean)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        #expect(try driver.texts(followers[0]) == ["a", "b"])
    }

    /// An heir that was killed meanwhile may lack what it had: it does not lead before the last
    /// member is back.
    @Test func anHeirThatRestartedUncleanIsNoHeir() throws {
        let driver = driver(replicas: 2)
        let (leader, heir) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.kill(heir)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas == [BrokerID(leader)] })
        #expect(eligible(driver) == [BrokerID(heir)])
        driver.kill(leader)
        #expect(driver.run { driver.presentLeader(of: 0) == nil })
        driver.start(heir)
        driver.run(for: .seconds(3))
        #expect(driver.presentLeader(of: 0) == nil)
        #expect(eligible(driver) == [])
        driver.start(leader)
        #expect(driver.settles())
        #expect(driver.presentLeader(of: 0) == leader)
        #expect(try driver.texts(heir) == ["a"])
    }

    /// An heir that was shut down cleanly has what it had.
    @Test func anHeirThatWasShutDownCleanlyLeads() throws {
        let driver = driver(replicas: 2)
        let (leader, heir) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        try driver.shutDown(heir)
        #expect(eligible(driver) == [BrokerID(heir)])
        driver.kill(leader)
        #expect(driver.run { driver.presentLeader(of: 0) == nil })
        driver.start(heir)
        #expect(driver.run { driver.presentLeader(of: 0) == heir })
        driver.run(for: .milliseconds(100))
        #expect(try driver.write(["b"])?.error == .notEnoughReplicas)
        driver.start(leader)
        #expect(driver.settles())
        #expect(try driver.write(["b"])?.baseOffset == Offset(1))
    }

    @Test(arguments: [false, true])
    func aReplicaThatLacksRecordsLeadsOnlyByChoice(isAllowed: Bool) throws {
        let driver = driver(replicas: 2, minInsync: 1, unclean: isAllowed)
        let (old, behind) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.isolate(behind)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas == [BrokerID(old)] })
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["b"])?.error == none)
        driver.kill(old)
        driver.heal()
        driver.run(for: .seconds(3))
        let elected = ClusterEvent.leaderElected(
            driver.partition(0), BrokerID(behind), LeaderEpoch(1), isUnclean: true)
        #expect(driver.events.contains(elected) == isAllowed)
        #expect(driver.presentLeader(of: 0) == (isAllowed ? behind : nil))
        driver.start(old)
        #expect(driver.settles())
        #expect(try driver.texts(behind) == (isAllowed ? ["a"] : ["a", "b"]))
        #expect(driver.cuts(of: old) == (isAllowed ? [[2, 1]] : []))
    }

    @Test func preferredReplicasGetTheLeadBack() throws {
        var control = ControllerSettings.quick
        control.leaderImbalanceCheckInterval = .seconds(10)
        let driver = EngineDriver(
            settings: .quick, control: control, topic: EngineDriver.topic(partitions: 3))
        let preferred = (0..<3).map { driver.leader(of: $0) }
        driver.kill(preferred[1])
        #expect(driver.run { driver.presentLeader(of: 1) != preferred[1] })
        driver.start(preferred[1])
        #expect(driver.settles())
        #expect(driver.presentLeader(of: 1) != preferred[1])
        #expect(driver.run(within: .seconds(10)) { driver.presentLeader(of: 1) == preferred[1] })
        #expect((0..<3).map { driver.presentLeader(of: $0) } == preferred)
        #expect(driver.epoch(of: 0) == .initial)
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["a"], partition: 1)?.error == none)
    }

    /// A replica whose disk refuses does not lead, and nobody waits for it.
    @Test func aLeaderWhoseLogFailsGivesTheLeadAway() throws {
        let driver = driver()
        let old = driver.leader(of: 0)
        try driver.write(["a"])
        driver.disks[old].refusal = { operation, _ in operation == "write" ? 5 : nil }
        let start = driver.now
        #expect(try driver.write(["b"])?.error == .kafkaStorageError)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        #expect(driver.now - start < .milliseconds(10))
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["c"])?.error == none)
        driver.disks[old].refusal = { _, _ in nil }
        driver.run(for: .seconds(5))
        #expect(driver.state(of: 0).inSyncReplicas.count == 2)
        driver.kill(old)
        driver.start(old)
        #expect(driver.settles())
        #expect(try driver.texts(old) == ["a", "c"])
    }

    @Test func aReplicaThatCannotBeOpenedDoesNotLead() throws {
        let disk = MemoryDisk()
        disk.refusal = { operation, _ in operation == "create a directory" ? 13 : nil }
        let first = EngineDriver(topic: EngineDriver.topic()).leader(of: 0)
        let disks = (0..<3).map { $0 == first ? disk : MemoryDisk() }
        let driver = EngineDriver(
            settings: .quick, control: .quick, disks: disks,
            topic: EngineDriver.topic(minInsync: 2))
        #expect(driver.run(within: .seconds(1)) { driver.presentLeader(of: 0) != first })
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["a"])?.error == none)
    }

    /// What the end of the log is, is not told while the new leader might tell less than the old
    /// one did (KIP-207).
    @Test func theLatestOffsetDoesNotGoBack() throws {
        let driver = driver()
        let old = driver.leader(of: 0)
        try driver.write(["a"])
        try driver.write(["b"])
        let partition = driver.partition(0)
        #expect(try driver.brokers[old].latestOffset(of: partition) == Offset(2))
        driver.kill(old)
        let heirs = driver.followers(of: 0)
        driver.cut(.broker(heirs[0]), .broker(heirs[1]))
        #expect(
            driver.run { driver.presentLeader(of: 0) != nil && driver.presentLeader(of: 0) != old })
        driver.run(for: .milliseconds(10))
        let leader = try #require(driver.presentLeader(of: 0))
        #expect(driver.highWatermark(leader, 0) < Offset(2))
        #expect(throws: ErrorCode.offsetNotAvailable) {
            try driver.brokers[leader].latestOffset(of: partition)
        }
        #expect(throws: ErrorCode.notLeaderOrFollower) {
            let other = heirs.first { $0 != leader } ?? -1
            return try driver.brokers[other].latestOffset(of: partition)
        }
        driver.heal()
        #expect(driver.run { driver.highWatermark(leader, 0) == Offset(2) })
        #expect(try driver.brokers[leader].latestOffset(of: partition) == Offset(2))
    }
}
