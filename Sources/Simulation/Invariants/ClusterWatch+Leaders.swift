import Messages
import Records

extension ClusterWatch {
    /// A replica begins to lead: it has to have all that was committed before.
    func beganToLead(_ partition: Int, _ broker: BrokerID, _ view: ReplicaSight) {
        guard let epoch = view.epoch else { return }
        if let other = partitions[partition].ledger.lead(epoch, broker) {
            report(
                .singleLeaderPerEpoch, partition, broker: broker, epoch: epoch,
                "broker \(other) has led in this epoch")
        }
        if let missing = firstMissing(partition, broker, view, before: epoch) {
            lose(partition, broker, from: missing, epoch)
        } else {
            partitions[partition].tracks[broker.index].isDamaged = false
        }
        if let since = partitions[partition].ledger.lossPermittedSince, epoch > since {
            partitions[partition].ledger.lossPermittedSince = nil
        }
        if epoch > partitions[partition].ledger.newestLeader?.epoch ?? LeaderEpoch(-1) {
            partitions[partition].ledger.newestLeader = (broker, epoch)
        }
    }

    /// The first of what was committed in earlier epochs that the replica lacks.
    private func firstMissing(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, before epoch: LeaderEpoch
    ) -> Int? {
        let entries = partitions[partition].ledger.entries
        let track = partitions[partition].tracks[broker.index]
        let start = expectedStart(view)
        let first = partitions[partition].ledger.place(atOrAfter: start)
        var own = track.place(atOrAfter: start)
        for place in first..<max(first, entries.count) {
            guard entries[place].committedIn < epoch else { return nil }
            guard own < track.batches.count, track.batches[own] == entries[place].batch else {
                return place
            }
            own += 1
        }
        return nil
    }

    private func lose(_ partition: Int, _ broker: BrokerID, from place: Int, _ epoch: LeaderEpoch) {
        let ledger = partitions[partition].ledger
        guard epoch >= ledger.voidBelow else { return }
        if ledger.lossPermittedSince == nil {
            let entry = ledger.entries[place]
            report(
                .leaderCompleteness, partition, broker: broker, offset: entry.batch.base,
                epoch: epoch,
                "begins to lead without a batch committed in epoch \(entry.committedIn); the "
                    + "committed end is \(ledger.end)")
        }
        let start = partitions[partition].tracks[broker.index].view?.logStart ?? .zero
        partitions[partition].ledger.lose(from: place, epoch: epoch, logStart: start)
    }

    /// Looks at who leads, or believes so.
    func lookAtLeader(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, _ old: ReplicaSight?
    ) {
        guard let epoch = view.epoch else { return }
        var before = old?.highWatermark ?? view.logStart
        let isSameReign = old?.isLeader == true && old?.epoch == epoch
        // What it took for committed before, when its word counted for nothing, counts now.
        if !isSameReign { before = min(before, partitions[partition].ledger.end) }
        if isSameReign, view.highWatermark < before {
            report(
                .monotonicHighWatermark, partition, broker: broker, offset: view.highWatermark,
                epoch: epoch, "was \(before) before")
        }
        guard epoch >= partitions[partition].ledger.voidBelow else { return }
        if view.highWatermark > before {
            if view.inSyncReplicas.count < topic.minInsyncReplicas {
                report(
                    .highWatermarkNeedsMinIsr, partition, broker: broker,
                    offset: view.highWatermark, epoch: epoch,
                    "the high watermark rises with \(view.inSyncReplicas.count) in sync of "
                        + "\(topic.minInsyncReplicas) needed")
            }
            commit(partition, broker, view, epoch)
        }
        if view.highWatermark != before || view.inSyncReplicas != old?.inSyncReplicas ?? [] {
            compare(partition, broker, view)
            checkMembers(.weakIsr, partition, broker, view, view.inSyncReplicas)
            let state = partitions[partition].state
            checkMembers(.strongIsr, partition, broker, view, state?.inSyncReplicas ?? [])
        }
    }

    /// Takes down what a leader commits.
    private func commit(
        _ partition: Int, _ broker: BrokerID, _ view: ReplicaSight, _ epoch: LeaderEpoch
    ) {
        let track = partitions[partition].tracks[broker.index]
        var place = track.place(atOrAfter: partitions[partition].ledger.end)
        while place < track.batches.count, track.batches[place].next <= view.highWatermark {
            let batch = track.batches[place]
            if let last = partitions[partition].ledger.commit(batch, in: epoch) {
                report(
                    .idempotentSequence, partition, broker: broker, offset: batch.base,
                    epoch: batch.epoch,
                    "sequence \(batch.firstSequence) of producer \(batch.producerID) in its epoch "
                        + "\(batch.producerEpoch) follows \(last.firstSequence) in "
                        + "\(last.producerEpoch), which ended at \(last.nextSequence)")
            }
            checkNewestLeader(partition, broker, batch, epoch)
            place += 1
        }
    }

    /// What an old leader commits after a new one began has to be on the new one too.
    private func checkNewestLeader(
        _ partition: Int, _ broker: BrokerID, _ batch: TrackedBatch, _ epoch: LeaderEpoch
    ) {
        guard let newest = partitions[partition].ledger.newestLeader, newest.epoch > epoch else {
            return
        }
        let track = partitions[partition].tracks[newest.broker.index]
        // It may have had it when it began, and have lost it since.
        if track.isDamaged || track.isRotten { return }
        let place = track.place(atOrAfter: batch.base)
        guard place >= track.batches.count || track.batches[place] != batch else { return }
        report(
            .leaderCompleteness, partition, broker: broker, offset: batch.base, epoch: epoch,
            "commits what broker \(newest.broker) lacks, who leads in epoch \(newest.epoch)")
    }

    /// Every member of an in-sync set has what the leader takes for committed.
    func checkMembers(
        _ invariant: Invariant, _ partition: Int, _ leader: BrokerID, _ view: ReplicaSight,
        _ members: [BrokerID]
    ) {
        // A leader that was deposed in favour of one who may lack records is out of the game.
        if let since = partitions[partition].ledger.lossPermittedSince, let epoch = view.epoch,
            epoch <= since
        {
            return
        }
        for member in members where member != leader {
            let track = partitions[partition].tracks[member.index]
            let start = track.view.map { expectedStart($0) } ?? track.start
            if track.isDamaged || track.isRotten { continue }
            if track.writtenEnd >= view.highWatermark, track.writtenStart <= start { continue }
            report(
                invariant, partition, broker: leader, offset: view.highWatermark,
                epoch: view.epoch,
                "takes this for committed, and broker \(member), in sync, has "
                    + "\(track.writtenStart) to \(track.writtenEnd)")
        }
    }

    /// Where a replica's log may begin at the latest: nothing moves the start of a log but
    /// retention.
    private func expectedStart(_ view: ReplicaSight) -> Offset {
        topic.retentionBytes == nil && topic.retentionTime == nil ? .zero : view.logStart
    }
}
