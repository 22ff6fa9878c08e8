import ConsumerGroups
import Messages
import Records
import Testing

/// Which positions are kept.
@Suite struct OffsetTests {
    private let bench = CoordinatorBench()

    private func commit(
        _ member: MemberID, _ generation: GroupGeneration, _ offset: Int64
    ) throws -> ErrorCode {
        try bench.commitAnswer(bench.commitRequest(member, generation, offset))
    }

    @Test func aCommittedPositionIsTold() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        #expect(try bench.committed() == nil)
        #expect(try commit(members[0], generation, 12) == .none)
        #expect(try bench.committed() == 12)
        #expect(bench.view?.offsets.first?.leaderEpoch == LeaderEpoch(2))
        #expect(try bench.committed(1) == nil)
    }

    @Test func positionsMayGoBack() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        #expect(try commit(members[0], generation, 12) == .none)
        #expect(try commit(members[0], generation, 3) == .none)
        #expect(try bench.committed() == 3)
    }

    @Test func nothingIsToldBeforeItIsCommitted() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        bench.commitsAtOnce = false
        let number = bench.commitRequest(members[0], generation, 12)
        #expect(bench.answer(number) == nil)
        #expect(try bench.committed() == nil)
        bench.commit()
        #expect(try bench.commitAnswer(number) == .none)
        #expect(try bench.committed() == 12)
    }

    @Test func whoWaitsTooLongIsToldAndThePositionMayStillCome() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        bench.commitsAtOnce = false
        let number = bench.commitRequest(members[0], generation, 12)
        bench.pass(.milliseconds(4_900))
        #expect(bench.answer(number) == nil)
        bench.pass(.milliseconds(200))
        #expect(try bench.commitAnswer(number) == .coordinatorNotAvailable)
        bench.commit()
        #expect(try bench.committed() == 12)
    }

    @Test func whatTheLogRefusesIsNotKept() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        bench.refuses = true
        #expect(try commit(members[0], generation, 12) == .coordinatorNotAvailable)
        bench.refuses = false
        #expect(try bench.committed() == nil)
    }

    // MARK: Late commits

    @Test func anotherGenerationIsRefused() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        #expect(
            try commit(members[0], GroupGeneration(generation.rawValue - 1), 5)
                == .illegalGeneration)
        #expect(
            try commit(members[0], GroupGeneration(generation.rawValue + 1), 5)
                == .illegalGeneration)
        #expect(try bench.committed() == nil)
    }

    @Test func whoIsOutIsRefused() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        #expect(try bench.leave(members[1]) == .none)
        #expect(try commit(members[1], generation, 5) == .unknownMemberID)
        #expect(try bench.leave(members[0]) == .none)
        #expect(try commit(members[0], generation, 5) == .unknownMemberID)
        #expect(try bench.committed() == nil)
    }

    @Test func aGroupThatIsNotKnownHasNoGenerations() throws {
        #expect(try commit(MemberID(5), GroupGeneration(1), 5) == .illegalGeneration)
    }

    /// Members of the old generation may still say how far they came; in the new one nobody owns
    /// anything before the shares are told.
    @Test func duringARebalanceOnlyTheOldGenerationCommits() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let join = bench.joinRequest(members[0])
        #expect(try commit(members[1], generation, 5) == .none)
        _ = bench.joinRequest(members[1])
        let next = try bench.joinAnswer(join).generation
        #expect(try commit(members[1], generation, 6) == .illegalGeneration)
        #expect(try commit(members[1], next, 6) == .rebalanceInProgress)
        #expect(try bench.committed() == 5)
    }

    @Test func aCommitThatALaterOneHasOvertakenDoesNotTurnItBack() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        #expect(try commit(members[0], generation, 12) == .none)
        _ = bench.commitRequest(members[0], generation, 3, number: 1)
        #expect(try bench.commitAnswer(1) == .requestTimedOut)
        #expect(try bench.committed() == 12)
    }

    /// As Kafka numbers them, for those who read traces.
    @Test func lateCommitsAreRefusedWithKafkasNumbers() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let other = GroupGeneration(generation.rawValue - 1)
        #expect(try commit(members[1], other, 5).rawValue == 22)
        #expect(try commit(MemberID(99), generation, 5).rawValue == 25)
        let joins = members.map { bench.joinRequest($0) }
        let next = try bench.joinAnswer(joins[0]).generation
        #expect(try commit(members[1], next, 5).rawValue == 27)
    }

    @Test func whatNoLogCanHoldIsRefusedForGood() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        bench.refusesForSize = true
        let refusal = try commit(members[0], generation, 12)
        #expect(refusal == .invalidCommitOffsetSize)
        #expect(refusal.rawValue == 28)
        bench.refusesForSize = false
        #expect(try bench.committed() == nil)
    }

    // MARK: Consumers outside the group

    @Test func whoIsNoMemberCommitsWhereThereIsNone() throws {
        #expect(try commit(.none, .none, 5) == .none)
        #expect(try bench.committed() == 5)
        _ = try bench.stableGroup(of: 1)
        #expect(try commit(.none, .none, 6) == .unknownMemberID)
        #expect(try bench.committed() == 5)
    }

    #if PLANTED_BUGS
        @Test func thePlantedBugTakesLateCommits() throws {
            let bench = CoordinatorBench(plantedBugs: PlantedBugs(.acceptsLateCommit))
            let (members, _) = try bench.stableGroup(of: 1)
            let late = bench.commitRequest(members[0], GroupGeneration(0), 5)
            #expect(try bench.commitAnswer(late) == .none)
        }
    #endif
}
