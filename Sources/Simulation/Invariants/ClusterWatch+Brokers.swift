import Messages
import Records
import Storage

extension ClusterWatch {
    /// A broker hands batches to its disk.
    func appended(_ partition: PartitionIndex, _ broker: BrokerID, _ bytes: UnsafeRawBufferPointer)
    {
        let index = partition.index
        TrackedBatch.forEach(in: bytes) { header in
            let found = TrackedBatch(header, pool: pool)
            if found.base < partitions[index].tracks[broker.index].end {
                cut(index, broker, to: found.base)
            }
            let batch = completed(found, index, broker)
            if let other = partitions[index].ledger.write(batch) {
                report(
                    .logMatching, index, broker: broker, offset: batch.base, epoch: batch.epoch,
                    "appends a batch with checksum \(batch.checksum) where \(other.checksum) "
                        + "was written in that epoch")
            }
            partitions[index].tracks[broker.index].batches.append(batch)
        }
    }

    /// Looks at the end of a replica's indexes: entries rise and lie within their segment.
    func look(atIndexOf partition: Int, _ broker: BrokerID, _ segments: [LogSegment]) {
        guard let segment = segments.last, let last = segment.offsetIndex.entries.last else {
            return
        }
        let entries = segment.offsetIndex.entries.suffix(2)
        let rises = zip(entries, entries.dropFirst()).allSatisfy {
            $0.relativeOffset < $1.relativeOffset && $0.position < $1.position
        }
        let isWithin =
            segment.baseOffset.advanced(by: Int(last.relativeOffset)) < segment.nextOffset
            && Int(last.position) < segment.byteCount
        guard !rises || !isWithin else { return }
        report(
            .indexMonotone, partition, broker: broker, offset: segment.baseOffset,
            "the index ends with offset \(last.relativeOffset) of the segment at "
                + "\(last.position), after \(entries.count - 1) entry; the segment ends at "
                + "\(segment.nextOffset) with \(segment.byteCount) bytes")
    }

    /// Looks at a replica after a step of its broker. Answers whether its log's end has moved.
    func look(at partition: Int, _ broker: BrokerID, _ view: ReplicaSight, disk: VirtualDisk)
        -> Bool
    {
        let old = partitions[partition].tracks[broker.index].view
        guard old != view else { return false }
        partitions[partition].tracks[broker.index].view = view
        if view.isOffline { return false }
        if old == nil { opened(partition, broker, view, disk) }
        checkStructure(partition, broker, view, old)
        followCuts(partition, broker, view)
        if view.replacements > old?.replacements ?? 0 { compacted(partition, broker, view, disk) }
        if let known = old?.epoch, let epoch = view.epoch, epoch < known {
            report(
                .monotonicEpoch, partition, broker: broker, epoch: epoch,
                "knew epoch \(known) before")
        }
        if view.isLeader {
            if old?.isLeader != true || old?.epoch != view.epoch {
                beganToLead(partition, broker, view)
            }
            lookAtLeader(partition, broker, view, old)
        } else if view.highWatermark > old?.highWatermark ?? .zero {
            compare(partition, broker, view)
        }
        guard view.logEnd != old?.logEnd else { return false }
        compareWithLeader(partition, broker, view)
        return true
    }

    private func opened(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, _ disk: VirtualDisk
    ) {
        let track = partitions[partition].tracks[broker.index]
        guard view.nextOffset != track.end else { return }
        if track.isRotten, view.nextOffset < track.end {
            // A clean shutdown's word did not stand up to what was found.
            cutRot(partition, broker, to: view.nextOffset)
        } else {
            report(
                .recoveryKeepsIntact, partition, broker: broker, offset: view.nextOffset,
                epoch: view.epoch,
                "the log was opened to here, its disk held batches up to \(track.end)")
        }
        let found = intactBatches(partition, broker, disk)
        partitions[partition].tracks[broker.index].batches = found.batches
        partitions[partition].tracks[broker.index].start = found.start
        partitions[partition].tracks[broker.index].compared = 0
    }

    private func checkStructure(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, _ old: ReplicaSight?
    ) {
        if view.logStart > view.highWatermark || view.highWatermark > view.logEnd
            || view.logEnd > view.nextOffset
        {
            report(
                .logBounds, partition, broker: broker, offset: view.highWatermark,
                epoch: view.epoch,
                "log start \(view.logStart), high watermark \(view.highWatermark), log end "
                    + "\(view.logEnd), next offset \(view.nextOffset)")
        }
        guard view.epochs != old?.epochs else { return }
        for (earlier, later) in zip(view.epochs, view.epochs.dropFirst())
        where earlier.epoch >= later.epoch || earlier.start >= later.start {
            report(
                .epochCacheMonotone, partition, broker: broker, offset: later.start,
                epoch: later.epoch, "follows epoch \(earlier.epoch) from \(earlier.start)")
        }
        if let last = view.epochs.last, last.start > view.nextOffset {
            report(
                .epochCacheMonotone, partition, broker: broker, offset: last.start,
                epoch: last.epoch, "begins beyond the log's end \(view.nextOffset)")
        }
    }

