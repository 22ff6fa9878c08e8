import Glibc

/// The system's monotonic clock, which no one sets: the time base of everything measured.
package enum MonotonicClock {
    /// Nanoseconds since an arbitrary origin, `CLOCK_MONOTONIC`; 20 to 25 ns a read.
    package static var now: Int64 { readClock(CLOCK_MONOTONIC) }
}

/// CPU time that was really spent, user and system together.
package enum CPUClock {
    /// Nanoseconds of CPU that the calling thread has used, `CLOCK_THREAD_CPUTIME_ID`; it asks the
    /// kernel, a few hundred nanoseconds a read.
    package static var thread: Int64 { readClock(CLOCK_THREAD_CPUTIME_ID) }

    /// Nanoseconds of CPU that all threads of this process have used, ended ones included.
    package static var process: Int64 { readClock(CLOCK_PROCESS_CPUTIME_ID) }
}

/// The corresponding C function is `clock_gettime`, which cannot fail for the clocks read here.
func readClock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
