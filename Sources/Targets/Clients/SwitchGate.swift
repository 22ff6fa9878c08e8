import Synchronization

/// Lets the producers of a run take up added partitions together, when nothing is left in the old
/// ones. Producers' threads ask; the thread that watches the run opens it.
package final class SwitchGate: Sendable {
    private let holding = Atomic<Int>(0)
    private let opened = Atomic<Int>(0)

    package init() {}

    /// How many producers wait.
    var holdingCount: Int { holding.load(ordering: .acquiring) }

    /// A producer sends no more until `isOpen`.
    func hold() { holding.add(1, ordering: .acquiringAndReleasing) }

    /// A producer goes on.
    func release() { holding.subtract(1, ordering: .acquiringAndReleasing) }

    /// How often it was opened.
    var openedCount: Int { opened.load(ordering: .acquiring) }

    /// Lets everyone go on who waits.
    func open() { opened.add(1, ordering: .releasing) }
}
