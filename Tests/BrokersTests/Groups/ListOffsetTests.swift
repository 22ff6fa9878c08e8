import Brokers
import Messages
import Records
import Testing

/// How a reader asks where a partition begins, ends, or reaches a time.
@Suite struct ListOffsetTests {
    private let none = Messages.ErrorCode.none

    private func ask(
        _ driver: EngineDriver, _ place: ListOffsetRequest.Place, broker: Int? = nil,
        epoch: Int32 = 0, partition: Int = 0
    ) throws -> ListOffsetResponse {
        let probe = driver.addProbe()
        let target = broker ?? driver.leader(of: 0)
        driver.send(
            .toBroker(
                target,
                .listOffset(
                    ListOffsetRequest(
                        partition: driver.partition(partition), client: probe.id, number: 5,
                        leaderEpoch: LeaderEpoch(epoch), place: place))),
            from: .client(probe.id.index), to: .broker(target))
        #expect(driver.run { !probe.group.isEmpty })
        guard case .offsetListed(let response) = try #require(probe.group.first) else {
            throw GroupTestError.noAnswer
        }
        #expect(response.number == 5)
        return response
    }

    @Test func theFirstAndTheLastAreTold() throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        try driver.write(["a", "b"])
        try driver.write(["c"])
        #expect(try ask(driver, .earliest).offset == Offset(0))
        #expect(try ask(driver, .latest).offset == Offset(3))
    }

    @Test func aTimeIsFound() throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        try driver.write(["a", "b"])
        // Sample records are all of the same time, 1 ms.
        #expect(try ask(driver, .timestamp(0)).offset == Offset(0))
        #expect(try ask(driver, .timestamp(1)).offset == Offset(0))
        #expect(try ask(driver, .timestamp(2)).offset == Offset(2))
    }

    @Test func whoDoesNotLeadSaysSo() throws {
        let driver = EngineDriver(topic: EngineDriver.topic(replicas: 2))
        let follower = driver.followers(of: 0)[0]
        let third = try #require((0..<3).first { !driver.replicas(of: 0).contains($0) })
        #expect(try ask(driver, .latest, broker: follower).error == .notLeaderOrFollower)
        #expect(try ask(driver, .latest, broker: third).error == .unknownTopicOrPartition)
        let unknown = try ask(driver, .latest, epoch: 1).error
        #expect(unknown == .unknownLeaderEpoch)
        #expect(unknown.rawValue == 75)
    }

    @Test func anOldEpochIsFenced() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic())
        let old = driver.leader(of: 0)
        driver.kill(old)
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        let leader = try #require(
            driver.run { driver.presentLeader(of: 0) != nil } ? driver.presentLeader(of: 0) : nil)
        driver.run(for: .milliseconds(10))
        #expect(try ask(driver, .latest, broker: leader).error == .fencedLeaderEpoch)
    }

    /// KIP-207: what a new leader would tell might lie before what the old one told.
    @Test func aNewLeaderWaitsForItsLogToBeCommitted() throws {
        let driver = EngineDriver(
            settings: .quick, control: .quick, topic: EngineDriver.topic())
        try driver.write(["a"])
        let old = driver.leader(of: 0)
        let followers = driver.followers(of: 0)
        driver.cut(.broker(followers[0]), .broker(followers[1]))
        driver.kill(old)
        #expect(
            driver.run {
                driver.presentLeader(of: 0) != nil && driver.presentLeader(of: 0) != old
            })
        driver.run(for: .milliseconds(20))
        let leader = try #require(driver.presentLeader(of: 0))
        let epoch = driver.epoch(of: 0).rawValue
        #expect(
            try ask(driver, .latest, broker: leader, epoch: epoch).error == .offsetNotAvailable)
        driver.run(for: .seconds(5))
        #expect(
            try ask(
                driver, .latest, broker: leader, epoch: driver.epoch(of: 0).rawValue
            ).offset == Offset(1))
    }
}
