import Messages
import Records

extension ClusterWatch {
    /// A broker answers a producer.
    func answered(_ request: ProduceRequest, by broker: BrokerID) {
        guard request.acks != .none else { return }
        for entry in request.entries where entry.error == .none {
            let index = entry.partition.partition.index
            guard index < partitions.count,
                let view = partitions[index].tracks[broker.index].view, let epoch = view.epoch
            else { continue }
            partitions[index].acknowledged += entry.recordCount
            let next = entry.baseOffset.advanced(by: entry.recordCount)
            let isSynced = topic.flushMessages != 1 || next <= view.flushedEnd
            let isWritten = next <= view.logEnd
            // An entry may have been decided before its replica was deposed, and wait for others.
            let isStillLed = view.isLeader && entry.writtenEpoch == view.epoch
            guard isWritten && isSynced || !isStillLed else {
                report(
                    .acknowledgedIsSafe, index, broker: broker, offset: next, epoch: epoch,
                    "acknowledged up to here, written to \(view.logEnd), synced to "
                        + "\(view.flushedEnd)")
                continue
            }
            let decidedIn = entry.writtenEpoch ?? epoch
            if request.acks == .all, decidedIn >= partitions[index].ledger.voidBelow {
                checkCommitted(entry, next: next, index, broker, epoch)
            }
        }
    }

    private func checkCommitted(
        _ entry: ProduceRequest.Entry, next: Offset, _ index: Int, _ broker: BrokerID,
        _ epoch: LeaderEpoch
    ) {
        let end = partitions[index].ledger.end
        guard next <= end else {
            return report(
                .acknowledgedIsSafe, index, broker: broker, offset: next, epoch: epoch,
                "acknowledged at acks=all up to here, committed to \(end)")
        }
        guard let bytes = entry.batch else { return }
        let checksum = BatchHeader(at: bytes.base + bytes.start).checksum
        let committed = partitions[index].ledger.batch(at: entry.baseOffset)
        if committed?.checksum != checksum {
            report(
                .acknowledgedIsSafe, index, broker: broker, offset: entry.baseOffset,
                epoch: epoch, "acknowledged at an offset where another batch is committed")
        }
    }

    /// A broker answers a consumer.
    /// - Parameter mayBeRotten: the broker's disk has harmed bytes, which the consumer finds.
    func sent(_ response: FetchResponse, by broker: BrokerID, mayBeRotten: Bool) {
        let index = response.partition.partition.index
        guard let buffer = response.batches, index < partitions.count, !mayBeRotten,
            response.leaderEpoch >= partitions[index].ledger.voidBelow
        else { return }
        TrackedBatch.forEach(in: buffer.bytes) { header in
            let batch = original(of: TrackedBatch(header, pool: pool), index)
            guard partitions[index].ledger.batch(at: batch.base) != batch else { return }
            report(
                .consistentRead, index, broker: broker, offset: batch.base, epoch: batch.epoch,
                "sent to a consumer, and not what was committed here; the committed end is "
                    + "\(partitions[index].ledger.end)")
        }
    }
}

extension ProduceRequest.Entry {
    /// The epoch that the leader stamped the batch with; nil where it is not at hand.
    fileprivate var writtenEpoch: LeaderEpoch? {
        batch.map { BatchHeader(at: $0.base + $0.start).leaderEpoch }
    }
}
