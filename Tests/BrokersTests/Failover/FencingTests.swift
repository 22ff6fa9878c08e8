import Brokers
import Messages
import Records
import Storage
import Testing

/// Epochs in fetches (KIP-320), and leaders that do not know that they lead no more.
@Suite struct FencingTests {
    private func driver(replicas: Int = 3, unclean: Bool = false) -> EngineDriver {
        EngineDriver(
            settings: .quick, control: .quick,
            topic: EngineDriver.topic(replicas: replicas, minInsync: min(2, replicas - 1)) {
                $0.allowsUncleanElection = unclean
            })
    }

    /// A leader that only its followers and the controller do not hear: it takes what it is sent
    /// and must confirm none of what waits for all.
    @Test func anIsolatedLeaderConfirmsNothingThatOthersLack() throws {
        let driver = driver()
        let old = driver.leader(of: 0)
        try driver.write(["a"])
        driver.isolate(old)
        let probe = driver.addProbe()
        let pending = driver.produce(probe, try batch(["lost"]), acks: .all, broker: old)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        let late = driver.produce(probe, try batch(["lost too"]), acks: .all, broker: old)
        let hasty = driver.produce(probe, try batch(["lost 3"]), acks: .leader, broker: old)
        driver.run(for: .seconds(3))
        #expect(!probe.isAnswered(pending) && !probe.isAnswered(late))
        #expect(hasty.entries[0].error == .none)
        #expect(driver.highWatermark(old, 0) == Offset(1))
        #expect(try driver.write(["b"])?.error == Messages.ErrorCode.none)
        driver.heal()
        #expect(driver.settles())
        for request in [pending, late] {
            #expect(request.entries[0].error == .notEnoughReplicasAfterAppend)
            #expect(!request.entries[0].error.provesNothingAppended)
        }
        #expect(try driver.texts(old) == ["a", "b"])
        #expect(driver.cuts(of: old) == [[4, 1]])
    }

