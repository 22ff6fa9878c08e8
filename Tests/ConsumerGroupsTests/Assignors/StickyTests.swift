import ConsumerGroups
import Messages
import Records
import Testing

/// What sticky assignment keeps, and what cooperative assignment withholds.
@Suite struct StickyTests {
    private func assign(
        _ assignor: AssignorName, _ topics: [GroupTopic], _ members: [GroupMember]
    ) -> [String] {
        spell(GroupAssignor.assign(assignor, topics: topics, members: members))
    }

    @Test func aNewMemberGetsTheLeastThatMakesItEven() {
        let members = [
            member(1, [0], owned: [tp(0, 0), tp(0, 1), tp(0, 2)]),
            member(2, [0], owned: [tp(0, 3), tp(0, 4), tp(0, 5)]), member(3, [0]),
        ]
        #expect(assign(.sticky, topics(6), members) == ["t0p0 t0p1", "t0p3 t0p4", "t0p2 t0p5"])
    }

    /// The moving partitions are nobody's in the first round and the new member's in the second.
    @Test func cooperativeAssignmentTakesTwoRounds() {
        var members = [
            member(1, [0], owned: [tp(0, 0), tp(0, 1), tp(0, 2)]),
            member(2, [0], owned: [tp(0, 3), tp(0, 4), tp(0, 5)]),
            member(3, [0], generation: -1),
        ]
        let first = GroupAssignor.assign(
            .cooperativeSticky, topics: topics(6), members: members)
        #expect(spell(first) == ["t0p0 t0p1", "t0p3 t0p4", ""])
        for (index, share) in first.enumerated() {
            members[index].subscription.owned = share.partitions
            members[index].subscription.generation = GroupGeneration(2)
        }
        #expect(
            assign(.cooperativeSticky, topics(6), members)
                == ["t0p0 t0p1", "t0p3 t0p4", "t0p2 t0p5"])
    }

    @Test func theLaterOfTwoClaimsIsBelieved() {
        let members = [
            member(1, [0], owned: [tp(0, 0), tp(0, 1)], generation: 3),
            member(2, [0], owned: [tp(0, 1)], generation: 4),
        ]
        #expect(assign(.sticky, topics(2), members) == ["t0p0", "t0p1"])
        #expect(assign(.cooperativeSticky, topics(2), members) == ["t0p0", "t0p1"])
    }

    /// Nobody can say whose it is: both give it up before anybody gets it.
    @Test func twoClaimsOfOneGenerationAreBothDoubted() {
        let members = [
            member(1, [0], owned: [tp(0, 0), tp(0, 1)], generation: 4),
            member(2, [0], owned: [tp(0, 1)], generation: 4),
        ]
        #expect(assign(.cooperativeSticky, topics(2), members) == ["t0p0", ""])
    }

    @Test func aTopicThatIsNoLongerWantedIsGivenUp() {
        let members = [
            member(1, [1], owned: [tp(0, 0), tp(1, 0)]),
            member(2, [0, 1], owned: [tp(0, 1)]),
        ]
        #expect(assign(.sticky, topics(2, 1), members) == ["t1p0", "t0p0 t0p1"])
        #expect(assign(.cooperativeSticky, topics(2, 1), members) == ["t1p0", "t0p1"])
    }

    /// One move alone helps nobody: member 2 can only give to member 1, who gives to member 3.
    @Test func aChainOfMovesIsFound() {
        let members = [
            member(1, [0, 1], owned: [tp(1, 0), tp(1, 1)]),
            member(2, [0], owned: [tp(0, 0), tp(0, 1), tp(0, 2)]),
            member(3, [1]),
        ]
        let shares = GroupAssignor.assign(.sticky, topics: topics(3, 2), members: members)
        #expect(shares.map(\.partitions.count).sorted() == [1, 2, 2])
    }

    /// The balance that Kafka's assignor promises (KIP-54), and a partition has one owner.
    @Test(arguments: [AssignorName.sticky, .cooperativeSticky])
    func everyMembershipIsServed(assignor: AssignorName) throws {
        for seed in 0..<400 {
            let drawn = RandomMembership(seed: seed)
            var members = drawn.members
            var shares = GroupAssignor.assign(assignor, topics: drawn.topics, members: members)
            var rounds = 1
            while assignor.isCooperative,
                zip(shares, members).contains(where: { pair in
                    !Set(pair.1.subscription.owned).isSubset(of: pair.0.partitions)
                })
            {
                // Whoever has to give something up says so by joining again.
                let claimed = members.flatMap(\.subscription.owned)
                for (share, member) in zip(shares, members) {
                    let added = Set(share.partitions).subtracting(member.subscription.owned)
                    try #require(added.isDisjoint(with: claimed), "seed \(seed)")
                }
                for index in members.indices {
                    members[index].subscription.owned = shares[index].partitions
                    members[index].subscription.generation = GroupGeneration(Int32(9 + rounds))
                }
                shares = GroupAssignor.assign(assignor, topics: drawn.topics, members: members)
                rounds += 1
                try #require(rounds <= 3, "seed \(seed)")
            }
            try check(shares, drawn.topics, members, "seed \(seed)")
        }
    }

    private func check(
        _ shares: [MemberAssignment], _ topics: [GroupTopic], _ members: [GroupMember],
        _ comment: Comment
    ) throws {
        let wanted = Set(members.flatMap(\.subscription.topics))
        let expected = topics.filter { wanted.contains($0.topic) }
            .flatMap { topic in
                (0..<topic.partitions).map { tp(Int(topic.topic.rawValue), $0) }
            }
        let given = shares.flatMap(\.partitions)
        try #require(given.count == Set(given).count, comment)
        try #require(Set(given) == Set(expected), comment)
        for (share, member) in zip(shares, members) {
            let topics = member.subscription.topics
            try #require(share.partitions.allSatisfy { topics.contains($0.topic) }, comment)
            for other in shares where other.partitions.count > share.partitions.count + 1 {
                let movable = other.partitions.contains { topics.contains($0.topic) }
                try #require(!movable, comment)
            }
        }
    }

    @Test(arguments: [AssignorName.sticky, .cooperativeSticky])
    func tenThousandPartitionsAreDividedAtOnce(assignor: AssignorName) {
        let topics = topics(10_000)
        let members = (1...100).map { member(Int64($0), [0]) }
        let first = GroupAssignor.assign(assignor, topics: topics, members: members)
        let left = zip(first, members).dropFirst(3).map { share, old in
            member(old.member.rawValue, [0], owned: share.partitions)
        }
        let second = GroupAssignor.assign(assignor, topics: topics, members: left)
        let balance = Balance(second.map(\.partitions), members: left)
        #expect(balance.kept == 9_700)
        #expect(second.allSatisfy { (103...104).contains($0.partitions.count) })
    }
}
