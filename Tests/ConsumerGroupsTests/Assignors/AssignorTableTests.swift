import ConsumerGroups
import Messages
import Records
import Testing

/// What Kafka's documentation says its assignors do.
@Suite struct AssignorTableTests {
    private let pair = [member(1, [0, 1]), member(2, [0, 1])]
    private let three = [1, 2, 3].map { member($0, [0, 1, 2, 3]) }

    private func assign(
        _ assignor: AssignorName, _ topics: [GroupTopic], _ members: [GroupMember]
    ) -> [String] {
        spell(GroupAssignor.assign(assignor, topics: topics, members: members))
    }

    @Test func rangeCutsEachTopic() {
        #expect(
            assign(.range, topics(3, 3), pair) == ["t0p0 t0p1 t1p0 t1p1", "t0p2 t1p2"])
    }

    @Test func roundRobinGoesAround() {
        #expect(
            assign(.roundRobin, topics(3, 3), pair) == ["t0p0 t0p2 t1p1", "t0p1 t1p0 t1p2"])
    }

    @Test func roundRobinPassesOverWhoDidNotSubscribe() {
        let members = [member(1, [0]), member(2, [0, 1]), member(3, [0, 1, 2])]
        #expect(
            assign(.roundRobin, topics(1, 2, 3), members)
                == ["t0p0", "t1p0", "t1p1 t2p0 t2p1 t2p2"])
    }

    @Test(arguments: [AssignorName.sticky, .cooperativeSticky])
    func stickyIsBalancedAtFirst(assignor: AssignorName) {
        #expect(
            assign(assignor, topics(2, 2, 2, 2), three)
                == ["t0p0 t1p1 t3p0", "t0p1 t2p0 t3p1", "t1p0 t2p1"])
    }

    @Test(arguments: [AssignorName.sticky, .cooperativeSticky])
    func stickyKeepsWhatStays(assignor: AssignorName) {
        let shares = GroupAssignor.assign(.sticky, topics: topics(2, 2, 2, 2), members: three)
        let left = [0, 2].map {
            member(three[$0].member.rawValue, [0, 1, 2, 3], owned: shares[$0].partitions)
        }
        #expect(
            assign(assignor, topics(2, 2, 2, 2), left)
                == ["t0p0 t1p1 t2p0 t3p0", "t0p1 t1p0 t2p1 t3p1"])
    }

    @Test func stickyIsMoreBalancedThanRoundRobin() {
        let members = [member(1, [0]), member(2, [0, 1]), member(3, [0, 1, 2])]
        #expect(
            assign(.sticky, topics(1, 2, 3), members) == ["t0p0", "t1p0 t1p1", "t2p0 t2p1 t2p2"])
        let left = [
            member(2, [0, 1], owned: [tp(1, 0), tp(1, 1)]),
            member(3, [0, 1, 2], owned: [tp(2, 0), tp(2, 1), tp(2, 2)]),
        ]
        #expect(
            assign(.sticky, topics(1, 2, 3), left)
                == ["t0p0 t1p0 t1p1", "t2p0 t2p1 t2p2"])
    }

    @Test(arguments: AssignorName.allCases)
    func moreMembersThanPartitionsLeaveSomeIdle(assignor: AssignorName) {
        let members = (1...4).map { member(Int64($0), [0]) }
        #expect(assign(assignor, topics(2), members) == ["t0p0", "t0p1", "", ""])
    }

    @Test(arguments: AssignorName.allCases)
    func whatDoesNotExistBringsNothing(assignor: AssignorName) {
        #expect(assign(assignor, topics(1), [member(1, [0, 7])]) == ["t0p0"])
        #expect(assign(assignor, topics(1), [member(1, [])]) == [""])
        #expect(assign(assignor, [], [member(1, [0])]) == [""])
        #expect(GroupAssignor.assign(assignor, topics: topics(3), members: []) == [])
    }

    @Test(arguments: AssignorName.allCases)
    func theOrderOfArgumentsDoesNotMatter(assignor: AssignorName) {
        let members = [member(3, [0, 1]), member(1, [0, 1]), member(2, [1])]
        let turned = GroupAssignor.assign(
            assignor, topics: topics(3, 4).reversed(), members: members.reversed())
        #expect(
            GroupAssignor.assign(assignor, topics: topics(3, 4), members: members)
                == turned.reversed())
    }

    /// KIP-345: a restart, which changes the member's id, must not change the order.
    @Test(arguments: [AssignorName.range, .roundRobin])
    func staticMembersStandInTheOrderOfTheirInstances(assignor: AssignorName) {
        let before = [member(1, [0], instance: 1), member(2, [0], instance: 2)]
        let after = [member(9, [0], instance: 1), member(2, [0], instance: 2)]
        #expect(assign(assignor, topics(3), before) == assign(assignor, topics(3), after))
    }
}
