import ConsumerGroups
import Messages
import Records
import Testing

/// Who is taken for alive, and who goes.
@Suite struct SessionTests {
    private let bench = CoordinatorBench()

    @Test func aMemberThatIsNotHeardOfIsOut() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        bench.pass(.seconds(8))
        #expect(try bench.heartbeat(members[0], generation) == .none)
        bench.pass(.milliseconds(2_100))
        #expect(bench.events.last == .memberEvicted(CoordinatorBench.group, members[1]))
        #expect(try bench.heartbeat(members[0], generation) == .rebalanceInProgress)
        #expect(try bench.heartbeat(members[1], generation) == .unknownMemberID)
        let answer = try bench.joinAnswer(bench.joinRequest(members[0]))
        #expect(answer.members.map(\.member) == [members[0]])
    }

    @Test func commitsAreSignsOfLifeToo() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        for offset in 1...5 {
            bench.pass(.seconds(8))
            let commit = bench.commitRequest(members[0], generation, Int64(offset))
            #expect(try bench.commitAnswer(commit) == .none)
        }
        #expect(try bench.heartbeat(members[0], generation) == .none)
    }

    @Test func aMemberThatWaitsIsNotTakenForDead() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let third = try bench.newMember()
        let join = bench.joinRequest(third)
        for _ in 0..<12 {
            bench.pass(.seconds(4))
            for member in members {
                #expect(try bench.heartbeat(member, generation) == .rebalanceInProgress)
            }
        }
        for member in members { _ = bench.joinRequest(member) }
        #expect(try bench.joinAnswer(join).generation == GroupGeneration(2))
    }

    @Test func aGroupWithoutMembersIsEmptyInANewGeneration() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        let commit = bench.commitRequest(members[0], generation, 5)
        #expect(try bench.commitAnswer(commit) == .none)
        bench.pass(.seconds(11))
        let view = try #require(bench.view)
        #expect(view.state == .empty)
        #expect(view.metadata.generation == GroupGeneration(2))
        #expect(view.metadata.assignor == nil)
        #expect(try bench.committed() == 5)
    }

    @Test func anIDThatIsNotUsedIsForgotten() throws {
        let (members, _) = try bench.stableGroup(of: 1)
        let unused = try bench.newMember()
        let join = bench.joinRequest(members[0])
        #expect(bench.answer(join) == nil)
        bench.pass(.seconds(11))
        #expect(try bench.joinAnswer(join).generation == GroupGeneration(2))
        #expect(try bench.joinAnswer(bench.joinRequest(unused)).error == .unknownMemberID)
    }

    // MARK: Leaving

    @Test func whoLeavesIsOutAtOnce() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        #expect(try bench.leave(members[0]) == .none)
        #expect(try bench.heartbeat(members[1], generation) == .rebalanceInProgress)
        let answer = try bench.joinAnswer(bench.joinRequest(members[1]))
        #expect(answer.leader == members[1])
        #expect(try bench.leave(members[0]) == .unknownMemberID)
    }

    @Test func whoLeavesWhileOthersWaitLetsThemGoOn() throws {
        let (members, _) = try bench.stableGroup(of: 3)
        let joins = members.dropFirst().map { bench.joinRequest($0, owned: [tp(0, 5)]) }
        #expect(bench.answer(joins[0]) == nil)
        #expect(try bench.leave(members[0]) == .none)
        #expect(try joins.map { try bench.joinAnswer($0).error } == [.none, .none])
    }

    @Test func anIDIsGivenBackByLeaving() throws {
        let (members, _) = try bench.stableGroup(of: 1)
        let unused = try bench.newMember()
        let join = bench.joinRequest(members[0])
        #expect(try bench.leave(unused) == .none)
        #expect(try bench.joinAnswer(join).error == .none)
    }

    @Test func theLastToLeaveLeavesAnEmptyGroup() throws {
        let (members, _) = try bench.stableGroup(of: 1)
        #expect(try bench.leave(members[0]) == .none)
        #expect(bench.view?.state == .empty)
        let (again, generation) = try bench.stableGroup(of: 1)
        #expect(generation == GroupGeneration(3))
        #expect(again[0] != members[0])
    }
}
