package import Records

/// What a step of a node costs of its processor: each node has one, which does one step at a time.
///
/// The defaults are about what this engine needs on a present processor.
package struct CostModel: Hashable, Sendable {
    /// Whatever a broker is told or finds due.
    package var brokerStep = Nanoseconds(2_000)
    /// For each message that a broker's step sends.
    package var brokerMessage = Nanoseconds(500)
    /// For each KiB that a broker receives or reads: checksums, copies.
    package var brokerKiB = Nanoseconds(250)
    /// Whatever the controller is told.
    package var controllerStep = Nanoseconds(5_000)
    /// Whatever a client is told or finds due.
    package var clientStep = Nanoseconds(1_000)
    /// For each KiB that a client sends or receives.
    package var clientKiB = Nanoseconds(400)

    package init() {}

    /// A broker's step that took `bytes` and sent `messages`.
    func broker(bytes: Int, messages: Int) -> Nanoseconds {
        brokerStep + brokerMessage * messages + Self.perKiB(brokerKiB, bytes)
    }

    /// A client's step that took and sent `bytes` in all.
    func client(bytes: Int) -> Nanoseconds { clientStep + Self.perKiB(clientKiB, bytes) }

    private static func perKiB(_ cost: Nanoseconds, _ bytes: Int) -> Nanoseconds {
        Nanoseconds(cost.rawValue * Int64(bytes) / 1024)
    }
}
