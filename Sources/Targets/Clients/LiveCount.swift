import Synchronization

/// A number that one thread raises and others watch.
package final class LiveCount: Sendable {
    private let value = Atomic<Int>(0)

    package var now: Int { value.load(ordering: .acquiring) }

    /// For the one thread that raises it.
    func set(_ count: Int) { value.store(count, ordering: .releasing) }
}
