import Glibc
import Platform
import Testing

/// Each case runs in a process of its own: signals are the whole process's.
@Suite struct InterruptFlagTests {
    @Test func theFirstSignalOnlyRaisesTheFlag() async {
        await #expect(processExitsWith: .success) {
            try InterruptFlag.install()
            try #require(!InterruptFlag.isRaised)
            send(SIGINT)
            try #require(InterruptFlag.isRaised)
        }
    }

    @Test func aTerminationRequestCountsAsWell() async {
        await #expect(processExitsWith: .success) {
            try InterruptFlag.install()
            send(SIGTERM)
            try #require(InterruptFlag.isRaised)
        }
    }

    @Test func theSecondSignalEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(130)) {
            try InterruptFlag.install()
            send(SIGINT)
            send(SIGTERM) { false }
        }
    }

    @Test func withoutInstallingASignalEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            send(SIGTERM) { false }
        }
    }
}

/// Sends `signal` to the whole process, since the threads of tests block signals, and waits until
/// it has arrived, but not for ever.
private func send(_ signal: CInt, hasArrived: () -> Bool = { InterruptFlag.isRaised }) {
    kill(getpid(), signal)
    let deadline = MonotonicClock.now + 10_000_000_000
    let parker = Parker()
    while !hasArrived(), MonotonicClock.now < deadline {
        parker.park(until: MonotonicClock.now + 1_000_000)
    }
}
