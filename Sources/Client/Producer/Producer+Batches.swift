import DequeModule
import HeapModule
import Messages
import Records

/// Which batch of a partition is sent next.
extension Producer {
    /// Takes the batch that the partition sends next; nil where it may send none now.
    func takeNext(_ partition: Int, now: Instant) -> Int? {
        if let ticket = lanes[partition].waiting.first {
            guard maySendAgain(ticket, partition, now: now) else { return nil }
            lanes[partition].waiting.removeFirst()
            if configuration.plantedBugs.has(.renumbersRetries) { renumber(ticket, partition) }
            let hasOther = !lanes[partition].waiting.isEmpty
            if accumulator.requeue(partition: partition, hasOther: hasOther) {
                connections[lanes[partition].connection].queued.append(partition)
            }
            return ticket
        }
        guard maySendFresh(partition) else {
            lanes[partition].isParked = true
            return nil
        }
        let (batch, hasMore) = accumulator.takeBatch(partition: partition)
        if hasMore { connections[lanes[partition].connection].queued.append(partition) }
        return batch.flatMap { close($0, partition: partition, now: now) }
    }

    /// Whether a batch may be sent for the first time: as many of a partition are without an
    /// outcome as may be on a connection, whichever they went by.
    private func maySendFresh(_ partition: Int) -> Bool {
        let pending = lanes[partition].pending.count
        guard configuration.isIdempotent else { return pending < configuration.maxInFlight }
        return !lanes[partition].needsNewEpoch
            && pending < (lanes[partition].isEstablished ? configuration.maxInFlight : 1)
            && isKnownAgain(partition)
    }

    /// As many batches back as a log knows again when they come twice.
    private static let batchesKnownAgain = 5

    /// Whether the log would still know the oldest batch without an outcome again after one more:
    /// where answers to later batches overtake the one to it, a repetition of it would otherwise
    /// be refused as out of order, and pass for one that was never appended.
    private func isKnownAgain(_ partition: Int) -> Bool {
        guard let ticket = lanes[partition].pending.first, let oldest = batches[ticket] else {
            return true
        }
        return lanes[partition].takenCount - oldest.order < Self.batchesKnownAgain
    }

    /// Whether the batch that failed may be sent again now; if not, the partition is parked until
    /// its time has come or another batch of it has come to its end.
    private func maySendAgain(_ ticket: Int, _ partition: Int, now: Instant) -> Bool {
        let retryAt = batches[ticket]?.retryAt ?? now
        if retryAt > now {
            timers.insert(IndexTimer(time: retryAt, index: partition))
            lanes[partition].isParked = true
            return false
        }
        guard configuration.isIdempotent else { return true }
        // In sequence, one at a time.
        let isNext = lanes[partition].pending.first == ticket
        let isSettled = !lanes[partition].needsNewEpoch || lanes[partition].isUnresolved
        lanes[partition].isParked = !(isNext && isSettled)
        return isNext && isSettled
    }

    /// Completes the bytes of a batch that is to be sent for the first time; nil where its codec
    /// failed, which fails the batch.
    private func close(_ batch: ReadyBatch, partition: Int, now: Instant) -> Int? {
        let records = batch.builder.recordCount
        let buffer: BatchBuffer
        do throws(RecordError) {
            buffer = try finish(batch, partition: partition)
        } catch {
            endUnsent(batch, of: partition, error: .corruptMessage, now: now)
            return nil
        }
        let ticket = freeTickets.popLast() ?? batches.count
        if ticket == batches.count { batches.append(nil) }
        batches[ticket] = PendingBatch(
            partition: partition, buffer: buffer, times: batch.times,
            valueBytes: batch.valueBytes, chargedBytes: batch.chargedBytes,
            firstSequence: batch.firstSequence,
            recordCount: records, openedAt: batch.openedAt, order: lanes[partition].takenCount)
        lanes[partition].takenCount += 1
        lanes[partition].pending.append(ticket)
        return ticket
    }

    private func finish(
        _ batch: ReadyBatch, partition: Int
    ) throws(RecordError) -> BatchBuffer {
        guard configuration.isIdempotent else {
            return try batch.builder.finish(codec: configuration.codec, pool: pool)
        }
        let identity = lanes[partition].identity
        let sequence = lanes[partition].nextSequence
        let buffer = try batch.builder.finish(
            codec: configuration.codec, pool: pool, producerID: identity.id,
            producerEpoch: identity.epoch, baseSequence: sequence)
        lanes[partition].nextSequence = ProducerIdentity.sequence(
            sequence, plus: batch.builder.recordCount)
        return buffer
    }

    /// Lets the partition send what waits in it.
    func enqueue(_ partition: Int) {
        let isNew = accumulator.queue(partition: partition)
        guard isNew || lanes[partition].isParked else { return }
        lanes[partition].isParked = false
        connections[lanes[partition].connection].queued.append(partition)
    }

    /// Lets a partition that could not send look again whether it can.
    func unpark(_ partition: Int) {
        guard lanes[partition].isParked else { return }
        lanes[partition].isParked = false
        connections[lanes[partition].connection].queued.append(partition)
    }
}