    /// Takes up what the replica cut off its log.
    private func followCuts(_ partition: Int, _ broker: BrokerID, _ view: ReplicaSight) {
        if view.nextOffset < partitions[partition].tracks[broker.index].end {
            cut(partition, broker, to: view.nextOffset)
        }
        if view.logStart == view.nextOffset {
            partitions[partition].tracks[broker.index].batches.removeAll()
            partitions[partition].tracks[broker.index].start = view.logStart
            partitions[partition].tracks[broker.index].compared = 0
        }
        let end = partitions[partition].tracks[broker.index].end
        if end != view.nextOffset {
            report(
                .logMatching, partition, broker: broker, offset: view.nextOffset,
                epoch: view.epoch, "the log ends here, and its batches at \(end)")
            partitions[partition].tracks[broker.index].start = view.nextOffset
        }
    }

    private func cut(_ partition: Int, _ broker: BrokerID, to offset: Offset) {
        let removed = partitions[partition].tracks[broker.index].cut(to: offset)
        let start = partitions[partition].tracks[broker.index].view?.logStart ?? .zero
        if cutRot(partition, broker, to: offset) { return }
        for batch in removed where batch.base >= start {
            guard partitions[partition].ledger.batch(at: batch.base) == batch else { continue }
            report(
                .noCommittedRecordLost, partition, broker: broker, offset: batch.base,
                epoch: batch.epoch, "a committed batch is cut off")
            return
        }
    }

    /// What has rotted is cut off with all behind it, to be fetched again. Answers whether any was.
    @discardableResult
    private func cutRot(_ partition: Int, _ broker: BrokerID, to offset: Offset) -> Bool {
        let rot = partitions[partition].tracks[broker.index].rot
        let left = rot.filter { $0 < offset }
        guard left.count < rot.count else { return false }
        partitions[partition].tracks[broker.index].rot = left
        partitions[partition].tracks[broker.index].isDamaged = true
        return true
    }

    /// Compares what the replica has come to take for committed with what was.
    func compare(_ partition: Int, _ broker: BrokerID, _ view: ReplicaSight) {
        let ledger = partitions[partition].ledger
        guard let epoch = view.epoch, epoch >= ledger.voidBelow else { return }
        if view.highWatermark > ledger.end {
            report(
                .logMatching, partition, broker: broker, offset: view.highWatermark, epoch: epoch,
                "takes for committed what never was; the committed end is \(ledger.end)")
            return
        }
        let track = partitions[partition].tracks[broker.index]
        var place = track.compared
        while place < track.batches.count, track.batches[place].next <= view.highWatermark {
            let batch = track.batches[place]
            let committed = ledger.batch(at: batch.base)
            if batch.base >= view.logStart, committed != batch {
                let text = committed.map { "\($0.text)" } ?? "no batch that begins here"
                report(
                    .logMatching, partition, broker: broker, offset: batch.base,
                    epoch: batch.epoch, "takes for committed \(batch.text); committed was \(text)")
                break
            }
            place += 1
        }
        partitions[partition].tracks[broker.index].compared = place
    }

    /// A follower that ends where its leader does with a batch of that leader's ends with the same
    /// batch. One with an older batch may still have to find out where it departs.
    private func compareWithLeader(_ partition: Int, _ broker: BrokerID, _ view: ReplicaSight) {
        guard let leader = partitions[partition].ledger.newestLeader, leader.broker != broker,
            let other = partitions[partition].tracks[leader.broker.index].view, other.isLeader,
            other.epoch == view.epoch, other.logEnd == view.logEnd
        else { return }
        let own = last(partition, broker, below: view.logEnd)
        let theirs = last(partition, leader.broker, below: view.logEnd)
        if let own, let theirs, own.epoch == view.epoch, own != theirs {
            report(
                .caughtUpReplicasIdentical, partition, broker: broker, offset: own.base,
                epoch: own.epoch,
                "ends like the leader, broker \(leader.broker), whose last batch begins at "
                    + "\(theirs.base) in epoch \(theirs.epoch)")
        }
    }

    private func last(_ partition: Int, _ broker: BrokerID, below end: Offset) -> TrackedBatch? {
        let track = partitions[partition].tracks[broker.index]
        let place = track.place(atOrAfter: end)
        return place > 0 ? track.batches[place - 1] : nil
    }
}
