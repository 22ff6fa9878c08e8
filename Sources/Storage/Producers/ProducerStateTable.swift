package import Records

/// What a log remembers of its idempotent producers, so that a batch sent twice is stored once.
///
/// Source: Kafka's `ProducerStateManager`, for producers without transactions. Every replica
/// keeps it: the leader asks before it appends, all note what was appended, and recovery builds
/// it from the batches. A producer that is not known, because it is new or was forgotten with
/// time or with its records, may begin at any sequence, as in Kafka since KIP-360.
package struct ProducerStateTable: Sendable {
    /// A batch that a producer wrote.
    package struct Batch: Hashable, Sendable {
        package let firstSequence: Int32
        package let lastSequence: Int32
        package let baseOffset: Offset
        /// One past the batch's last record.
        package let nextOffset: Offset
    }

    package struct Producer: Hashable, Sendable {
        package let id: Int64
        package internal(set) var epoch: Int16
        /// The latest of this epoch, oldest first: 1 to `batchesKept`.
        package internal(set) var batches: [Batch]
        /// When it appended last; nil when that was before the log was opened.
        package internal(set) var lastAppend: Instant?
    }

    /// As many batches as a producer may have in flight.
    package static let batchesKept = 5

    /// In no particular order, but the same in every run.
    package internal(set) var producers: [Producer] = []
    /// By producer id, where it stands in `producers`.
    var places: [Int64: Int] = [:]

    package init() {}

    /// What is known of a producer; nil for one that is not known.
    package func producer(_ id: Int64) -> Producer? { places[id].map { producers[$0] } }

    /// Whether the batch is one that was appended already, which is answered, or the producer's
    /// next.
    ///
    /// - Precondition: the batch has a producer id.
    /// - Throws: `StorageError.outOfOrderSequence` at a gap, at a repetition of what is no longer
    ///   kept and at a new epoch that does not begin at 0; `.staleProducerEpoch` for an older
    ///   epoch.
    package func original(of header: BatchHeader) throws(StorageError) -> Batch? {
        guard let place = places[header.producerID] else { return nil }
        let producer = producers[place]
        let first = header.baseSequence
        guard header.producerEpoch >= producer.epoch else {
            throw .staleProducerEpoch(
                producerID: producer.id, last: producer.epoch, found: header.producerEpoch)
        }
        var expected: Int32 = 0
        if header.producerEpoch == producer.epoch {
            let last = header.lastSequence
            if let same = producer.batches.last(where: {
                $0.firstSequence == first && $0.lastSequence == last
            }) {
                return same
            }
            expected = producer.batches.last.map { Self.sequence($0.lastSequence, plus: 1) } ?? 0
        }
        guard first == expected else {
            throw .outOfOrderSequence(producerID: producer.id, expected: expected, found: first)
        }
        return nil
    }

    /// Notes a batch that is appended; what `original` says of it is not asked.
    ///
    /// - Parameter now: nil for a batch that was in the log when it was opened.
    /// - Precondition: the batch has a producer id, its base offset is stamped.
    package mutating func note(_ header: BatchHeader, now: Instant?) {
        let batch = Batch(
            firstSequence: header.baseSequence, lastSequence: header.lastSequence,
            baseOffset: header.baseOffset, nextOffset: header.nextOffset)
        guard let place = places[header.producerID] else {
            places[header.producerID] = producers.count
            var batches: [Batch] = []
            batches.reserveCapacity(Self.batchesKept)
            batches.append(batch)
            producers.append(
                Producer(
                    id: header.producerID, epoch: header.producerEpoch, batches: batches,
                    lastAppend: now))
            return
        }
        if producers[place].epoch != header.producerEpoch {
            producers[place].epoch = header.producerEpoch
            producers[place].batches.removeAll(keepingCapacity: true)
        } else if producers[place].batches.count == Self.batchesKept {
            producers[place].batches.removeFirst()
        }
        producers[place].batches.append(batch)
        producers[place].lastAppend = now
    }

    /// Forgets batches that reach beyond `end`, where the log was cut.
    ///
    /// - Returns: false where a producer has none left, so that only the log can tell what it
    ///   wrote before; the table is of no use then.
    package mutating func truncate(to end: Offset) -> Bool {
        for place in producers.indices {
            producers[place].batches.removeAll { $0.nextOffset > end }
            if producers[place].batches.isEmpty { return false }
        }
        return true
    }

    /// Forgets producers that have not appended for `expiration`. One whose last append was
    /// before the log was opened counts from the first call.
    /// - Complexity: O(producers).
    package mutating func expire(now: Instant, after expiration: Nanoseconds) {
        var place = 0
        while place < producers.count {
            guard let last = producers[place].lastAppend else {
                producers[place].lastAppend = now
                place += 1
                continue
            }
            guard now - last >= expiration else {
                place += 1
                continue
            }
            places[producers[place].id] = nil
            producers.swapAt(place, producers.count - 1)
            producers.removeLast()
            if place < producers.count { places[producers[place].id] = place }
        }
    }

    /// The sequence `count` records after another; after 2^31 − 1 comes 0.
    package static func sequence(_ first: Int32, plus count: Int) -> Int32 {
        Int32((Int(first) + count) & Int(Int32.max))
    }
}

extension BatchHeader {
    /// Whether an idempotent producer wrote the batch.
    @inline(__always) var hasProducer: Bool { producerID >= 0 }

    /// The sequence of the batch's last record.
    var lastSequence: Int32 {
        ProducerStateTable.sequence(baseSequence, plus: lastOffsetDelta)
    }
}
