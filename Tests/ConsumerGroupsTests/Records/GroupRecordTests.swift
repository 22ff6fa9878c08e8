import ConsumerGroups
import Messages
import Records
import Testing

/// The bytes of the offsets topic.
@Suite struct GroupRecordTests {
    private func decode(_ key: [UInt8], _ value: [UInt8]?) throws -> GroupRecord? {
        try key.withUnsafeBytes { key in
            guard let value else { return try GroupRecord.decode(key: key, value: nil) }
            return try value.withUnsafeBytes { try GroupRecord.decode(key: key, value: $0) }
        }
    }

    private let metadata = GroupMetadata(
        generation: GroupGeneration(7), assignor: .cooperativeSticky, leader: MemberID(1 << 40),
        members: [
            GroupMetadata.Member(
                member: MemberID(1 << 40), instance: nil, sessionTimeout: .seconds(10),
                rebalanceTimeout: .seconds(300), protocols: [.cooperativeSticky, .range],
                subscription: GroupSubscription(
                    topics: [TopicID(0), TopicID(2)], owned: [tp(0, 1), tp(0, 2), tp(2, 0)],
                    generation: GroupGeneration(6)),
                assignment: [tp(0, 1), tp(2, 5)]),
            GroupMetadata.Member(
                member: MemberID(2), instance: GroupInstanceID(0), sessionTimeout: .seconds(1),
                rebalanceTimeout: .seconds(2), protocols: [.cooperativeSticky],
                subscription: GroupSubscription(topics: []), assignment: []),
        ])

    @Test func whatIsWrittenIsRead() throws {
        let records: [GroupRecord] = [
            .offset(GroupID(3), GroupOffset(partition: tp(0, 5), offset: Offset(1 << 50))),
            .offset(
                GroupID(3),
                GroupOffset(
                    partition: tp(1, 5), offset: .zero, leaderEpoch: LeaderEpoch(9))),
            .offsetGone(GroupID(3), tp(0, 5)), .metadata(GroupID(3), metadata),
            .groupGone(GroupID(3)),
        ]
        for record in records {
            #expect(try decode(record.key, record.value) == record)
        }
    }

    @Test func aCommitsBytesAreAsDocumented() {
        let record = GroupRecord.offset(
            GroupID(3),
            GroupOffset(partition: tp(1, 5), offset: Offset(258), leaderEpoch: LeaderEpoch(9)))
        #expect(record.key == [0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 5])
        #expect(record.value == [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 9])
        #expect(GroupRecord.groupGone(GroupID(3)).key == [0, 2, 0, 0, 0, 3])
    }

    @Test func aRecordAndItsTombstoneHaveOneKey() {
        let offset = GroupOffset(partition: tp(0, 5), offset: .zero)
        #expect(
            GroupRecord.offset(GroupID(3), offset).key
                == GroupRecord.offsetGone(GroupID(3), tp(0, 5)).key)
        #expect(GroupRecord.offsetGone(GroupID(3), tp(0, 5)).value == nil)
        #expect(
            GroupRecord.metadata(GroupID(3), metadata).key
                == GroupRecord.groupGone(GroupID(3)).key)
    }

    @Test func keysOfLaterVersionsArePassedOver() throws {
        #expect(try decode([0, 9, 1, 2, 3], [0, 0]) == nil)
    }

    @Test func brokenRecordsAreRefused() throws {
        let record = GroupRecord.metadata(GroupID(3), metadata)
        let value = try #require(record.value)
        for count in 0..<value.count {
            #expect(throws: GroupRecordError.truncated) {
                try decode(record.key, Array(value.prefix(count)))
            }
        }
        #expect(throws: GroupRecordError.truncated) { try decode([0, 2, 0], value) }
        #expect(throws: GroupRecordError.unknownVersion(1)) {
            try decode(record.key, [0, 1] + value.dropFirst(2))
        }
        var other = value
        other[6] = 9
        #expect(throws: GroupRecordError.invalidValue) { try decode(record.key, other) }
    }

    /// No byte whatever it is makes the decoder read beyond the value or trap.
    @Test func harmedRecordsAreReadOrRefused() throws {
        let record = GroupRecord.metadata(GroupID(3), metadata)
        let value = try #require(record.value)
        var random = SeededRandom(5)
        for _ in 0..<20_000 {
            var harmed = value
            harmed[random.below(value.count)] = UInt8(random.below(256))
            do { _ = try decode(record.key, harmed) } catch is GroupRecordError { continue }
        }
    }
}
