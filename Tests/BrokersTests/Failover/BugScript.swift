import Brokers
import Messages
import Records
import Storage
import Testing

/// Steps that a planted bug makes do harm.
struct BugScript {
    let driver: EngineDriver
    private let leader: Int
    private let followers: [Int]

    init(_ bugs: PlantedBugs, minInsync: Int = 1) {
        var settings = BrokerSettings.quick
        settings.plantedBugs = bugs
        var control = ControllerSettings.quick
        control.plantedBugs = bugs
        driver = EngineDriver(
            settings: settings, control: control,
            topic: EngineDriver.topic(minInsync: minInsync) {
                $0.flushMessages = 1
                $0.segmentBytes = 300
                $0.retentionBytes = 600
            })
        leader = driver.leader(of: 0)
        followers = driver.followers(of: 0)
        hold(at: 0)
    }

    func doesHarm(_ bug: PlantedBug) throws -> Bool {
        switch bug {
        case .cutsOnce: try divergesForGood()
        case .expandsBelowEpochStart: try takesInWhoLacksRecords()
        case .expandsWithoutBrokerEpoch: try takesInWhoLostAll()
        case .trustsUncleanRestarts: try electsWhoLostAll()
        case .adoptsOldDecisions: try followsAnOldLeader()
        case .forgetsProducers: try storesTwice(failingOver: true)
        case .appendsRepetitions: try storesTwice(failingOver: false)
        case .acceptsSequenceGaps: try takesAGap()
        case .countsBeforeSync: try confirmsUnsynced()
        case .keepsTornTail: try keepsHarmedBytes()
        case .cutsRot: try losesWhatFollowsRot()
        case .deletesUncommitted: try deletesWhatIsHeld()
        default: false
        }
    }

    private func hold(at offset: Int64) {
        for broker in driver.replicas(of: 0) {
            driver.schedule(
                .toBroker(broker, .retentionFloor(driver.partition(0), Offset(offset))),
                at: driver.now)
        }
        driver.run(for: .milliseconds(1))
    }

    private func tell(_ lead: Int, _ epoch: Int32, _ brokers: [Int]) {
        var state = driver.state(of: 0)
        state.leader = BrokerID(lead)
        state.leaderEpoch = LeaderEpoch(epoch)
        for broker in brokers { driver.tell(broker, state) }
        driver.run(for: .milliseconds(1))
    }

    /// KIP-279, as in `DivergenceTests`.
    private func divergesForGood() throws -> Bool {
        let (a, b) = (leader, followers[0])
        func write(_ count: Int, to broker: Int) throws {
            for _ in 0..<count { try driver.write(["\(broker)"], to: broker, acks: .leader) }
        }
        try write(8, to: a)
        driver.run(for: .milliseconds(600))
        driver.cut(.broker(a), .broker(b))
        for broker in [a, b] { driver.cut(.broker(broker), .controller) }
        try write(2, to: a)
        tell(b, 1, [a, b])
        try write(4, to: b)
        tell(a, 2, [a])
        try write(2, to: a)
        tell(b, 3, [b])
        try write(2, to: b)
        tell(a, 4, [a, b])
        driver.heal()
        for broker in [a, b] { driver.cut(.broker(broker), .controller) }
        try write(3, to: a)
        driver.run(for: .seconds(3))
        return driver.logBytes(a, 0) != driver.logBytes(b, 0)
    }

