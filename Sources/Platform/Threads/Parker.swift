import Glibc
import Synchronization

/// Where one thread sleeps until another wakes it or a deadline passes.
///
/// It holds at most one permit. `unpark` leaves the permit and `park` takes it, so that a wake-up
/// that comes before the sleep is not lost, and several before it count as one. One thread parks;
/// any may unpark. What a thread wrote before `unpark` is visible after the `park` it ended.
///
/// Waking a sleeper costs some 15 µs on a small virtual machine, leaving a permit for one that is
/// awake a few nanoseconds.
package final class Parker: @unchecked Sendable {
    private enum State {
        static let empty: UInt8 = 0
        static let parked: UInt8 = 1
        static let permitted: UInt8 = 2
    }

    private let state = Atomic<UInt8>(State.empty)
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Sleeps until there is a permit, and takes it, or until `MonotonicClock.now` reaches
    /// `deadlineNanoseconds`; `Int64.max` is never. Returns whether it took a permit.
    @discardableResult
    package func park(until deadlineNanoseconds: Int64) -> Bool {
        if takePermit() { return true }
        if deadlineNanoseconds <= MonotonicClock.now { return false }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let (entered, _) = state.compareExchange(
            expected: State.empty, desired: State.parked, ordering: .acquiringAndReleasing)
        if !entered { return takePermit() }
        while true {
            let timedOut = wait(until: deadlineNanoseconds)
            if takePermit() { return true }
            if timedOut {
                // A permit may have come since; then it is the one that is taken.
                return state.exchange(State.empty, ordering: .acquiringAndReleasing)
                    == State.permitted
            }
        }
    }

    /// Leaves the permit and wakes the thread that is parked, if one is.
    package func unpark() {
        let before = state.exchange(State.permitted, ordering: .acquiringAndReleasing)
        guard before == State.parked else { return }
        // Between its change of state and its wait the sleeper holds the mutex: passing through it
        // makes sure that the signal finds it waiting.
        pthread_mutex_lock(mutex)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    private func takePermit() -> Bool {
        state.compareExchange(
            expected: State.permitted, desired: State.empty, ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// Waits once, perhaps spuriously; returns whether the deadline has passed.
    private func wait(until deadlineNanoseconds: Int64) -> Bool {
        if deadlineNanoseconds == .max {
            pthread_cond_wait(condition, mutex)
            return false
        }
        var deadline = timespec(
            tv_sec: Int(deadlineNanoseconds / 1_000_000_000),
            tv_nsec: Int(deadlineNanoseconds % 1_000_000_000))
        return pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT
    }
}
