import Records

/// How a client's process that crashes starts again. Driven by its shard's thread.
final class ClientRestart {
    private let onCrash: (ClientActor, Instant) -> Void
    private let makeSuccessor: () -> ClientActor?

    /// - Parameters:
    ///   - onCrash: takes what the client that ends here leaves.
    ///   - makeSuccessor: makes the client that stands in for it; nil where none is to.
    init(
        onCrash: @escaping (ClientActor, Instant) -> Void,
        makeSuccessor: @escaping () -> ClientActor?
    ) {
        self.onCrash = onCrash
        self.makeSuccessor = makeSuccessor
    }

    func crashed(_ client: ClientActor, now: Instant) { onCrash(client, now) }

    func successor() -> ClientActor? { makeSuccessor() }
}
