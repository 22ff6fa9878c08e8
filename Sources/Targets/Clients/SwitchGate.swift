import Synchronization

/// Lets the producers of a run take up added partitions together, when nothing is left in the old
/// ones. Producers' threads note what they see and ask; the thread that watches the run opens it.
///
/// A producer that has seen more partitions than the gate is open to sends nothing. Every producer
/// sees every addition in the end, so the fewest that any has seen go beyond what the gate is open
/// to only when all of them wait.
package final class SwitchGate: Sendable {
    private let opened: Atomic<Int>

    /// - Parameter partitions: which may be used from the start.
    package init(partitions: Int) { opened = Atomic(partitions) }

    /// The partitions that may be used.
    var openPartitions: Int { opened.load(ordering: .acquiring) }

    /// Lets producers use this many, which all of them have seen.
    func open(to partitions: Int) { opened.store(partitions, ordering: .releasing) }
}
