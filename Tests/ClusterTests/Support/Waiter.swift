import Platform
import Synchronization

/// Lets a test wait until something is so; those who bring it about ring.
final class Waiter: Sendable {
    private let parker = Parker()

    /// Any thread may call it.
    func ring() { parker.unpark() }

    /// Waits until `condition` holds, looking whenever somebody rings. Answers false where it
    /// does not hold after half a minute.
    func wait(until condition: () -> Bool) -> Bool {
        let deadline = MonotonicClock.now + 30_000_000_000
        while !condition() {
            guard MonotonicClock.now < deadline else { return false }
            parker.park(until: min(deadline, MonotonicClock.now + 10_000_000))
        }
        return true
    }
}

/// A count that one thread raises and others read.
final class Count: Sendable {
    private let value = Atomic<Int>(0)

    var now: Int { value.load(ordering: .acquiring) }

    func add(_ amount: Int) { value.add(amount, ordering: .releasing) }
}
