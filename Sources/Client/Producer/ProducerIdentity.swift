import Records

/// What an idempotent producer is known by in the logs.
package struct ProducerIdentity: Hashable, Sendable {
    package var id: Int64
    /// Rises when the producer cannot tell what became of its last batches: the log then refuses
    /// what still comes of the epoch before (KIP-360).
    package var epoch: Int16

    package init(id: Int64, epoch: Int16) {
        self.id = id
        self.epoch = epoch
    }

    /// Ids of one client lie this far apart.
    private static let idStride: Int64 = 1 << 32

    /// The next epoch; after the last one another id, of which no log has heard.
    package var next: ProducerIdentity {
        epoch == Int16.max
            ? ProducerIdentity(id: id + Self.idStride, epoch: 0)
            : ProducerIdentity(id: id, epoch: epoch + 1)
    }

    /// Whether this one comes after the other.
    func isLater(than other: ProducerIdentity) -> Bool {
        (id, epoch) > (other.id, other.epoch)
    }

    /// The sequence `count` records after `first`; after 2^31 − 1 comes 0.
    static func sequence(_ first: Int32, plus count: Int) -> Int32 {
        Int32((Int(first) + count) & Int(Int32.max))
    }
}

extension BatchBuffer {
    /// Gives the batch in the buffer another producer and sequence, and its checksum.
    func stamp(_ identity: ProducerIdentity, baseSequence: Int32) {
        func store<T: FixedWidthInteger>(_ value: T, at offset: Int) {
            base.storeBytes(of: value.bigEndian, toByteOffset: start + offset, as: T.self)
        }
        store(identity.id, at: BatchLayout.producerID)
        store(identity.epoch, at: BatchLayout.producerEpoch)
        store(baseSequence, at: BatchLayout.baseSequence)
        store(BatchHeader(at: base + start).computedChecksum, at: BatchLayout.checksum)
    }
}
