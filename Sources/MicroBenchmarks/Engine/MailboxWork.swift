import Brokers
import Cluster
import Messages
import Records

/// Messages posted to a shard's mailbox in bursts of eight and taken by the same thread.
package final class MailboxWork: MicroWork {
    private static let burst = 8
    private let mailbox = Mailbox()
    private var outbox: [Envelope] = []
    private var inbox: [Envelope] = []
    private let request = ProduceRequest(
        client: ClientID(0), acks: .leader, timeout: .seconds(30), connection: 0)
    private var takenMessages = 0

    package init() {}

    package func run(_ count: Int) -> Int {
        var posted = 0
        while posted < count {
            for _ in 0..<Self.burst {
                outbox.append(
                    Envelope(
                        payload: .toClient(ClientID(0), .produced(request)),
                        arrival: Instant(0)))
            }
            mailbox.post(&outbox)
            mailbox.take(into: &inbox)
            takenMessages += inbox.count
            inbox.removeAll(keepingCapacity: true)
            posted += Self.burst
        }
        return posted
    }

    /// Messages taken.
    package var effects: Int { takenMessages }
}
