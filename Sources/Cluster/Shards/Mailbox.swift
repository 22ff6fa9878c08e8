import Platform
import Synchronization

/// Messages from other shards. Any thread may post; the shard's thread takes all at once.
///
/// One lock for each burst of messages, none for each record. The order of `hasMail` and of the
/// shard's owner is one for all threads: who posts sees the new owner, or the new owner the mail.
package final class Mailbox: Sendable {
    private let mail = Lock(Mail())
    private let hasMail = Atomic<Bool>(false)

    /// The lock hands messages from one thread to the other.
    private struct Mail: @unchecked Sendable {
        var envelopes: [Envelope] = []
    }

    package init() {}

    /// Adds `envelopes` in order and empties them, keeping their capacity.
    package func post(_ envelopes: inout [Envelope]) {
        mail.withLock { mail in
            mail.envelopes.append(contentsOf: envelopes)
            hasMail.store(true, ordering: .sequentiallyConsistent)
        }
        envelopes.removeAll(keepingCapacity: true)
    }

    /// Whether there may be something to take.
    var isOccupied: Bool { hasMail.load(ordering: .sequentiallyConsistent) }

    /// Exchanges what has come for `empty`, an empty array whose capacity is used from then on.
    package func take(into empty: inout [Envelope]) {
        guard isOccupied else { return }
        mail.withLock { mail in
            swap(&mail.envelopes, &empty)
            hasMail.store(false, ordering: .relaxed)
        }
    }
}
