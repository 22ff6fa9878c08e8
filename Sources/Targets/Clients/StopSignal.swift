import Synchronization

/// Ends all generators of a run before their time.
package final class StopSignal: Sendable {
    private let raised = Atomic<Bool>(false)

    package init() {}

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    func raise() { raised.store(true, ordering: .relaxed) }
}
