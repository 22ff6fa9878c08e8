import Brokers
import Messages
import Records
import Testing

/// Followers' copies and the in-sync set.
@Suite struct FollowerTests {
    private func areAlike(_ driver: EngineDriver, partition: Int = 0) -> Bool {
        let logs = driver.replicas(of: partition).map { driver.logBytes($0, partition) }
        return logs.allSatisfy { $0 == logs[0] }
    }

    @Test func copiesAreIdenticalByteForByte() throws {
        let driver = EngineDriver(
            topic: EngineDriver.topic(partitions: 3) { $0.segmentBytes = 700 })
        let probe = driver.addProbe()
        for number in 0..<60 {
            let texts = (0...(number % 4)).map { "record \(number) \($0)" }
            let codec = Codec.allCases[number % Codec.allCases.count]
            _ = driver.produce(
                probe, partition: number % 3, try batch(texts, codec: codec), acks: .leader)
        }
        #expect(driver.run { probe.produced.count == 60 })
        driver.run(for: .seconds(2))
        for partition in 0..<3 {
            let leader = driver.leader(of: partition)
            #expect(driver.disks[leader].segments(of: "orders-\(partition)").count > 1)
            #expect(!driver.logBytes(leader, partition).isEmpty)
            #expect(areAlike(driver, partition: partition))
            let end = driver.logEnd(leader, partition)
            #expect(driver.highWatermark(leader, partition) == end)
        }
    }

    @Test func aCopyIsTheFollowersOwn() throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        for follower in driver.followers(of: 0) { driver.pause(follower) }
        let buffer = try batch(["first", "second"])
        let request = driver.produce(probe, buffer, acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        let original = driver.logBytes(driver.leader(of: 0), 0)
        for byte in 0..<buffer.capacity {
            buffer.base.storeBytes(of: 0xAA, toByteOffset: byte, as: UInt8.self)
        }
        for follower in driver.followers(of: 0) { driver.resume(follower) }
        #expect(driver.run { driver.highWatermark(driver.leader(of: 0), 0) == Offset(2) })
        let segment = try #require(
            driver.disks[driver.leader(of: 0)].segments(of: "orders-0").first)
        driver.disks[driver.leader(of: 0)].files[segment]?.bytes[70] ^= 0xFF
        driver.run(for: .seconds(2))
        for follower in driver.followers(of: 0) {
            #expect(driver.logBytes(follower, 0) == original)
        }
    }

    /// Base offset, epoch, magic, checksum, attributes, last offset delta, a record.
    @Test(arguments: [7, 12, 15, 16, 20, 22, 26, 66])
    func aHarmedAnswerIsRefusedAndFetchedAgain(byte: Int) throws {
        let driver = EngineDriver(brokers: 2, topic: EngineDriver.topic(replicas: 2))
        let probe = driver.addProbe()
        let follower = driver.followers(of: 0)[0]
        var harmed = 0
        driver.onFetched = { broker, response in
            guard broker.index == follower, harmed < 3, let batches = response.batches else {
                return
            }
            harmed += 1
            let place = batches.base + batches.start + byte
            place.storeBytes(of: place.load(as: UInt8.self) ^ 1, as: UInt8.self)
        }
        var appended: [Offset] = []
        driver.afterEvent = { appended.append(driver.logEnd(follower, 0)) }
        let request = driver.produce(probe, try batch(["abc", "def"]), acks: .all)
        #expect(driver.run(within: .seconds(5)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        #expect(harmed == 3)
        #expect(Set(appended.map(\.rawValue)) == [0, 2])
        #expect(areAlike(driver))
        #expect(driver.failures.isEmpty)
    }

    @Test func aFollowerHasOneFetchUnderWay() throws {
        let driver = EngineDriver(brokers: 2, topic: EngineDriver.topic(replicas: 2))
        let follower = driver.followers(of: 0)[0]
        var fetches = 0
        driver.onFetch = { _ in fetches += 1 }
        for _ in 0..<5 { driver.tell(follower, driver.state(of: 0)) }
        driver.run(for: .seconds(10))
        // One for each `replica.fetch.wait.max.ms`.
        #expect(fetches >= 15 && fetches <= 20)
    }

    @Test func aFollowerAsksAgainWhereNoAnswerComes() throws {
        var settings = BrokerSettings()
        settings.replicaFetchTimeout = .seconds(2)
        let driver = EngineDriver(
            brokers: 2, settings: settings, topic: EngineDriver.topic(replicas: 2))
        let leader = driver.leader(of: 0)
        driver.pause(leader)
        driver.run(for: .seconds(1))
        driver.held[leader] = []
        driver.resume(leader)
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run(within: .seconds(5)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
    }

    @Test func anAnswerThatNobodyWaitsForGivesItsBufferBack() throws {
        let driver = EngineDriver(brokers: 2, topic: EngineDriver.topic(replicas: 2))
        let follower = driver.followers(of: 0)[0]
        let buffer = driver.pool.take(atLeast: 3000)
        let sample = try batch(["abc"])
        buffer.base.copyMemory(from: sample.base, byteCount: sample.count)
        buffer.end = sample.count
        let response = FetchResponse(
            partition: driver.partition(0), error: .none, offset: Offset(5),
            leaderEpoch: .initial, highWatermark: .zero, logStart: .zero, batches: buffer)
        driver.schedule(.toBroker(follower, .fetched(response)), at: driver.now)
        driver.run(for: .milliseconds(1))
        #expect(driver.logEnd(follower, 0) == .zero)
        #expect(driver.pool.take(atLeast: 3000) === buffer)
    }
}
