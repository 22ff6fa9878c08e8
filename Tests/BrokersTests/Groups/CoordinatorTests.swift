import Brokers
import ConsumerGroups
import Messages
import Records
import Storage
import Testing

/// Groups on a broker: who answers for them, and when.
@Suite struct CoordinatorTests {
    private let none = Messages.ErrorCode.none

    @Test func theLeaderOfAGroupsPartitionCoordinatesIt() throws {
        let groups = GroupDriver(partitions: 3)
        let (member, generation) = try groups.stableMember()
        #expect(groups.home == 1)
        #expect(generation == GroupGeneration(1))
        #expect(try groups.commit(member, generation, 12) == none)
        #expect(try groups.committed() == 12)
        #expect(groups.view()?.state == .stable)
    }

    @Test func othersSayThatTheyAreNotIt() throws {
        let groups = GroupDriver(replicas: 2)
        let coordinator = try #require(groups.coordinator)
        for broker in 0..<3 where broker != coordinator {
            let number = groups.send(to: broker) { groups.fetchRequest($0) }
            #expect(groups.driver.run { groups.answer(number) != nil })
            #expect(groups.answer(number)?.groupError == .notCoordinator)
        }
    }

    @Test func aTopicThatHoldsNoGroupsHasNoCoordinator() throws {
        let groups = GroupDriver { topic, _ in topic.holdsGroups = false }
        let number = groups.send { groups.fetchRequest($0) }
        #expect(groups.driver.run { groups.answer(number) != nil })
        #expect(groups.answer(number)?.groupError == .notCoordinator)
    }

    @Test func aCommitIsAnsweredWhenTheFollowersHaveIt() throws {
        let groups = GroupDriver()
        let (member, generation) = try groups.stableMember()
        let driver = groups.driver
        let leader = try #require(groups.coordinator)
        driver.isLost = { hop, _ in hop.from == .broker(leader) && hop.to != .client(0) }
        let number = groups.send(groups.commitRequest(member, generation, 12))
        driver.run(for: .milliseconds(300))
        #expect(groups.answer(number) == nil)
        #expect(try groups.committed() == nil)
        driver.isLost = { _, _ in false }
        #expect(driver.run { groups.answer(number) != nil })
        #expect(groups.answer(number)?.groupError == none)
        #expect(try groups.committed() == 12)
    }

    @Test func withTooFewInSyncNothingIsKept() throws {
        let groups = GroupDriver(minInsync: 2)
        let (member, generation) = try groups.stableMember()
        #expect(try groups.commit(member, generation, 12) == none)
        let driver = groups.driver
        let leader = try #require(groups.coordinator)
        for follower in driver.followers(of: 0) { driver.kill(follower) }
        #expect(driver.run { driver.state(of: 0).inSyncReplicas == [BrokerID(leader)] })
        driver.run(for: .milliseconds(10))
        let number = groups.send(groups.commitRequest(member, generation, 13))
        #expect(driver.run { groups.answer(number) != nil })
        #expect(groups.answer(number)?.groupError == .coordinatorNotAvailable)
        #expect(try groups.committed() == 12)
    }

    @Test func aMemberThatFallsSilentIsOut() throws {
        let groups = GroupDriver()
        let (member, generation) = try groups.stableMember()
        for _ in 0..<10 {
            groups.driver.run(for: .seconds(2))
            #expect(try groups.heartbeat(member, generation) == none)
        }
        groups.driver.run(for: .milliseconds(4_100))
        #expect(
            groups.driver.events.contains { $0 == .memberEvicted(GroupDriver.group, member) })
        #expect(try groups.heartbeat(member, generation) == .unknownMemberID)
    }

    @Test func aBatchLargerThanASegmentIsRefused() throws {
        let groups = GroupDriver { topic, _ in topic.segmentBytes = 400 }
        let (member, generation) = try groups.stableMember()
        let number = groups.send { number in
            .offsetCommit(
                OffsetCommitRequest(
                    group: GroupDriver.group, client: ClientID(0), number: number,
                    member: member, generation: generation,
                    offsets: (0..<20).map {
                        GroupOffset(partition: GroupDriver.partition($0), offset: .zero)
                    }))
        }
        #expect(groups.driver.run { groups.answer(number) != nil })
        #expect(groups.answer(number)?.groupError == .invalidCommitOffsetSize)
        #expect(try groups.commit(member, generation, 3) == none)
    }

    /// What the log holds is as documented, for those who look at it with other tools.
    @Test func theRecordsLieInTheLog() throws {
        let groups = GroupDriver()
        let (member, generation) = try groups.stableMember()
        #expect(try groups.commit(member, generation, 12) == none)
        let leader = try #require(groups.coordinator)
        let bytes = groups.driver.logBytes(leader, 0)
        var records: [GroupRecord] = []
        try bytes.withUnsafeBytes { raw in
            var position = 0
            while position < raw.count {
                let header = try BatchHeader.validated(
                    UnsafeRawBufferPointer(rebasing: raw[position...]))
                var cursor = RecordCursor(validated: header)
                while let record = try cursor.next() {
                    let key = try #require(record.key)
                    let read = try GroupRecord.decode(key: key, value: record.value)
                    records.append(try #require(read))
                }
                position += header.byteCount
            }
        }
        try #require(records.count == 2)
        guard case .metadata(GroupDriver.group, let metadata) = records[0] else {
            throw GroupTestError.noAnswer
        }
        #expect(metadata.members.map(\.assignment) == [[GroupDriver.partition(0)]])
        let offset = GroupOffset(partition: GroupDriver.partition(0), offset: Offset(12))
        #expect(records[1] == .offset(GroupDriver.group, offset))
    }
}
