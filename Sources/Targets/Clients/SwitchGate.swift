import Synchronization

/// Lets the producers of a run take up added partitions together, when nothing is left in the old
/// ones. Producers' threads hold and ask; the thread that watches the run opens it.
package final class SwitchGate: Sendable {
    private let holding = Atomic<Int>(0)
    private let issued = Atomic<Int>(0)
    private let opened = Atomic<Int>(0)

    package init() {}

    /// How many producers wait.
    var holdingCount: Int { holding.load(ordering: .acquiring) }

    /// The ticket that was issued last; 0 before the first.
    var lastTicket: Int { issued.load(ordering: .acquiring) }

    /// A producer sends no more until the gate is open to the ticket that it gets.
    func hold() -> Int {
        holding.add(1, ordering: .acquiringAndReleasing)
        return issued.add(1, ordering: .acquiringAndReleasing).newValue
    }

    /// A producer goes on.
    func release() { holding.subtract(1, ordering: .acquiringAndReleasing) }

    func isOpen(to ticket: Int) -> Bool { opened.load(ordering: .acquiring) >= ticket }

    /// Lets everyone go on whose ticket was issued no later than this one.
    func open(through ticket: Int) { opened.store(ticket, ordering: .releasing) }
}
