package import Messages
package import Records
import Replication
package import Storage

/// One listener of one broker: a step function over messages, disk completions and time.
///
/// A broker divides its partitions among listeners that share nothing, each driven by one thread
/// at a time; a broker with one listener is simply a broker. It owns no thread, reads no clock and
/// draws no randomness: the same steps give the same effects.
package final class Broker {
    package let id: BrokerID
    let settings: BrokerSettings
    let disk: any Disk
    let pool: BufferPool

    /// In order of their owner numbers, which their disk requests carry.
    var replicas: [Replica] = []
    var replicaNumbers = ReplicaNumbers()
    /// For each replica, no later than the first instant at which `tick` has work for it.
    var dueTimes: [Instant] = []
    /// Reads under way, by ticket.
    var reads = ReadTable()
    /// When `tick` wants to be called next.
    package internal(set) var nextTick: Instant

    package init(
        id: BrokerID, settings: BrokerSettings, disk: any Disk, pool: BufferPool, now: Instant
    ) {
        self.id = id
        self.settings = settings
        self.disk = disk
        self.pool = pool
        nextTick = now + settings.tickInterval
    }

    /// Takes a message.
    package func handle(_ message: BrokerMessage, now: Instant, effects: inout BrokerEffects) {
        switch message {
        case .produce(let request): produce(request, now: now, effects: &effects)
        case .fetch(let request): fetch(request, now: now, effects: &effects)
        case .fetched(let response): fetched(response, now: now, effects: &effects)
        case .partitionState(let state, let configuration):
            adopt(state, configuration, now: now, effects: &effects)
        case .alterPartition(let response):
            altered(response, now: now, effects: &effects)
        case .registered, .metadata: break
        case .retentionFloor(let partition, let offset):
            replica(of: partition)?.retentionFloor = offset
        }
    }

    /// Takes the completion of a disk request; they come back in order for each owner.
    package func handle(
        _ completion: DiskCompletion, now: Instant, effects: inout BrokerEffects
    ) {
        let replica = replicas[Int(completion.request.owner)]
        if let error = completion.error { effects.failures.append(error) }
        switch completion.request.operation {
        case .append(_, _, let buffer):
            replica.log.complete(completion)
            replica.failureIsReported = replica.log.hasFailed
            if !replica.isSent(buffer) { pool.give(buffer) }
            logMoved(replica, now: now, effects: &effects)
        case .sync:
            replica.log.complete(completion)
            replica.failureIsReported = replica.log.hasFailed
            logMoved(replica, now: now, effects: &effects)
        case .read(let read):
            finishRead(replica, read, completion.error, now: now, effects: &effects)
        case .remove:
            replica.log.complete(completion)
        }
    }

    /// Closes every log cleanly and leaves its marker. No request may be under way.
    ///
    /// - Throws: the first refusal of the disk; the other logs are closed all the same.
    package func close() throws(StorageError) {
        var failure: StorageError?
        for replica in replicas {
            do throws(StorageError) {
                guard let state = try replica.log.close() else { continue }
                try CleanShutdownMarker.write(state, disk: disk)
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    func replica(of partition: TopicPartition) -> Replica? {
        replicaNumbers[partition].map { replicas[$0] }
    }

    /// Where this broker's replica of a partition begins and ends and what is committed of it;
    /// nil where it has none.
    package func bounds(
        of partition: TopicPartition
    ) -> (logStart: Offset, highWatermark: Offset, logEnd: Offset)? {
        replica(of: partition).map { ($0.log.logStart, $0.highWatermark, $0.log.logEnd) }
    }
}
