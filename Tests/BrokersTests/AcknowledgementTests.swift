import Messages
import Records
import Storage
import Testing

/// When a send is acknowledged, by `acks`.
@Suite struct AcknowledgementTests {
    @Test(arguments: [Acks.none, .leader])
    func theLeadersWriteIsEnough(acks: Acks) throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        let request = driver.produce(probe, try batch(["a", "b"]), acks: acks)
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        #expect(request.entries[0].baseOffset == .zero)
        #expect(driver.logEnd(driver.leader(of: 0), 0) == Offset(2))
        #expect(driver.followers(of: 0).map { driver.logEnd($0, 0) } == [.zero, .zero])
    }

    @Test(arguments: Acks.allCases)
    func nothingIsAcknowledgedBeforeItIsWritten(acks: Acks) throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        driver.diskDelay = { _, operation in
            if case .append = operation { return .milliseconds(5) }
            return .zero
        }
        let request = driver.produce(probe, try batch(["a"]), acks: acks)
        driver.run(for: .milliseconds(5))
        #expect(!probe.isAnswered(request))
        #expect(driver.logEnd(driver.leader(of: 0), 0) == .zero)
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
    }

    @Test func allMeansEveryInSyncReplica() throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        let slow = try #require(driver.followers(of: 0).last)
        driver.pause(slow)
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        driver.run(for: .seconds(5))
        #expect(!probe.isAnswered(request))
        driver.resume(slow)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        for broker in driver.replicas(of: 0) { #expect(driver.logEnd(broker, 0) == Offset(1)) }
    }

    @Test func allIsRefusedBeforeTheAppendWhileTooFewAreInSync() throws {
        let driver = EngineDriver(
            settings: .quick, topic: EngineDriver.topic(replicas: 3, minInsync: 3))
        let probe = driver.addProbe()
        driver.pause(driver.followers(of: 0)[0])
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(1))
        let refused = driver.produce(probe, try batch(["a"]), acks: .all)
        let taken = driver.produce(probe, try batch(["b"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(refused) && probe.isAnswered(taken) })
        #expect(refused.entries[0].error == .notEnoughReplicas)
        #expect(refused.entries[0].batch != nil)
        #expect(taken.entries[0].error == .none)
        #expect(taken.entries[0].baseOffset == .zero)
        // Committed means on enough replicas, whatever the sender waited for.
        driver.run(for: .seconds(5))
        #expect(driver.highWatermark(driver.leader(of: 0), 0) == .zero)
    }

    @Test func theOutcomeIsUnknownWhereTooFewAreLeftAfterTheAppend() throws {
        let driver = EngineDriver(
            settings: .quick, topic: EngineDriver.topic(replicas: 3, minInsync: 3))
        let probe = driver.addProbe()
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .notEnoughReplicasAfterAppend)
        #expect(driver.logEnd(driver.leader(of: 0), 0) == Offset(1))
        #expect(driver.highWatermark(driver.leader(of: 0), 0) == .zero)
        driver.resume(slow)
        #expect(driver.run { driver.highWatermark(driver.leader(of: 0), 0) == Offset(1) })
        #expect(probe.answers(to: request) == 1)
    }

    @Test func aSendIsFailedAfterItsTimeoutAndNotBefore() throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        let slow = driver.followers(of: 0)[0]
        driver.pause(slow)
        let patient = driver.produce(
            probe, try batch(["a"]), acks: .all, timeout: .seconds(3))
        let hasty = driver.produce(
            probe, try batch(["b"]), acks: .all, timeout: .milliseconds(300))
        #expect(driver.run { probe.isAnswered(hasty) })
        #expect(hasty.entries[0].error == .requestTimedOut)
        let waited = try #require(probe.produced.last).time - Instant(1_000_000)
        #expect(waited >= .milliseconds(300) && waited <= .milliseconds(330))
        #expect(!probe.isAnswered(patient))
        driver.resume(slow)
        #expect(driver.run { probe.isAnswered(patient) })
        #expect(patient.entries[0].error == .none)
        driver.run(for: .seconds(5))
        #expect(probe.answers(to: hasty) == 1)
        #expect(driver.highWatermark(driver.leader(of: 0), 0) == Offset(2))
    }

    @Test func aRequestComesBackWhenAllItsBatchesHaveAnOutcome() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(partitions: 2, replicas: 1))
        let probe = driver.addProbe()
        driver.diskDelay = { _, operation in
            if case .append = operation { return .milliseconds(5) }
            return .zero
        }
        let request = ProduceRequest(
            client: probe.id, acks: .leader, timeout: .seconds(1), connection: 0)
        for index in [0, 1, 7] {
            request.entries.append(
                ProduceRequest.Entry(
                    partition: driver.partition(index), batch: try batch(["x"]), recordCount: 1,
                    ticket: index))
        }
        driver.send(request, from: probe, to: 0)
        driver.run(for: .milliseconds(5))
        #expect(probe.produced.isEmpty)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries.map(\.error) == [.none, .none, .unknownTopicOrPartition])
        driver.run(for: .seconds(5))
        #expect(probe.answers(to: request) == 1)
    }
}
