import DequeModule
package import Messages
package import Records
import Replication
package import Storage

/// One listener of one broker: a step function over messages, disk completions and time.
///
/// A broker divides its partitions among listeners that share nothing, each driven by one thread
/// at a time; a broker with one listener is simply a broker. It owns no thread, reads no clock and
/// draws no randomness: the same steps give the same effects.
///
/// An object is one incarnation: from a start of the broker to its end. What a killed broker's
/// object held is gone with it; the next one is made over the same disk.
package final class Broker {
    package let id: BrokerID
    /// 0 for the first start, which the controller knows of from the beginning; every later one
    /// registers before it does anything else.
    package let incarnation: Int64
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
    /// Segments that the present tick may still delete.
    var deletionsLeft = 0
    /// Which log is being compacted, and how fast it may go.
    var cleaner = BackgroundCleaner()
    /// What the broker knows of its controller, and the controller of it.
    var session: ControllerSession
    /// The topic that holds the groups and how many partitions it has, once the broker has a
    /// replica of one of them.
    var groupsTopic: (topic: TopicID, partitions: Int)?
    /// Reads of partitions that hold groups, as they came back.
    var groupReads: Deque<FetchResponse> = []
    /// Fetches sent to leaders, ever.
    var fetchCount: Int64 = 0
    /// When `tick` wants to be called next.
    package internal(set) var nextTick: Instant

    /// - Parameter incarnation: larger than at any earlier start of this broker.
    package init(
        id: BrokerID, incarnation: Int64 = 0, settings: BrokerSettings, disk: any Disk,
        pool: BufferPool, now: Instant
    ) {
        self.id = id
        self.incarnation = incarnation
        self.settings = settings
        self.disk = disk
        self.pool = pool
        var last: Int64?
        do throws(StorageError) {
            last = try BrokerShutdownMarker.take(listener: settings.listener, disk: disk)
        } catch { last = nil }
        let isFirst = incarnation == 0
        session = ControllerSession(
            isClean: last == incarnation - 1, brokerEpoch: isFirst ? 0 : nil,
            metadataVersion: isFirst ? 0 : -1,
            nextContact: isFirst ? now + settings.heartbeatInterval : now)
        nextTick = isFirst ? now + settings.tickInterval : now
    }

    /// Takes a message.
    package func handle(_ message: BrokerMessage, now: Instant, effects: inout BrokerEffects) {
        switch message {
        case .produce(let request): produce(request, now: now, effects: &effects)
        case .fetch(let request): fetch(request, now: now, effects: &effects)
        case .fetched(let response): fetched(response, now: now, effects: &effects)
        case .alterPartition(let response): altered(response, now: now, effects: &effects)
        case .registered(let answer): registered(answer, now: now, effects: &effects)
        case .metadata(let update): take(update, now: now, effects: &effects)
        case .retentionFloor(let partition, let offset):
            replica(of: partition)?.retentionFloor = offset
            if let replica = replica(of: partition) { wakeToDelete(replica, now: now) }
        case .listOffset(let request): listOffset(request, effects: &effects)
        case .joinGroup, .syncGroup, .groupHeartbeat, .leaveGroup, .offsetCommit, .offsetFetch:
            handleGroup(message, now: now, effects: &effects)
        }
        if !groupReads.isEmpty { takeGroupReads(now: now, effects: &effects) }
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
            if replica.followerAppends > 0 {
                replica.followerAppends -= 1
                pool.give(buffer)
            }
            logMoved(replica, now: now, effects: &effects)
        case .sync:
            replica.log.complete(completion)
            logMoved(replica, now: now, effects: &effects)
        case .read(let read):
            finishRead(replica, read, completion.error, now: now, effects: &effects)
        case .remove:
            replica.log.complete(completion)
        }
        if !groupReads.isEmpty { takeGroupReads(now: now, effects: &effects) }
    }

    /// Closes every log cleanly and leaves its marker, and where all were closed the broker's. No
    /// request may be under way.
    ///
    /// - Throws: the first refusal of the disk; the other logs are closed all the same.
    package func close() throws(StorageError) {
        var failure: StorageError?
        var isClean = session.offline.isEmpty
        for replica in replicas {
            do throws(StorageError) {
                guard let state = try replica.log.close() else {
                    isClean = false
                    continue
                }
                try CleanShutdownMarker.write(state, disk: disk)
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        if isClean {
            try BrokerShutdownMarker.write(
                listener: settings.listener, incarnation: incarnation, disk: disk)
        }
    }

    func replica(of partition: TopicPartition) -> Replica? {
        replicaNumbers[partition].map { replicas[$0] }
    }
}
