import Records

/// What was committed in one partition, and what was ever written in it: the truth that replicas
/// are held to.
struct PartitionLedger {
    struct Entry {
        let batch: TrackedBatch
        /// The epoch of the leader that committed it.
        let committedIn: LeaderEpoch
    }

    /// Committed batches by offset.
    private(set) var entries: [Entry] = []
    /// One past the last committed record: the highest that any leader's high watermark was,
    /// losses that the settings permit apart.
    var end: Offset { entries.last?.batch.next ?? .zero }
    /// What was first written at an offset in an epoch. Looked up, never iterated.
    private var written: [Key: TrackedBatch] = [:]
    /// The last committed batch of each idempotent producer. Looked up, never iterated.
    private var producers: [Int64: TrackedBatch] = [:]
    /// The broker that led in an epoch. Looked up, never iterated.
    private var leaders: [LeaderEpoch: BrokerID] = [:]
    /// Since which controller's epoch the settings permit that committed records are lost: nobody
    /// who may lead has them all. Nil where they do not.
    var lossPermittedSince: LeaderEpoch?
    /// What leaders of earlier epochs commit counts for nothing: a later one was elected uncleanly,
    /// or began after another loss that the settings permit.
    private(set) var voidBelow = LeaderEpoch.initial
    /// Records of committed batches that were lost and might be.
    private(set) var permittedLosses = 0
    /// The newest leader that has begun, and its epoch.
    var newestLeader: (broker: BrokerID, epoch: LeaderEpoch)?

    private struct Key: Hashable {
        let epoch: LeaderEpoch
        let base: Offset
    }

    /// Notes a batch that a replica appends. Answers the one that stands for its offset and epoch
    /// already and differs.
    mutating func write(_ batch: TrackedBatch) -> TrackedBatch? {
        let key = Key(epoch: batch.epoch, base: batch.base)
        guard let known = written[key] else {
            written[key] = batch
            return nil
        }
        return known == batch ? nil : known
    }

    /// What was first written where the batch stands, in its epoch; nil where nothing was.
    func first(at batch: TrackedBatch) -> TrackedBatch? {
        written[Key(epoch: batch.epoch, base: batch.base)]
    }

    /// Commits the next batch. Answers the producer's batch before it where it does not follow
    /// that.
    mutating func commit(_ batch: TrackedBatch, in epoch: LeaderEpoch) -> TrackedBatch? {
        entries.append(Entry(batch: batch, committedIn: epoch))
        guard batch.producerID >= 0 else { return nil }
        defer { producers[batch.producerID] = batch }
        guard let last = producers[batch.producerID] else { return nil }
        let follows =
            batch.producerEpoch == last.producerEpoch
            ? batch.firstSequence == last.nextSequence : batch.producerEpoch > last.producerEpoch
        return follows ? nil : last
    }

    /// Who led in the epoch before, where it was another broker.
    mutating func lead(_ epoch: LeaderEpoch, _ broker: BrokerID) -> BrokerID? {
        guard let known = leaders[epoch] else {
            leaders[epoch] = broker
            return nil
        }
        return known == broker ? nil : known
    }

    /// The index of the first entry that begins at or after the offset.
    func place(atOrAfter offset: Offset) -> Int {
        if let last = entries.last, last.batch.base < offset { return entries.count }
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].batch.base < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The committed batch that begins at the offset.
    func batch(at offset: Offset) -> TrackedBatch? {
        let place = place(atOrAfter: offset)
        guard place < entries.count, entries[place].batch.base == offset else { return nil }
        return entries[place].batch
    }

    /// Leaders of earlier epochs count no more.
    mutating func void(below epoch: LeaderEpoch) { voidBelow = max(voidBelow, epoch) }

    /// Takes a loss that the settings permit: what was committed from this entry on is gone, and
    /// the leader of `epoch` goes on from there. It knows producers by what its log has of them,
    /// from `logStart` on.
    mutating func lose(from place: Int, epoch: LeaderEpoch, logStart: Offset) {
        for entry in entries[place...] {
            permittedLosses += entry.batch.next.distance(from: entry.batch.base)
        }
        entries.removeLast(entries.count - place)
        void(below: epoch)
        producers.removeAll()
        for entry in entries where entry.batch.producerID >= 0 && entry.batch.next > logStart {
            producers[entry.batch.producerID] = entry.batch
        }
    }
}
