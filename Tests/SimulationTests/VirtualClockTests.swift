import Records
import Simulation
import Testing

struct VirtualClockTests {
    @Test func neverGoesBack() {
        let clock = VirtualClock(start: Instant(5))
        clock.advance(to: Instant(9))
        clock.advance(to: Instant(7))
        #expect(clock.now == Instant(9))
    }
}
