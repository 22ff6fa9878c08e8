import Platform
import Testing

@Suite struct ClockTests {
    @Test func theMonotonicClockNeverGoesBack() {
        var last = MonotonicClock.now
        for _ in 0..<10_000 {
            let now = MonotonicClock.now
            #expect(now >= last)
            last = now
        }
    }

    @Test func workCostsCPUTimeOfTheThreadAndTheProcess() {
        let thread = CPUClock.thread
        let process = CPUClock.process
        let start = MonotonicClock.now
        var sum: UInt64 = 0
        for value in 0..<2_000_000 as Range<UInt64> { sum = sum &* 31 &+ value }
        #expect(sum != 0)
        // What the process used is read last, so that it holds all that the thread used.
        let threadUsed = CPUClock.thread - thread
        let elapsed = MonotonicClock.now - start
        #expect(threadUsed > 0)
        #expect(threadUsed <= elapsed + 10_000_000)
        #expect(CPUClock.process - process >= threadUsed)
    }

    @Test func aSleeperUsesNoCPUTime() {
        let start = MonotonicClock.now
        let thread = CPUClock.thread
        Parker().park(until: start + 50_000_000)
        #expect(CPUClock.thread - thread < (MonotonicClock.now - start) / 2)
    }

    @Test func theWallClockIsOfThisCentury() {
        #expect((1.7e9...4.1e9).contains(WallClock.unixSeconds))
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_767_225_599.999, "2025-12-31T23:59:59Z"), (-1, "1969-12-31T23:59:59Z"),
    ])
    func writesTimesAsISO8601(unixSeconds: Double, text: String) {
        #expect(WallClock.utcText(unixSeconds: unixSeconds) == text)
    }
}
