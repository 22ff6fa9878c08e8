import ConsumerGroups
import Messages
import Records
import Testing

/// Static membership (KIP-345).
@Suite struct StaticMemberTests {
    private let bench = CoordinatorBench()

    @Test func aStaticMemberJoinsWithoutAskingForAnID() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        #expect(generation == GroupGeneration(1))
        #expect(Set(members).count == 2)
        #expect(bench.view?.state == .stable)
    }

    @Test(arguments: [0, 1])
    func aRestartGetsANewIDAndTheOldShareWithoutARebalance(instance: Int) throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        bench.pass(.seconds(5))
        let answer = try bench.joinAnswer(bench.joinRequest(.none, instance: instance))
        #expect(answer.error == .none)
        #expect(answer.generation == generation)
        #expect(!members.contains(answer.member))
        #expect(answer.members.isEmpty)
        #expect(answer.assigned == (instance == 0 ? [tp(0, 0), tp(0, 1)] : []))
        let share = try bench.syncAnswer(
            bench.syncRequest(answer.member, generation, instance: instance))
        #expect(share.partitions == [tp(0, instance)])
        let other = 1 - instance
        #expect(try bench.heartbeat(members[other], generation, instance: other) == .none)
        #expect(bench.view?.state == .stable)
        #expect(bench.view?.metadata.leader == (instance == 0 ? answer.member : members[0]))
    }

    @Test func theOneBeforeIsFenced() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        _ = bench.joinRequest(.none, instance: 1)
        let old = members[1]
        #expect(try bench.heartbeat(old, generation, instance: 1) == .fencedInstanceID)
        #expect(
            try bench.commitAnswer(bench.commitRequest(old, generation, 3, instance: 1))
                == .fencedInstanceID)
        #expect(
            try bench.syncAnswer(bench.syncRequest(old, generation, instance: 1)).error
                == .fencedInstanceID)
        #expect(
            try bench.joinAnswer(bench.joinRequest(old, instance: 1)).error
                == .fencedInstanceID)
        #expect(try bench.leave(old, instance: 1) == .fencedInstanceID)
    }

    @Test func aRequestOfTheOneBeforeThatWaitsIsFenced() throws {
        let first = bench.joinRequest(.none, instance: 0)
        let second = bench.joinRequest(.none, instance: 0)
        #expect(try bench.joinAnswer(first).error == .fencedInstanceID)
        bench.pass(.seconds(1))
        #expect(try bench.joinAnswer(second).error == .none)
    }

    /// A request that comes twice must not put its own sender out.
    @Test func aCopyOfARequestToJoinIsNoRestart() throws {
        let first = bench.joinRequest(.none, instance: 0)
        _ = bench.joinRequest(.none, instance: 0, number: first)
        bench.pass(.seconds(1))
        let answer = try bench.joinAnswer(first)
        #expect(answer.error == .none)
        _ = bench.joinRequest(.none, instance: 0, number: first)
        #expect(bench.answer(first) == nil)
        #expect(try bench.heartbeat(answer.member, answer.generation, instance: 0) == .none)
    }

    /// Nor one that comes so late that another coordinator has heard of the member since.
    @Test func aLateCopyOfARequestToJoinIsNoRestartForTheNextCoordinator() throws {
        let first = bench.joinRequest(.none, instance: 0)
        bench.pass(.seconds(1))
        let answer = try bench.joinAnswer(first)
        _ = bench.syncRequest(
            answer.member, answer.generation, instance: 0, shares: [(answer.member, [])])
        bench.failOver()
        #expect(try bench.heartbeat(answer.member, answer.generation, instance: 0) == .none)
        _ = bench.joinRequest(.none, instance: 0, number: first)
        #expect(bench.answer(first) == nil)
        #expect(try bench.heartbeat(answer.member, answer.generation, instance: 0) == .none)
    }

    @Test func aRestartWithOtherTopicsRebalances() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        _ = bench.joinRequest(.none, instance: 1, topics: [0, 1])
        #expect(
            try bench.heartbeat(members[0], generation, instance: 0) == .rebalanceInProgress)
    }

    @Test func aRestartOutlivesAFailover() throws {
        let (_, generation) = try bench.stableInstances(of: 2)
        let answer = try bench.joinAnswer(bench.joinRequest(.none, instance: 1))
        bench.failOver()
        #expect(try bench.heartbeat(answer.member, generation, instance: 1) == .none)
    }

    @Test func aRestartThatTheLogRefusesChangesNothing() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        bench.refuses = true
        let answer = try bench.joinAnswer(bench.joinRequest(.none, instance: 0))
        #expect(answer.error == .coordinatorNotAvailable)
        #expect(try bench.heartbeat(members[0], generation, instance: 0) == .none)
        #expect(bench.view?.metadata.leader == members[0])
    }

    @Test func aRestartThatTheLogRefusesChangesNothingElse() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        let number = bench.commitRequest(members[1], generation, 10, instance: 1)
        _ = bench.commitRequest(members[1], generation, 20, instance: 1)
        let before = try #require(bench.view?.metadata)
        bench.refuses = true
        let restart = bench.joinRequest(
            .none, instance: 1, protocols: [.range, .roundRobin], session: .seconds(20))
        #expect(try bench.joinAnswer(restart).error == .coordinatorNotAvailable)
        bench.refuses = false
        #expect(bench.view?.metadata == before)
        // Nor does it make a late commit new again.
        _ = bench.commitRequest(members[1], generation, 10, instance: 1, number: number)
        #expect(try bench.committed() == 20)
    }

    @Test func theSessionTimeoutEndsStaticMembersToo() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        bench.pass(.seconds(8))
        #expect(try bench.heartbeat(members[0], generation, instance: 0) == .none)
        bench.pass(.seconds(3))
        #expect(
            try bench.heartbeat(members[0], generation, instance: 0) == .rebalanceInProgress)
        #expect(try bench.heartbeat(members[1], generation, instance: 1) == .unknownMemberID)
    }

    /// A rebalance does not throw static members out that are away; their sessions decide.
    @Test func aStaticMemberThatIsAwayStaysInTheNextGeneration() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        let third = bench.joinRequest(.none, instance: 2)
        let first = bench.joinRequest(members[0], instance: 0)
        for _ in 0..<30 {
            bench.pass(.seconds(2))
            _ = try bench.heartbeat(members[1], generation, instance: 1)
        }
        #expect(try bench.joinAnswer(first).members.map(\.member).contains(members[1]))
        #expect(try bench.joinAnswer(third).generation == GroupGeneration(2))
    }

    @Test func anInstanceCanBeRemoved() throws {
        let (members, generation) = try bench.stableInstances(of: 2)
        #expect(try bench.leave(.none, instance: 1) == .none)
        #expect(
            try bench.heartbeat(members[0], generation, instance: 0) == .rebalanceInProgress)
        #expect(try bench.leave(.none, instance: 5) == .unknownMemberID)
    }
}
