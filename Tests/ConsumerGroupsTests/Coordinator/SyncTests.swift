import ConsumerGroups
import Messages
import Records
import Testing

/// How members get their shares.
@Suite struct SyncTests {
    private let bench = CoordinatorBench()

    private func joined(_ count: Int) throws -> ([MemberID], GroupGeneration) {
        let members = try (0..<count).map { _ in try bench.newMember() }
        let joins = members.map { bench.joinRequest($0) }
        bench.pass(.seconds(1))
        let answers = try joins.map { try bench.joinAnswer($0) }
        return (members, answers[0].generation)
    }

    @Test func membersWaitForTheLeadersAssignment() throws {
        let (members, generation) = try joined(2)
        let early = bench.syncRequest(members[1], generation)
        #expect(bench.answer(early) == nil)
        _ = bench.syncRequest(
            members[0], generation,
            shares: [(members[0], [tp(0, 0)]), (members[1], [tp(0, 1), tp(0, 2)])])
        let answer = try bench.syncAnswer(early)
        #expect(answer.error == .none)
        #expect(answer.partitions == [tp(0, 1), tp(0, 2)])
        #expect(
            try bench.syncAnswer(bench.syncRequest(members[1], generation)).partitions
                == answer.partitions)
    }

    @Test func nobodyIsToldBeforeTheAssignmentIsCommitted() throws {
        let (members, generation) = try joined(1)
        bench.commitsAtOnce = false
        let sync = bench.syncRequest(
            members[0], generation, shares: [(members[0], [tp(0, 0)])])
        #expect(bench.answer(sync) == nil)
        #expect(bench.view?.state == .completing)
        // Asking again does not bring a second record.
        let again = bench.syncRequest(
            members[0], generation, shares: [(members[0], [tp(0, 0)])])
        bench.commit()
        #expect(try bench.syncAnswer(again).partitions == [tp(0, 0)])
        #expect(bench.log.count == 1)
    }

    @Test func anAssignmentThatTheLogRefusesLetsAllJoinAgain() throws {
        let (members, generation) = try joined(2)
        let early = bench.syncRequest(members[1], generation)
        bench.refuses = true
        let sync = bench.syncRequest(
            members[0], generation,
            shares: [(members[0], [tp(0, 0)]), (members[1], [tp(0, 1)])])
        #expect(try bench.syncAnswer(sync).error == .coordinatorNotAvailable)
        #expect(try bench.syncAnswer(early).error == .coordinatorNotAvailable)
        #expect(bench.view?.state == .preparing)
    }

    @Test func anAssignmentForOtherMembersLetsAllJoinAgain() throws {
        let (members, generation) = try joined(2)
        let sync = bench.syncRequest(
            members[0], generation, shares: [(members[0], [tp(0, 0), tp(0, 1)])])
        #expect(try bench.syncAnswer(sync).error == .rebalanceInProgress)
        #expect(bench.view?.state == .preparing)
        #expect(bench.log.isEmpty)
    }

    /// What an overtaken assignment's record says when it is committed does not count.
    @Test func anAssignmentThatARebalanceOvertakesDoesNotCount() throws {
        let (members, generation) = try joined(1)
        bench.commitsAtOnce = false
        let sync = bench.syncRequest(
            members[0], generation, shares: [(members[0], [tp(0, 0)])])
        let second = try bench.newMember()
        let join = bench.joinRequest(second)
        #expect(try bench.syncAnswer(sync).error == .rebalanceInProgress)
        bench.commit()
        #expect(bench.view?.state == .preparing)
        _ = bench.joinRequest(members[0])
        bench.commit()
        #expect(try bench.joinAnswer(join).generation == GroupGeneration(2))
    }

    @Test func otherGenerationsAndMembersAreRefused() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        let next = GroupGeneration(generation.rawValue + 1)
        #expect(
            try bench.syncAnswer(bench.syncRequest(members[0], next)).error
                == .illegalGeneration)
        #expect(
            try bench.syncAnswer(bench.syncRequest(MemberID(99), generation)).error
                == .unknownMemberID)
        _ = bench.joinRequest(members[0])
        _ = bench.joinRequest(try bench.newMember())
        #expect(
            try bench.syncAnswer(
                bench.syncRequest(members[0], try #require(bench.view).metadata.generation)
            ).error == .rebalanceInProgress)
    }

    @Test func whoIsToldOfAGenerationAndAsksForNothingIsOut() throws {
        let (members, generation) = try joined(2)
        _ = bench.syncRequest(
            members[0], generation,
            shares: [(members[0], [tp(0, 0)]), (members[1], [tp(0, 1)])])
        // Signs of life alone do not keep it in.
        for _ in 0..<30 {
            bench.pass(.seconds(2))
            _ = try bench.heartbeat(members[0], generation)
            _ = try bench.heartbeat(members[1], generation)
        }
        #expect(bench.view?.metadata.members.map(\.member) == [members[0]])
    }

    /// Its time is not what was left of the others' when the generation began.
    @Test func whoAsksAgainForItsGenerationHasItsTimeToSync() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let begun = bench.now
        while bench.now < begun + CoordinatorBench.rebalanceTimeout - .milliseconds(1_000) {
            bench.pass(.milliseconds(50))
            for member in members { _ = try bench.heartbeat(member, generation) }
        }
        let join = bench.joinRequest(members[1])
        #expect(try bench.joinAnswer(join).generation == generation)
        for _ in 0..<9 {
            bench.pass(.seconds(5))
            for member in members {
                #expect(try bench.heartbeat(member, generation) == .none)
            }
        }
        // It is not spared altogether.
        for _ in 0..<3 {
            bench.pass(.seconds(5))
            for member in members { _ = try bench.heartbeat(member, generation) }
        }
        #expect(bench.view?.metadata.members.map(\.member) == [members[0]])
    }

    @Test func anAssignmentThatNoLogCanHoldIsRefusedForGood() throws {
        let (members, generation) = try joined(2)
        bench.refusesForSize = true
        let second = bench.syncRequest(members[1], generation)
        let first = bench.syncRequest(
            members[0], generation, shares: members.map { ($0, [tp(0, 0)]) })
        let refusal = try bench.syncAnswer(first).error
        #expect(refusal == .messageTooLarge)
        #expect(refusal.rawValue == 10)
        #expect(try bench.syncAnswer(second).error == .messageTooLarge)
    }
}
