import Brokers
import Client
import Messages
import Records
import Storage
import Testing

/// Bits that flip in what was durable: others have it, so it is fetched again and never cut off
/// where it counts.
@Suite struct DamageTests {
    private let none = Messages.ErrorCode.none
    private let driver = EngineDriver(
        settings: .quick, control: .quick, topic: EngineDriver.topic(minInsync: 2))

    private func flip(_ broker: Int, byte: Int) throws {
        let segment = try #require(driver.disks[broker].segments(of: "orders-0").first)
        driver.disks[broker].files[segment]?.bytes[byte] ^= 0x10
    }

    private func write(_ texts: [String]) throws {
        for text in texts { #expect(try driver.write([text])?.error == none) }
    }

    /// In a record, in the checksum, in the length.
    @Test(arguments: [66, 18, 11])
    func aLeaderWhoseLogHasRottedIsMended(byte: Int) throws {
        try write(["a", "b", "c"])
        driver.run(for: .seconds(1))
        let old = driver.leader(of: 0)
        let sound = driver.logBytes(old, 0)
        try flip(old, byte: byte)
        let reader = NumberedReader()
        _ = driver.addConsumer(reader, partitions: [0])
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        try write(["d"])
        #expect(driver.settles())
        #expect(driver.logBytes(old, 0).prefix(sound.count) == sound[...])
        #expect(driver.cuts(of: old) == [[3, 0]])
    }

    @Test func aFollowerThatIsSentWhatHasRottedComplains() throws {
        let old = driver.leader(of: 0)
        let behind = driver.followers(of: 0)[1]
        try write(["a"])
        driver.run(for: .seconds(1))
        driver.kill(behind)
        #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 2 })
        driver.run(for: .milliseconds(10))
        try write(["b", "c"])
        try flip(old, byte: driver.logBytes(old, 0).count - 1)
        driver.start(behind)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        #expect(driver.settles())
        #expect(try driver.texts(old) == ["a", "b", "c"])
    }

    /// Nobody else has it: what is sound is served, and nothing is cut off.
    @Test func aLeaderThatIsAloneGoesOn() throws {
        let driver = EngineDriver(
            brokers: 1, settings: .quick, control: .quick, topic: EngineDriver.topic(replicas: 1))
        try driver.write(["a"])
        try driver.write(["b"])
        let segment = try #require(driver.disks[0].segments(of: "orders-0").first)
        let bytes = driver.logBytes(0, 0).count
        driver.disks[0].files[segment]?.bytes[bytes - 1] ^= 1
        let probe = driver.addProbe()
        var request = FetchRequest(
            partition: driver.partition(0), reader: .consumer(probe.id), offset: Offset(1),
            leaderEpoch: .initial, bytesMax: 1000, waitMax: .zero)
        request.isHarmed = true
        driver.send(.toBroker(0, .fetch(request)), from: .client(probe.id.index), to: .broker(0))
        driver.fetch(probe, from: 0, bytesMax: 10)
        #expect(driver.run { probe.fetched.count == 2 })
        #expect(Set(probe.fetched.map(\.response.error)) == [.none, .kafkaStorageError])
        #expect(driver.presentLeader(of: 0) == 0)
        #expect(driver.logBytes(0, 0).count == bytes)
        #expect(try driver.write(["c"])?.baseOffset == Offset(2))
    }

    /// Found at the start after a clean shutdown: the last batch is not what was synced.
    @Test func whatHasRottedBetweenTwoStartsIsNotTakenForATornTail() throws {
        let old = driver.leader(of: 0)
        try write(["a", "b"])
        try driver.shutDown(old)
        let bytes = driver.logBytes(old, 0).count
        try flip(old, byte: bytes - 1)
        driver.start(old)
        driver.isolate(old)
        driver.cutHops = driver.cutHops.filter { $0.from != .controller && $0.to != .controller }
        driver.run(for: .seconds(2))
        driver.heal()
        #expect(driver.settles())
        #expect(try driver.texts(old) == ["a", "b"])
        #expect(driver.failures == [.damaged(path: "orders-0", offset: Offset(1))])
    }

    /// The same where it is the only one that has what was committed: nothing is cut off.
    @Test func theOnlyHolderThatHasRottedKeepsWhatItHas() throws {
        let driver = EngineDriver(
            brokers: 1, settings: .quick, control: .quick, topic: EngineDriver.topic(replicas: 1))
        try driver.write(["a"])
        try driver.write(["b"])
        try driver.shutDown(0)
        let segment = try #require(driver.disks[0].segments(of: "orders-0").first)
        driver.disks[0].files[segment]?.bytes[70] ^= 1
        driver.disks[0].files["orders-0/00000000000000000000.index"] = nil
        let before = driver.logBytes(0, 0)
        driver.start(0)
        driver.run(for: .seconds(2))
        #expect(driver.presentLeader(of: 0) == nil)
        #expect(driver.logBytes(0, 0) == before)
        #expect(driver.disks[0].openCount == 0)
    }
}