    @Test func aLeaderThatWasPausedLearnsThatItLeadsNoMore() throws {
        let driver = driver()
        let old = driver.leader(of: 0)
        try driver.write(["a"])
        driver.pause(old)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["b"])?.error == Messages.ErrorCode.none)
        let probe = driver.addProbe()
        let zombie = driver.produce(probe, try batch(["z"]), acks: .all, broker: old)
        driver.run(for: .milliseconds(10))
        driver.resume(old)
        #expect(driver.run { probe.isAnswered(zombie) })
        #expect(zombie.entries[0].error != .none)
        #expect(driver.settles())
        #expect(try driver.texts(old) == ["a", "b"])
    }

    /// The controller does not take a change from a leader of an earlier epoch, and tells it who
    /// leads.
    @Test func aZombieCannotChangeTheInSyncSet() throws {
        let driver = driver(replicas: 2)
        let (old, new) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        driver.cut(.broker(old), .broker(new))
        // Only what the leader asks for gets through, and only its answers come back.
        driver.isLost = { hop, what in
            switch what {
            case .toController(.heartbeat) where hop.from == .broker(old): true
            case .toBroker(old, .metadata): true
            default: false
            }
        }
        #expect(driver.run { driver.presentLeader(of: 0) == new })
        let state = driver.state(of: 0)
        #expect(
            driver.run {
                driver.brokers[old].view(of: driver.partition(0))?.role
                    == .follower(state.leaderEpoch, of: BrokerID(new))
            })
        #expect(driver.state(of: 0).leader == BrokerID(new))
        #expect(!driver.state(of: 0).inSyncReplicas.contains(BrokerID(old)))
    }

    @Test(arguments: [
        (Int32(-1), ErrorCode.fencedLeaderEpoch), (1, .unknownLeaderEpoch),
    ])
    func aFetchOfAnotherEpochIsRefused(step: Int32, error: ErrorCode) throws {
        let driver = driver()
        driver.kill(driver.leader(of: 0))
        #expect(driver.run { driver.epoch(of: 0) == LeaderEpoch(1) })
        driver.run(for: .milliseconds(10))
        let probe = driver.addProbe()
        driver.fetch(
            probe, from: 0, epoch: LeaderEpoch(1 + step), broker: driver.presentLeader(of: 0))
        #expect(driver.run { !probe.fetched.isEmpty })
        #expect(probe.fetched[0].response.error == error)
    }

    /// A follower's fetch of an earlier epoch does not count for the high watermark.
    @Test func aFollowerOfAnEarlierEpochDoesNotCount() throws {
        let driver = driver(replicas: 2)
        let (leader, follower) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        var state = driver.state(of: 0)
        state.leaderEpoch = LeaderEpoch(1)
        driver.tell(leader, state)
        driver.run(for: .milliseconds(1))
        try driver.write(["a"], acks: .leader)
        driver.run(for: .milliseconds(500))
        #expect(driver.highWatermark(leader, 0) == .zero)
        driver.tell(follower, state)
        #expect(driver.run { driver.highWatermark(leader, 0) == Offset(1) })
    }

    /// A consumer that has read what an unclean election took away is told where it was cut.
    @Test func aConsumerLearnsThatWhatItReadIsGone() throws {
        let driver = driver(replicas: 2, unclean: true)
        let (old, new) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.isolate(new)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas == [BrokerID(old)] })
        driver.run(for: .milliseconds(10))
        for text in ["b", "c", "d"] {
            #expect(try driver.write([text])?.error == Messages.ErrorCode.none)
        }
        driver.kill(old)
        driver.heal()
        #expect(driver.run { driver.presentLeader(of: 0) == new })
        driver.run(for: .milliseconds(10))
        for text in ["x", "y", "z", "!"] { try driver.write([text]) }
        let probe = driver.addProbe()
        var request = FetchRequest(
            partition: driver.partition(0), reader: .consumer(probe.id), offset: Offset(4),
            leaderEpoch: driver.epoch(of: 0), bytesMax: 1000, waitMax: .milliseconds(100),
            lastFetchedEpoch: .initial)
        driver.send(
            .toBroker(new, .fetch(request)), from: .client(probe.id.index), to: .broker(new))
        #expect(driver.run { !probe.fetched.isEmpty })
        #expect(
            probe.fetched[0].response.divergingEpoch
                == EpochEnd(epoch: .initial, endOffset: Offset(1)))
        #expect(probe.fetched[0].response.batches == nil)
        request.offset = Offset(1)
        driver.send(
            .toBroker(new, .fetch(request)), from: .client(probe.id.index), to: .broker(new))
        #expect(driver.run { probe.fetched.count == 2 })
        #expect(probe.fetched[1].response.divergingEpoch == nil)
        #expect(
            try values(of: probe.fetched[1].response.batches).map(\.value) == ["x", "y", "z", "!"])
    }

    /// An answer that comes a second time, when the follower has asked again from the same
    /// offset, must not cut off what it has fetched since.
    @Test func anAnswerThatComesTwiceCutsOnce() throws {
        let driver = driver(replicas: 2)
        let (old, new) = (driver.leader(of: 0), driver.followers(of: 0)[0])
        try driver.write(["a"])
        driver.isolate(old)
        try driver.write(["x"], to: old, acks: .leader)
        var late: FetchResponse?
        driver.onFetched = { broker, response in
            if broker.index == old, response.divergingEpoch != nil { late = late ?? response }
        }
        #expect(driver.run { driver.presentLeader(of: 0) == new })
        driver.run(for: .milliseconds(10))
        try driver.write(["b"])
        driver.heal()
        #expect(driver.settles())
        #expect(driver.cuts(of: old) == [[2, 1]])
        let again = try #require(late)
        #expect(again.offset == driver.logEnd(old, 0))
        driver.schedule(.toBroker(old, .fetched(again)), at: driver.now)
        driver.run(for: .seconds(1))
        #expect(driver.cuts(of: old) == [[2, 1]])
        #expect(try driver.texts(old) == ["a", "b"])
    }
}
