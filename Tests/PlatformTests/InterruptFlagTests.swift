import Glibc
import Platform
import Testing

/// Each case runs in a process of its own: signals are the whole process's.
@Suite struct InterruptFlagTests {
    @Test func theFirstSignalOnlyRaisesTheFlag() async {
        await #expect(processExitsWith: .success) {
            try InterruptFlag.install()
            try #require(!InterruptFlag.isRaised)
            raise(SIGINT)
            try #require(InterruptFlag.isRaised)
        }
    }

    @Test func aTerminationRequestCountsAsWell() async {
        await #expect(processExitsWith: .success) {
            try InterruptFlag.install()
            raise(SIGTERM)
            try #require(InterruptFlag.isRaised)
        }
    }

    @Test func theSecondSignalEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(130)) {
            try InterruptFlag.install()
            raise(SIGINT)
            raise(SIGTERM)
        }
    }

    @Test func withoutInstallingASignalEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            raise(SIGTERM)
        }
    }
}
