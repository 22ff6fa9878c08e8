import ConsumerGroups
import Messages
import Records
import Testing

/// How a group comes to a generation.
@Suite struct JoinTests {
    private let bench = CoordinatorBench()

    @Test func aNewMemberIsToldItsIDFirst() throws {
        let answer = try bench.joinAnswer(bench.joinRequest(.none))
        #expect(answer.error == .memberIDRequired)
        #expect(answer.member != .none)
        #expect(bench.view?.metadata.members.isEmpty == true)
    }

    @Test func membersBeginAGenerationTogether() throws {
        let (members, generation) = try bench.stableGroup(of: 3)
        #expect(generation == GroupGeneration(1))
        let view = try #require(bench.view)
        #expect(view.state == .stable)
        #expect(view.metadata.leader == members[0])
        #expect(view.metadata.members.map(\.assignment) == [[tp(0, 0)], [tp(0, 1)], [tp(0, 2)]])
        #expect(bench.events == [.groupGeneration(CoordinatorBench.group, generation, members: 3)])
    }

    @Test func onlyTheLeaderIsToldOfAll() throws {
        let members = try (0..<3).map { _ in try bench.newMember() }
        let joins = members.map { bench.joinRequest($0, topics: [0, 1]) }
        bench.pass(.seconds(1))
        let answers = try joins.map { try bench.joinAnswer($0) }
        #expect(answers.map(\.members.count) == [3, 0, 0])
        #expect(answers.map(\.leader) == [members[0], members[0], members[0]])
        #expect(answers[0].members.map(\.member) == members)
        #expect(answers[0].members[2].subscription.topics == [TopicID(0), TopicID(1)])
    }

    @Test func anotherMemberLetsAllJoinAgain() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let third = try bench.newMember()
        let joins = [bench.joinRequest(third)]
        #expect(try bench.heartbeat(members[0], generation) == .rebalanceInProgress)
        let more = members.map { bench.joinRequest($0) }
        let answers = try (joins + more).map { try bench.joinAnswer($0) }
        #expect(answers.map(\.generation) == Array(repeating: GroupGeneration(2), count: 3))
        #expect(answers.map(\.leader) == Array(repeating: members[0], count: 3))
    }

    @Test func whoDoesNotJoinInTimeIsOut() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let third = try bench.newMember()
        let join = bench.joinRequest(third)
        // The first member goes on saying that it lives, and does not join.
        for _ in 0..<29 {
            bench.pass(.seconds(2))
            #expect(try bench.heartbeat(members[0], generation) == .rebalanceInProgress)
        }
        #expect(bench.answer(join) == nil)
        bench.pass(.seconds(3))
        let answer = try bench.joinAnswer(join)
        #expect(answer.members.map(\.member) == [third])
        #expect(try bench.heartbeat(members[0], generation) == .unknownMemberID)
    }

    @Test func aMemberThatMissedTheAnswerAsksAgain() throws {
        let members = try (0..<2).map { _ in try bench.newMember() }
        for member in members { _ = bench.joinRequest(member) }
        bench.pass(.seconds(1))
        let again = try bench.joinAnswer(bench.joinRequest(members[0]))
        #expect(again.error == .none)
        #expect(again.generation == GroupGeneration(1))
        #expect(again.members.count == 2)
        #expect(bench.view?.state == .completing)
    }

    @Test func theLeaderCausesARebalanceByJoining() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        _ = bench.joinRequest(members[0])
        #expect(try bench.heartbeat(members[1], generation) == .rebalanceInProgress)
    }

    @Test func anotherMemberCausesOneOnlyWithNews() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let same = try bench.joinAnswer(bench.joinRequest(members[1]))
        #expect(same.generation == generation)
        #expect(bench.view?.state == .stable)
        _ = bench.joinRequest(members[1], owned: [tp(0, 1)])
        #expect(bench.view?.state == .preparing)
    }

    @Test func aGroupThatWasEmptyWaitsForMore() throws {
        let first = try bench.newMember()
        let join = bench.joinRequest(first)
        bench.pass(.milliseconds(50))
        let second = try bench.newMember()
        _ = bench.joinRequest(second)
        bench.pass(.milliseconds(100))
        #expect(bench.answer(join) == nil)
        bench.pass(.milliseconds(100))
        #expect(try bench.joinAnswer(join).members.count == 2)
    }

    // MARK: Refusals

    @Test func anUnknownMemberMustComeAsANewOne() throws {
        #expect(
            try bench.joinAnswer(bench.joinRequest(MemberID(99))).error == .unknownMemberID)
        _ = try bench.stableGroup(of: 1)
        #expect(
            try bench.joinAnswer(bench.joinRequest(MemberID(99))).error == .unknownMemberID)
    }

    @Test func theSessionTimeoutHasALeastAndALargestValue() throws {
        for session in [Nanoseconds.milliseconds(9), .seconds(1801)] {
            let answer = try bench.joinAnswer(bench.joinRequest(.none, session: session))
            #expect(answer.error == .invalidSessionTimeout)
        }
    }

    @Test func whoCanDoNothingThatAllCanIsRefused() throws {
        _ = try bench.stableGroup(of: 1)
        let answer = try bench.joinAnswer(bench.joinRequest(.none, protocols: [.sticky]))
        #expect(answer.error == .inconsistentGroupProtocol)
        #expect(
            try bench.joinAnswer(bench.joinRequest(.none, protocols: [])).error
                == .inconsistentGroupProtocol)
    }

    @Test func theAssignorIsWhatMostPreferOfWhatAllCanDo() throws {
        let members = try (0..<3).map { _ in try bench.newMember() }
        let joins = [
            bench.joinRequest(members[0], protocols: [.range, .roundRobin, .sticky]),
            bench.joinRequest(members[1], protocols: [.sticky, .roundRobin]),
            bench.joinRequest(members[2], protocols: [.roundRobin, .range, .sticky]),
        ]
        bench.pass(.seconds(1))
        let answers = try joins.map { try bench.joinAnswer($0) }
        #expect(answers.map(\.assignor) == [.roundRobin, .roundRobin, .roundRobin])
    }

    @Test func beforeItsLogIsReadACoordinatorAnswersNothing() throws {
        let coordinator = GroupCoordinator(
            leaderEpoch: LeaderEpoch(3), settings: CoordinatorSettings())
        var effects = GroupEffects()
        coordinator.handle(
            .offsetFetch(
                OffsetFetchRequest(
                    group: GroupID(0), client: ClientID(4), number: 9, partitions: [])),
            now: Instant(0), effects: &effects)
        let answer = try #require(effects.toClients.first)
        #expect(answer.client == ClientID(4))
        guard case .offsetsFetched(let response) = answer.message else {
            throw BenchError.otherAnswer
        }
        #expect(response.error == .coordinatorLoadInProgress)
    }
}
