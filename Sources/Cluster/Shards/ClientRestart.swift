import Client
import Records

/// How a client's process ends in a crash and how another one takes its place. Driven by its
/// shard's thread.
struct ClientRestart {
    /// Ends the client and answers what starts the one that stands in for it.
    let end: (ClientActor, Instant) -> Start

    typealias Start = (Instant, inout ClientEffects) -> ClientActor
}
