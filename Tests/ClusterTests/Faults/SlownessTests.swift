import Platform
import Records
import Testing

@testable import Cluster

/// How a slow broker's steps take longer.
@Suite struct SlownessTests {
    private let seat = BrokerSeat(
        id: BrokerID(0), root: "/nowhere", shard: 0, needs: DiskNeeds(), openFilesMax: 1)

    /// A step that took 2 ms ends no sooner than 2.2 ms after it began: its messages wait.
    @Test func aStepThatIsALittleSlowIsItselfLonger() {
        seat.slowDown(by: 1.1, number: 1)
        #expect(seat.isProlonged && !seat.rests)
        let start = Instant(MonotonicClock.now) - .milliseconds(2)
        let end = seat.prolong(since: start)
        #expect(end - start >= .microseconds(2_200))
        #expect(Instant(MonotonicClock.now) >= end)
    }

    @Test func aVerySlowBrokerRestsAndLeavesTheThreadToOthers() {
        seat.slowDown(by: 10, number: 1)
        #expect(seat.rests && !seat.isProlonged)
        let now = Instant(MonotonicClock.now)
        seat.rest(after: .milliseconds(2))
        #expect(seat.availableAt - now >= .milliseconds(18))
    }

    @Test func aHealedBrokerIsAsFastAsAnyOther() {
        seat.slowDown(by: 1.5, number: 1)
        seat.slowDown(by: 3, number: 2)
        #expect(seat.rests)
        seat.heal(number: 2)
        #expect(seat.isProlonged)
        seat.heal(number: 1)
        #expect(!seat.isProlonged && !seat.rests)
    }
}
