import Messages
import Records
import Storage

/// Logs that are compacted. The watch goes on knowing them with all their batches; what compaction
/// takes is looked at when it does.
extension ClusterWatch {
    /// The batch as it was first written, where this one is what compaction left of it.
    func original(of batch: TrackedBatch, _ partition: Int) -> TrackedBatch {
        guard topic.cleanupPolicy.compacts,
            let first = partitions[partition].ledger.first(at: batch), first != batch,
            first.next == batch.next, first.producerID == batch.producerID,
            first.producerEpoch == batch.producerEpoch,
            first.firstSequence == batch.firstSequence,
            Set(first.records).isSuperset(of: batch.records)
        else { return batch }
        return first
    }

    /// A batch that a replica appends, as it was first written; what compaction took before it
    /// counts as appended too.
    func completed(
        _ batch: TrackedBatch, _ partition: Int, _ broker: BrokerID
    ) -> TrackedBatch {
        guard topic.cleanupPolicy.compacts else { return batch }
        let first = original(of: batch, partition)
        let end = partitions[partition].tracks[broker.index].end
        let lost = missing(from: end, to: batch.base, partition)
        partitions[partition].tracks[broker.index].batches += lost
        noteHorizons(of: batch, partition, broker)
        // What the leader's cleaner took was looked at there.
        noteTaken((lost + [first]).flatMap(\.records), but: batch.records, partition, broker)
        return first
    }

    /// Notes which of these records a replica's log has no more.
    private func noteTaken(
        _ all: [TrackedRecord], but left: [TrackedRecord], _ partition: Int, _ broker: BrokerID
    ) {
        let present = Set(left)
        for record in all {
            if present.contains(record) {
                partitions[partition].tracks[broker.index].taken.remove(record.offset)
            } else {
                partitions[partition].tracks[broker.index].taken.insert(record.offset)
            }
        }
    }

    /// The committed batches between two offsets.
    private func missing(from start: Offset, to end: Offset, _ partition: Int) -> [TrackedBatch] {
        guard start < end else { return [] }
        let ledger = partitions[partition].ledger
        return ledger.entries[ledger.place(atOrAfter: start)...]
            .prefix { $0.batch.base < end }.map(\.batch)
    }

    private func noteHorizons(of batch: TrackedBatch, _ partition: Int, _ broker: BrokerID) {
        for record in batch.records {
            guard let horizon = record.horizon else { continue }
            partitions[partition].tracks[broker.index].horizons[record.offset] = horizon
        }
    }

    /// What of a replica's log lies intact on its disk, each batch as it was first written, and
    /// with those that compaction took.
    func intactBatches(
        _ partition: Int, _ broker: BrokerID, _ disk: VirtualDisk
    ) -> (start: Offset, batches: [TrackedBatch]) {
        let found = disk.intactBatches(of: PartitionIndex(partition), pool: pool)
        guard topic.cleanupPolicy.compacts else { return found }
        var batches: [TrackedBatch] = []
        var end = found.start
        for batch in found.batches {
            batches += missing(from: end, to: batch.base, partition)
            batches.append(original(of: batch, partition))
            end = batch.next
        }
        noteTaken(
            batches.flatMap(\.records), but: found.batches.flatMap(\.records), partition, broker)
        return (found.start, batches)
    }

    /// The cleaner of a replica has replaced segments: what it took had a later record of its key,
    /// or was a tombstone whose time had come, and all of it was committed.
    func compacted(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, _ disk: VirtualDisk
    ) {
        let found = disk.intactBatches(of: PartitionIndex(partition), pool: pool)
        guard let end = found.batches.last?.next else { return }
        let present = Set(found.batches.flatMap(\.records))
        let track = partitions[partition].tracks[broker.index]
        let all = track.batches.filter { $0.base >= found.start && $0.next <= end }
            .flatMap(\.records)
        let later = LatestOffsets(all, below: end)
        let committed = LatestOffsets(all, below: view.highWatermark)
        for record in all where !present.contains(record) && !track.taken.contains(record.offset) {
            guard let key = record.key else {
                report(
                    .compactionKeepsLatest, partition, broker: broker, offset: record.offset,
                    epoch: view.epoch, "compaction took a record without a key")
                continue
            }
            let isSuperseded = later[key] > record.offset
            if record.offset >= view.highWatermark
                || isSuperseded && committed[key] <= record.offset
            {
                report(
                    .compactionBelowHighWatermark, partition, broker: broker,
                    offset: record.offset, epoch: view.epoch,
                    "compaction took this record for the sake of \(later[key]); the high "
                        + "watermark is \(view.highWatermark)")
            } else if !isSuperseded {
                checkTombstone(record, partition, broker, view)
            }
        }
        noteTaken(all, but: found.batches.flatMap(\.records), partition, broker)
        for batch in found.batches { noteHorizons(of: batch, partition, broker) }
    }

    private func checkTombstone(
        _ record: TrackedRecord, _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight
    ) {
        guard record.value == nil else {
            return report(
                .compactionKeepsLatest, partition, broker: broker, offset: record.offset,
                epoch: view.epoch, "compaction took the latest record of its key")
        }
        let horizon = partitions[partition].tracks[broker.index].horizons[record.offset]
        let time = now.rawValue / 1_000_000
        if let horizon, horizon <= time { return }
        report(
            .tombstoneKeptUntilHorizon, partition, broker: broker, offset: record.offset,
            epoch: view.epoch,
            "compaction took this tombstone at \(time) ms, "
                + (horizon.map { "and its horizon is \($0) ms" } ?? "and it had no horizon"))
    }

    /// At the end of a run: the replica's log replays to the table that all that was committed
    /// makes.
    func compareTable(_ partition: Int, _ broker: BrokerID, _ disk: VirtualDisk) {
        let found = disk.intactBatches(of: PartitionIndex(partition), pool: pool)
        let ledger = partitions[partition].ledger
        let committed = ledger.entries.map(\.batch).filter { $0.base >= found.start }
        let ours = Self.table(found.batches.filter { $0.next <= ledger.end })
        let all = Self.table(committed)
        guard ours != all else { return }
        report(
            .compactionKeepsLatest, partition, broker: broker, offset: ledger.end,
            "its log replays to \(ours.count) keys, what was committed to \(all.count), "
                + "\(all.count { ours[$0.key] == $0.value }) of them the same")
    }

    private static func table(_ batches: [TrackedBatch]) -> [UInt64: UInt64] {
        var table: [UInt64: UInt64] = [:]
        for record in batches.flatMap(\.records) {
            if let key = record.key { table[key] = record.value }
        }
        return table
    }
}

/// The last offset of each key below some offset. Looked up only.
private struct LatestOffsets {
    private var offsets: [UInt64: Offset] = [:]

    init(_ records: [TrackedRecord], below end: Offset) {
        for record in records where record.offset < end {
            if let key = record.key { offsets[key] = record.offset }
        }
    }

    subscript(key: UInt64) -> Offset { offsets[key] ?? Offset(-1) }
}
