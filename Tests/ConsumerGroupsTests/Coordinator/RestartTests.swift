import ConsumerGroups
import Messages
import Records
import Testing

/// Static members that come back while the log is slow, or are gone meanwhile (KIP-345).
@Suite struct RestartTests {
    private let bench = CoordinatorBench()

    /// Longer than its session, and shorter than the coordinator waits for its log.
    @Test func whoWaitsToComeBackIsAliveAndIsAnswered() throws {
        _ = try bench.stableInstances(of: 1)
        bench.commitsAtOnce = false
        let again = bench.joinRequest(.none, instance: 0, session: .seconds(2))
        bench.pass(.seconds(3))
        #expect(bench.answer(again) == nil)
        #expect(!bench.events.contains { if case .memberEvicted = $0 { true } else { false } })
        bench.commit()
        bench.commitsAtOnce = true
        let answer = try bench.joinAnswer(again)
        #expect(answer.error == .none)
        // And has its session from the answer on.
        bench.pass(.milliseconds(1_900))
        #expect(try bench.heartbeat(answer.member, answer.generation, instance: 0) == .none)
        bench.pass(.milliseconds(2_100))
        #expect(
            try bench.heartbeat(answer.member, answer.generation, instance: 0)
                == .unknownMemberID)
    }

    @Test func whoWaitsTooLongToComeBackIsToldAndMayAskAgain() throws {
        _ = try bench.stableInstances(of: 1)
        bench.commitsAtOnce = false
        let first = bench.joinRequest(.none, instance: 0)
        bench.pass(.milliseconds(5_100))
        #expect(try bench.joinAnswer(first).error == .coordinatorNotAvailable)
        let second = bench.joinRequest(.none, instance: 0)
        bench.commit()
        #expect(bench.answer(first) == nil)
        #expect(try bench.joinAnswer(second).error == .none)
    }

    @Test func aSecondRestartFencesTheFirst() throws {
        _ = try bench.stableInstances(of: 1)
        bench.commitsAtOnce = false
        let first = bench.joinRequest(.none, instance: 0)
        let second = bench.joinRequest(.none, instance: 0)
        #expect(try bench.joinAnswer(first).error == .fencedInstanceID)
        bench.commit()
        #expect(try bench.joinAnswer(second).error == .none)
    }

    @Test func whoIsRemovedWhileItComesBackIsTold() throws {
        _ = try bench.stableInstances(of: 1)
        bench.commitsAtOnce = false
        let again = bench.joinRequest(.none, instance: 0)
        #expect(try bench.leave(.none, instance: 0) == .none)
        #expect(try bench.joinAnswer(again).error == .unknownMemberID)
        bench.commit()
        #expect(bench.answer(again) == nil)
    }

    @Test func whoWaitsToComeBackIsToldThatItsCoordinatorIsNoneAnyMore() throws {
        _ = try bench.stableInstances(of: 1)
        bench.commitsAtOnce = false
        let again = bench.joinRequest(.none, instance: 0)
        bench.failOver()
        #expect(try bench.joinAnswer(again).error == .notCoordinator)
    }

    /// Nobody would answer for it, and it would hold partitions for a session.
    @Test func aLateCopyOfARequestBringsNoMemberBackThatIsGone() throws {
        let numbers = (0..<2).map { bench.joinRequest(.none, instance: $0) }
        bench.pass(.seconds(1))
        let answers = try numbers.map { try bench.joinAnswer($0) }
        let first = answers[0]
        _ = bench.syncRequest(
            first.member, first.generation, instance: 0,
            shares: [(first.member, [tp(0, 0)]), (answers[1].member, [tp(0, 1)])])
        for _ in 0..<4 {
            bench.pass(.seconds(4))
            _ = try bench.heartbeat(first.member, first.generation, instance: 0)
        }
        #expect(bench.view?.metadata.members.map(\.member) == [first.member])
        _ = bench.joinRequest(.none, instance: 1, number: numbers[1])
        #expect(bench.view?.metadata.members.map(\.member) == [first.member])
        // A request of its own still does.
        _ = bench.joinRequest(.none, instance: 1)
        #expect(bench.view?.metadata.members.count == 2)
    }
}
