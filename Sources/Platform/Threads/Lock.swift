import Glibc

/// A value that one thread at a time may touch.
///
/// It is a pthread mutex, which the thread sanitizer understands; the one of Swift's
/// `Synchronization` it does not, and that is slow under contention on Linux (Swift 6.3). About
/// 10 ns when no one else wants it. Not recursive: locking it twice in one thread never returns.
package final class Lock<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    /// Apart from this object: where it is `Void`, the thread sanitizer would take a change of it
    /// for a change of the field before it.
    private let state: UnsafeMutablePointer<State>

    package init(_ initial: sending State) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        state = .allocate(capacity: 1)
        state.initialize(to: initial)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Runs `body` on the state while no other thread can.
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state.pointee)
    }
}

extension Lock where State == Void {
    /// A lock that guards no value of its own.
    package convenience init() { self.init(()) }
}
