import Brokers
import Messages
import Records
import Storage
import Testing

/// Logs that depart from each other, and how they are brought together without losing what was
/// committed: the scenarios of KIP-101 and KIP-279.
@Suite struct DivergenceTests {
    /// KIP-101, scenario 1: a follower whose high watermark lags, and the leader after it dies.
    /// Cut to the high watermark, the last record would be gone with both leaders.
    @Test func aFollowerKeepsWhatItsHighWatermarkHasNotReached() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic(minInsync: 1))
        let leader = driver.leader(of: 0)
        let followers = driver.followers(of: 0)
        try driver.write(["m1"])
        let entry = try #require(try driver.write(["m2"]))
        #expect(entry.error == .none)
        for follower in followers {
            #expect(driver.logEnd(follower, 0) == Offset(2))
            #expect(driver.highWatermark(follower, 0) < Offset(2))
        }
        driver.cut(.broker(followers[0]), .broker(followers[1]))
        driver.kill(leader)
        #expect(driver.run { driver.presentLeader(of: 0) == followers[0] })
        driver.run(for: .milliseconds(100))
        #expect(try driver.texts(followers[1]) == ["m1", "m2"])
        driver.kill(followers[0])
        #expect(driver.run { driver.presentLeader(of: 0) == followers[1] })
        #expect(try driver.texts(followers[1]) == ["m1", "m2"])
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["m3"])?.baseOffset == Offset(2))
        driver.heal()
        for broker in [leader, followers[0]] { driver.start(broker) }
        #expect(driver.settles())
        #expect(try driver.texts(leader) == ["m1", "m2", "m3"])
    }

    /// KIP-101, scenario 2: two that have led wrote different records at the same offset.
    @Test func whatWasNeverCommittedGivesWayToTheNewLeadersRecords() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic(replicas: 2))
        let (old, new) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["m1"])
        driver.cut(.broker(old), .broker(new))
        let lost = try #require(try driver.write(["m2"], to: old, acks: .leader))
        #expect(lost.error == .none && lost.baseOffset == Offset(1))
        driver.kill(old)
        driver.heal()
        #expect(driver.run { driver.presentLeader(of: 0) == new })
        driver.run(for: .milliseconds(10))
        let kept = try #require(try driver.write(["m3"]))
        #expect(kept.error == .none && kept.baseOffset == Offset(1))
        #expect(try driver.texts(old) == ["m1", "m2"])
        driver.start(old)
        #expect(driver.settles())
        #expect(driver.cuts(of: old) == [[2, 1]])
        #expect(try driver.texts(old) == ["m1", "m3"])
        #expect(
            driver.brokers[old].view(of: driver.partition(0))?.epochs.map(\.start)
                == [Offset(0), Offset(1)])
    }

    /// KIP-279: the follower lacks the epoch that the leader answers; one round would leave it
    /// with records that the leader never had.
    @Test func fastLeaderChangesTakeSeveralRounds() throws {
        var settings = EngineDriver.topic(replicas: 2)
        settings.minInsyncReplicas = 1
        let driver = EngineDriver(topic: settings)
        let (a, b) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        func lead(_ broker: Int, _ epoch: Int32, tell brokers: [Int]) {
            var state = driver.state(of: 0)
            state.leader = BrokerID(broker)
            state.leaderEpoch = LeaderEpoch(epoch)
            for broker in brokers { driver.tell(broker, state) }
            driver.run(for: .milliseconds(1))
        }
        func write(_ count: Int, _ name: String, to broker: Int) throws {
            for number in 0..<count {
                try driver.write(["\(name)\(number)"], to: broker, acks: .leader)
            }
        }
        try write(8, "e0-", to: a)
        driver.run(for: .seconds(2))
        driver.cut(.broker(a), .broker(b))
        try write(2, "e0b-", to: a)
        lead(b, 1, tell: [a, b])
        try write(4, "e1-", to: b)
        lead(a, 2, tell: [a])
        try write(2, "e2-", to: a)
        lead(b, 3, tell: [b])
        try write(2, "e3-", to: b)
        lead(a, 4, tell: [a, b])
        #expect(driver.logEnd(a, 0) == Offset(12) && driver.logEnd(b, 0) == Offset(14))
        driver.heal()
        try write(1, "e4-", to: a)
        #expect(driver.run { driver.logEnd(b, 0) == Offset(13) })
        #expect(driver.cuts(of: b) == [[14, 12], [12, 8]])
        #expect(driver.logBytes(a, 0) == driver.logBytes(b, 0))
        #expect(
            driver.brokers[a].view(of: driver.partition(0))?.epochs
                == driver.brokers[b].view(of: driver.partition(0))?.epochs)
    }

    /// Cuts wait for what is on its way to the disk, and are not undone by it.
    @Test(arguments: [5, 60] as [Int64])
    func aCutWaitsForAppendsUnderWay(milliseconds: Int64) throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: 2) { $0.flushInterval = .milliseconds(30) })
        let (old, new) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["m1"])
        driver.diskDelay = { broker, operation in
            if case .read = operation { return .zero }
            return broker.index == old ? .milliseconds(milliseconds) : .zero
        }
        driver.cut(.broker(old), .broker(new))
        driver.pause(new)
        let probe = driver.addProbe()
        for text in ["x", "y"] {
            _ = driver.produce(probe, try batch([text]), acks: .leader, broker: old)
        }
        driver.run(for: .milliseconds(1))
        var state = driver.state(of: 0)
        state.leader = BrokerID(new)
        state.leaderEpoch = LeaderEpoch(1)
        driver.heal()
        driver.resume(new)
        for broker in [old, new] { driver.tell(broker, state) }
        driver.run(for: .milliseconds(2))
        try driver.write(["m2"], to: new, acks: .leader)
        #expect(
            driver.run(within: .seconds(5)) {
                driver.logBytes(old, 0) == driver.logBytes(new, 0)
            })
        #expect(try driver.texts(old) == ["m1", "m2"])
        #expect(driver.cuts(of: old) == [[3, 1]])
    }

    /// Where the leader's log begins at a follower's end, the leader cannot tell any more whether
    /// what the follower has is what it has deleted.
    @Test func aFollowerThatEndsWhereItsLeaderBeginsKeepsNothing() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: 2) {
                $0.segmentBytes = 200
                $0.retentionBytes = 100
            })
        let (leader, follower) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        let text = String(repeating: "x", count: 100)
        try driver.write([text])
        #expect(driver.run { driver.logEnd(follower, 0) == Offset(1) })
        driver.run(for: .milliseconds(20))
        driver.kill(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 1 })
        try driver.write([text])
        #expect(driver.run { driver.logStart(leader, 0) == Offset(1) })
        driver.start(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        #expect(driver.logStart(follower, 0) == Offset(1))
        #expect(driver.logBytes(follower, 0) == driver.logBytes(leader, 0))
    }

    /// A follower that was away while the leader deleted what it lacks begins anew.
    @Test func aFollowerBehindTheLeadersStartBeginsThere() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: 2) {
                $0.segmentBytes = 400
                $0.retentionBytes = 800
            })
        let (leader, follower) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["m1"])
        driver.kill(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 1 })
        for number in 0..<20 {
            try driver.write([String(repeating: "x", count: 100) + "\(number)"])
        }
        #expect(driver.run { driver.logStart(leader, 0) > Offset(1) })
        driver.start(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        #expect(driver.logStart(follower, 0) == driver.logStart(leader, 0))
        #expect(driver.logEnd(follower, 0) == driver.logEnd(leader, 0))
        #expect(driver.logBytes(follower, 0) == driver.logBytes(leader, 0))
        #expect(driver.highWatermark(follower, 0) >= driver.logStart(follower, 0))
    }
}
