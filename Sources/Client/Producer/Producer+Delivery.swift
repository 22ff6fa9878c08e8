import DequeModule
import HeapModule
import Messages
package import Records

/// How batches end that nobody waits for any longer.
extension Producer {
    /// Looks at the partition's oldest batch at `time`.
    func watch(_ partition: Int, until time: Instant) {
        lanes[partition].deadline = time
        timers.insert(IndexTimer(time: time, index: partition))
    }

    /// A partition's time has come to give batches up or to send them again.
    func fire(_ timer: IndexTimer, now: Instant) {
        let partition = timer.index
        if lanes[partition].deadline == timer.time {
            lanes[partition].deadline = nil
            expire(partition, now: now)
        }
        unpark(partition)
    }

    /// Ends the batches whose delivery timeout has passed, oldest first.
    private func expire(_ partition: Int, now: Instant) {
        let timeout = configuration.deliveryTimeout
        while let ticket = lanes[partition].pending.first, let batch = batches[ticket] {
            let deadline = batch.openedAt + timeout
            guard deadline <= now else { return watch(partition, until: deadline) }
            giveUp(ticket, batch, underWay: .requestTimedOut, now: now)
        }
        while let openedAt = accumulator.oldestOpening(partition: partition) {
            let deadline = openedAt + timeout
            guard deadline <= now, let batch = accumulator.takeOldest(partition: partition)
            else { return watch(partition, until: deadline) }
            endUnsent(batch, of: partition, error: .notLeaderOrFollower, now: now)
        }
    }

    private func giveUp(
        _ ticket: Int, _ batch: PendingBatch, underWay error: ErrorCode, now: Instant
    ) {
        let outcome = batch.givenUp(underWay: error)
        lanes[batch.partition].waiting.removeAll { $0 == ticket }
        if batch.request != 0, !batch.isReported { tellFailure(batch, error, now: now) }
        end(ticket, baseOffset: .zero, error: outcome, now: now)
    }

    /// Ends a batch that was never sent.
    func endUnsent(
        _ batch: ReadyBatch, of partition: Int, error: ErrorCode, now: Instant
    ) {
        application.completed(
            CompletedBatch(
                partition: PartitionIndex(partition), firstSequence: batch.firstSequence,
                recordCount: batch.builder.recordCount, baseOffset: .zero, error: error,
                times: batch.times, valueBytes: batch.valueBytes, attempts: 0,
                leaderEpoch: lanes[partition].leaderEpoch),
            now: now)
        pool.give(batch.builder.buffer)
        accumulator.release(chargedBytes: batch.chargedBytes, times: batch.times)
    }

    /// The producer's process ends: everything that is not acknowledged ends, a batch that a
    /// broker may have as `networkException`, whose outcome is open, one that was never sent as
    /// surely not appended. Nothing happens in this producer any more.
    ///
    /// The driver drops it and makes another with the same client id, application and partitions,
    /// handing it the answer: the records' numbers go on, its idempotent epoch is the next one,
    /// and answers to this producer's requests may still be handed to it.
    package func abandon(now: Instant) -> ProducerRemains {
        let latest = lanes.map(\.identity).max { $1.isLater(than: $0) }
        for partition in lanes.indices {
            while let ticket = lanes[partition].pending.first, let batch = batches[ticket] {
                giveUp(ticket, batch, underWay: .networkException, now: now)
            }
            while let batch = accumulator.takeOldest(partition: partition) {
                endUnsent(batch, of: partition, error: .notLeaderOrFollower, now: now)
            }
        }
        isAbandoned = true
        lastFill = .refused
        nextWake = .distantFuture
        for index in connections.indices { connections[index].underWay.removeAll() }
        return ProducerRemains(
            sequences: lanes.indices.map { accumulator.recordCount(of: PartitionIndex($0)) },
            identity: (latest ?? ProducerIdentity(id: Int64(id.rawValue), epoch: 0)).next,
            firstRequest: nextRequest)
    }
}
