package import Records

/// Batches for partitions that one broker's listener leads, and, on the way back, what became of
/// each.
///
/// The same object travels to the broker and back as the response, so that the steady state
/// allocates nothing. Whoever holds the message owns it; nobody else touches it.
package final class ProduceRequest: @unchecked Sendable {
    package let client: ClientID
    package var acks: Acks
    /// How long the broker may wait for the acknowledgement.
    package var timeout: Nanoseconds
    /// The connection that the request came by, for the client's book-keeping.
    package var connection: Int
    /// When the client sent it.
    package var sentAt = Instant(Int64.min)
    /// The client's own number for this sending, by which it knows an answer that comes late.
    package var number: UInt64 = 0
    package var entries: [Entry]
    /// Entries that have no outcome yet; the broker answers when there are none.
    package var unansweredEntries = 0

    package struct Entry {
        package let partition: TopicPartition
        /// The batch. It is the client's, who sends a copy where it has to send it again before
        /// this request has come back: a broker only stamps it, keeps it in no pool, and hands it
        /// back with the answer; nil where the broker still needs it.
        package var batch: BatchBuffer?
        package let byteCount: Int
        package let recordCount: Int
        /// The client's own number for the batch.
        package let ticket: Int
        package var error = ErrorCode.none
        /// The offset of the batch's first record, once it is appended.
        package var baseOffset = Offset.zero

        package init(
            partition: TopicPartition, batch: BatchBuffer, recordCount: Int, ticket: Int
        ) {
            self.partition = partition
            self.batch = batch
            byteCount = batch.count
            self.recordCount = recordCount
            self.ticket = ticket
        }
    }

    package init(client: ClientID, acks: Acks, timeout: Nanoseconds, connection: Int) {
        self.client = client
        self.acks = acks
        self.timeout = timeout
        self.connection = connection
        entries = []
    }

    /// Bytes of all batches, as a link counts them.
    package var byteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

    /// Another request with the same batches in buffers of its own, for a link that delivers a
    /// message twice.
    package func copy() -> ProduceRequest {
        let result = ProduceRequest(
            client: client, acks: acks, timeout: timeout, connection: connection)
        result.sentAt = sentAt
        result.number = number
        result.unansweredEntries = unansweredEntries
        result.entries = entries.map { entry in
            var copied = entry
            copied.batch = entry.batch.map { batch in
                let buffer = BatchBuffer(capacity: batch.capacity)
                buffer.base.copyMemory(from: batch.base + batch.start, byteCount: batch.count)
                buffer.end = batch.count
                return buffer
            }
            return copied
        }
        return result
    }
}