    /// The heir's high watermark is stale: a follower that was away has reached that and no more.
    private func takesInWhoLacksRecords() throws -> Bool {
        let (heir, behind) = (followers[0], followers[1])
        try driver.write(["a"])
        driver.isolate(behind)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(10))
        // The heir has them, and has not heard that they are committed.
        try driver.write(["b", "c"])
        driver.kill(leader)
        driver.heal()
        // What it fetches is lost; that it fetches is heard.
        driver.isLost = { _, what in
            if case .toBroker(behind, .fetched(let response)) = what {
                return response.batches != nil
            }
            return false
        }
        #expect(driver.run { driver.presentLeader(of: 0) == heir })
        driver.run(for: .milliseconds(500))
        return driver.state(of: 0).inSyncReplicas.contains(BrokerID(behind))
            && driver.logEnd(behind, 0) < Offset(3)
    }

    private func takesInWhoLostAll() throws -> Bool {
        let follower = followers[0]
        driver.isolate(follower)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(10))
        try driver.write(["a"])
        let leader = leader
        driver.linkDelay = { hop in
            hop.from == .broker(leader) && hop.to == .controller
                ? .milliseconds(700) : .microseconds(100)
        }
        driver.heal()
        #expect(driver.run { driver.logEnd(follower, 0) == Offset(1) })
        driver.run(for: .milliseconds(10))
        driver.kill(follower)
        loseLog(follower)
        driver.start(follower)
        driver.cut(.broker(leader), .broker(follower))
        driver.run(for: .milliseconds(900))
        return driver.state(of: 0).inSyncReplicas.contains(BrokerID(follower))
            && driver.logEnd(follower, 0) == .zero
    }

    private func loseLog(_ broker: Int) {
        for segment in driver.disks[broker].segments(of: "orders-0") {
            driver.disks[broker].files[segment]?.bytes = []
        }
    }

    private func electsWhoLostAll() throws -> Bool {
        try driver.write(["a"])
        driver.kill(followers[1])
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.kill(followers[0])
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 1 })
        driver.kill(leader)
        loseLog(followers[0])
        driver.start(followers[0])
        driver.run(for: .seconds(2))
        return driver.presentLeader(of: 0) == followers[0]
    }

    private func followsAnOldLeader() throws -> Bool {
        let old = driver.state(of: 0)
        driver.kill(leader)
        #expect(driver.run { driver.epoch(of: 0) == LeaderEpoch(1) })
        let follower = followers[1]
        driver.run(for: .milliseconds(10))
        driver.tell(follower, old)
        driver.run(for: .milliseconds(1))
        let role = driver.brokers[follower].view(of: driver.partition(0))?.role
        return role == .follower(.initial, of: BrokerID(leader))
    }

    private func storesTwice(failingOver: Bool) throws -> Bool {
        try driver.write(["a"], stamp: ProducerStamp(sequence: 0))
        if failingOver {
            driver.kill(leader)
            #expect(driver.run { driver.presentLeader(of: 0) == followers[0] })
            driver.run(for: .milliseconds(10))
        }
        let again = try driver.write(["a"], stamp: ProducerStamp(sequence: 0))
        return again?.baseOffset == Offset(1)
    }

    private func takesAGap() throws -> Bool {
        try driver.write(["a"], stamp: ProducerStamp(sequence: 0))
        let gap = try driver.write(["c"], stamp: ProducerStamp(sequence: 2))
        return gap?.error == Messages.ErrorCode.none
    }

    private func confirmsUnsynced() throws -> Bool {
        driver.diskDelay = { _, operation in
            if case .sync = operation { .milliseconds(50) } else { .zero }
        }
        let before = driver.disks[leader].syncCount
        try driver.write(["a"], acks: .leader)
        return driver.disks[leader].syncCount == before
    }

    private func keepsHarmedBytes() throws -> Bool {
        try driver.write(["a"])
        driver.kill(leader)
        let segment = try #require(driver.disks[leader].segments(of: "orders-0").first)
        driver.disks[leader].files[segment]?.bytes[66] ^= 1
        driver.start(leader)
        driver.run(for: .seconds(2))
        return try driver.brokers[leader].batches(
            of: driver.partition(0), in: Offset(0)..<Offset(1)
        ).contains { !$0.isIntact }
    }

    private func losesWhatFollowsRot() throws -> Bool {
        try driver.write(["a"])
        try driver.write(["b"])
        let segment = try #require(driver.disks[leader].segments(of: "orders-0").first)
        driver.disks[leader].files[segment]?.bytes[66] ^= 1
        let probe = driver.addProbe()
        var request = FetchRequest(
            partition: driver.partition(0), reader: .consumer(probe.id), offset: .zero,
            leaderEpoch: .initial, bytesMax: 1000, waitMax: .zero)
        request.isHarmed = true
        driver.send(
            .toBroker(leader, .fetch(request)), from: .client(probe.id.index),
            to: .broker(leader))
        driver.run(for: .milliseconds(1))
        return driver.brokers[leader].view(of: driver.partition(0))?.logEnd == .zero
    }

    private func deletesWhatIsHeld() throws -> Bool {
        for _ in 0..<20 { try driver.write([String(repeating: "x", count: 60)]) }
        driver.run(for: .seconds(1))
        return driver.logStart(leader, 0) > .zero
    }
}
