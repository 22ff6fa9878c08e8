import Messages
import Records

extension ClusterWatch {
    /// A broker's process has ended, with or without closing its logs; what its disk holds now is
    /// what is left.
    func ended(_ broker: BrokerID, isClean: Bool, disk: VirtualDisk) {
        for index in partitions.indices {
            guard partitions[index].state?.replicas.contains(broker) == true else { continue }
            let view = partitions[index].tracks[broker.index].view
            partitions[index].tracks[broker.index].view = nil
            if isClean, view?.isOffline != true { continue }
            partitions[index].tracks[broker.index].hasEndedUncleanly = !isClean
            let isRotten = partitions[index].tracks[broker.index].isRotten
            let before = partitions[index].tracks[broker.index].end
            let writtenEnd = view?.logEnd ?? before
            let found = intactBatches(index, broker, disk)
            partitions[index].tracks[broker.index].batches = found.batches
            partitions[index].tracks[broker.index].start = found.start
            partitions[index].tracks[broker.index].compared = 0
            // What is left is intact.
            partitions[index].tracks[broker.index].rot = []
            let end = partitions[index].tracks[broker.index].end
            // What retention has passed over counts as synced, though nothing was.
            if let view, !isRotten, end < view.flushedEnd, view.logStart < view.flushedEnd {
                report(
                    .recoveryKeepsIntact, index, broker: broker, offset: end, epoch: view.epoch,
                    "the disk is intact up to here, and the log was synced to \(view.flushedEnd)")
            }
            if end < writtenEnd || found.start > view?.logStart ?? found.start {
                partitions[index].tracks[broker.index].isDamaged = true
            }
        }
        for index in partitions.indices { judgeDamage(index) }
    }

    /// A bit of a replica's log was flipped, in the batch that begins at the offset.
    func rotted(_ partition: Int, _ broker: BrokerID, at offset: Offset) {
        partitions[partition].tracks[broker.index].rot.append(offset)
        judgeDamage(partition)
    }

    /// At the end of a run: the leader's disk has every committed record, and the in-sync
    /// replicas' logs are the same bytes.
    func checkEnd(_ partition: Int, leader: BrokerID, disks: [VirtualDisk]) {
        let found = intactBatches(partition, leader, disks[leader.index])
        let ledger = partitions[partition].ledger
        var own = 0
        for entry in ledger.entries where entry.batch.base >= found.start {
            while own < found.batches.count, found.batches[own].base < entry.batch.base { own += 1 }
            guard own < found.batches.count, found.batches[own] == entry.batch else {
                report(
                    .noCommittedRecordLost, partition, broker: leader, offset: entry.batch.base,
                    epoch: entry.batch.epoch, "the leader's disk lacks this batch at the end")
                break
            }
        }
        for member in partitions[partition].state?.inSyncReplicas ?? []
        where partitions[partition].tracks[member.index].view != nil {
            if topic.cleanupPolicy.compacts {
                compareTable(partition, member, disks[member.index])
            } else if member != leader {
                compareBytes(partition, leader: leader, member: member, disks)
            }
        }
    }

    private func compareBytes(
        _ partition: Int, leader: BrokerID, member: BrokerID, _ disks: [VirtualDisk]
    ) {
        let index = PartitionIndex(partition)
        let ours = disks[leader.index].logBytes(of: index)
        let theirs = disks[member.index].logBytes(of: index)
        let count = min(ours.count, theirs.count)
        // Retention may have taken more of one than of the other.
        if ours.suffix(count) != theirs.suffix(count) {
            report(
                .caughtUpReplicasIdentical, partition, broker: member,
                "its log's bytes differ from those of the leader, broker \(leader)")
        }
    }
}
