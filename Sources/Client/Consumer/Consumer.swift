import DequeModule
import HeapModule
package import Messages
package import Records

/// A consumer with assigned partitions: a step function over fetched batches and time.
///
/// It keeps one fetch under way for each partition that has nothing buffered, verifies every
/// batch's checksum, hands the records to its application in order, and finds the partitions'
/// leaders. Owned by one thread at a time.
package final class Consumer {
    package let id: ClientID
    let configuration: ConsumerConfiguration
    let pool: BufferPool
    let application: any ConsumerApplication
    var assignments: [ConsumerAssignment]
    /// Index into `assignments` by partition number; −1 where it was never assigned.
    private var indexOfPartition: [Int] = []
    /// Assigned partitions with fetched batches, oldest first.
    var buffered: Deque<Int> = []
    /// Assigned partitions that are to be fetched again, or whose answer may be overdue.
    var timers = Heap<IndexTimer>()
    var metadata: MetadataSchedule
    /// Fetches sent, which numbers them: an answer that comes twice must not bring a second fetch
    /// under way for each that there is.
    var fetchCount: Int64 = 0
    /// From when the application can go on.
    var resumeAt = Instant(Int64.min)
    /// Its place in a group; nil where partitions are assigned by hand.
    let membership: Membership?
    /// Whether a commit must be answered before anything is processed.
    var isHeld = false
    /// When the membership wants to be stepped.
    private var membershipStep = Instant.distantFuture

    /// - Parameter partitions: the first assignment, all of one topic, with where each is.
    package convenience init(
        id: ClientID, partitions: [(TopicPartition, PartitionMetadata)],
        configuration: ConsumerConfiguration, pool: BufferPool,
        application: any ConsumerApplication
    ) {
        self.init(
            id: id, configuration: configuration, pool: pool, application: application,
            membership: nil)
        for (partition, metadata) in partitions {
            add(ConsumerAssignment(partition: partition, metadata: metadata, position: .zero))
        }
    }

    init(
        id: ClientID, configuration: ConsumerConfiguration, pool: BufferPool,
        application: any ConsumerApplication, membership: Membership?
    ) {
        self.id = id
        self.configuration = configuration
        self.pool = pool
        self.application = application
        self.membership = membership
        metadata = MetadataSchedule(
            ageMax: Nanoseconds(Int64.max), pause: configuration.retryBackoff,
            patience: configuration.retryBackoffMax)
        assignments = []
    }

    /// Sends the first fetches, or asks to join the group.
    package func start(now: Instant, effects: inout ClientEffects) {
        if let membership { startMembership(membership, now: now, effects: &effects) }
        for index in assignments.indices { fetch(index, now: now, effects: &effects) }
        finishStep(now: now, effects: &effects)
    }

    /// When `step` wants to be called next, if nothing else happens before. O(1).
    package var nextStep: Instant {
        min(
            buffered.isEmpty || isHeld ? Instant.distantFuture : resumeAt,
            timers.min?.time ?? .distantFuture, metadata.next, membershipStep)
    }

    // MARK: Assignment

    /// Reads a partition too, from an offset on. One that is assigned already goes on from there.
    ///
    /// - Parameter lastEpoch: the leader epoch of the record before `offset`, where it is known.
    package func assign(
        _ partition: TopicPartition, _ metadata: PartitionMetadata, from offset: Offset,
        lastEpoch: LeaderEpoch? = nil, now: Instant, effects: inout ClientEffects
    ) {
        unassign(partition.partition)
        let index = add(
            ConsumerAssignment(
                partition: partition, metadata: metadata, position: offset,
                lastFetchedEpoch: lastEpoch))
        fetch(index, now: now, effects: &effects)
        finishStep(now: now, effects: &effects)
    }

    /// Reads a partition no more; what is fetched of it is dropped, and what still comes is
    /// ignored. Answers where it stood; nil where it was not assigned.
    @discardableResult
    package func unassign(_ partition: PartitionIndex) -> Offset? {
        guard let index = index(of: partition) else { return nil }
        let position = position(of: partition)
        if assignments[index].lookup != nil {
            assignments[index].lookup = nil
            membership?.lookupCount -= 1
        }
        dropFetched(index)
        assignments[index].isActive = false
        return position
    }

    /// Drops what is fetched of a partition, and ignores what is under way.
    func dropFetched(_ index: Int) {
        if assignments[index].fetched != nil { buffered.removeAll { $0 == index } }
        if let plain = assignments[index].fetched?.plain { pool.give(plain) }
        assignments[index].fetched = nil
        assignments[index].spent = nil
        assignments[index].deadline = nil
        assignments[index].retryAt = nil
    }

    /// The next offset to process of an assigned partition.
    package func position(of partition: PartitionIndex) -> Offset? {
        guard let index = index(of: partition) else { return nil }
        let position = assignments[index].position
        return max(position, assignments[index].fetched?.cursor?.nextOffset ?? position)
    }

    /// Where it stands in every assigned partition.
    package var positions: [ConsumerPosition] {
        assignments.filter(\.isActive).map { assignment in
            var (offset, epoch) = (assignment.position, assignment.lastFetchedEpoch)
            if let fetched = assignment.fetched, let next = fetched.cursor?.nextOffset,
                next > offset
            {
                (offset, epoch) = (next, fetched.batchEpoch)
            }
            return ConsumerPosition(
                partition: assignment.partition.partition, offset: offset, lastEpoch: epoch)
        }
    }

    /// Where an assigned partition stands among the assignments.
    func index(of partition: PartitionIndex) -> Int? {
        guard indexOfPartition.indices.contains(partition.index) else { return nil }
        let index = indexOfPartition[partition.index]
        return index >= 0 && assignments[index].isActive ? index : nil
    }

    /// Takes in an assignment, at its partition's old place where it has one.
    @discardableResult
    func add(_ assignment: ConsumerAssignment) -> Int {
        metadata.add(listener: assignment.listener)
        let partition = assignment.partition.partition.index
        let missing = partition + 1 - indexOfPartition.count
        if missing > 0 { indexOfPartition += repeatElement(-1, count: missing) }
        let known = indexOfPartition[partition]
        guard known < 0 else {
            let watchedAt = assignments[known].watchedAt
            assignments[known] = assignment
            assignments[known].watchedAt = watchedAt
            return known
        }
        indexOfPartition[partition] = assignments.count
        assignments.append(assignment)
        return assignments.count - 1
    }

    // MARK: Steps

    /// Processes buffered records as far as the application can take them now.
    package func step(now: Instant, effects: inout ClientEffects) {
        while let timer = timers.min, timer.time <= now {
            timers.removeMin()
            fire(timer, now: now, effects: &effects)
        }
        if let membership {
            stepMembership(membership, now: now, effects: &effects)
            proceedMembership(membership, now: now, effects: &effects)
            workInPolls(membership, now: now, effects: &effects)
            return finishStep(now: now, effects: &effects)
        }
        while resumeAt <= now, let index = buffered.first {
            let progress = process(index, now: now)
            if progress == .paused { break }
            buffered.removeFirst()
            if progress == .finished {
                fetch(index, now: now, effects: &effects)
            } else {
                fetchLater(index, now: now)
            }
        }
        finishStep(now: now, effects: &effects)
    }

    /// Goes on with the membership, and asks controllers where that is due.
    func finishStep(now: Instant, effects: inout ClientEffects) {
        if let membership {
            proceedMembership(membership, now: now, effects: &effects)
            membership.schedule.takeDue(now: now) { listener in
                effects.toController.append(
                    (listener, .metadata(id, membership.settings.offsetsPartition.topic)))
            }
            membershipStep = membership.nextStep
        }
        guard metadata.next <= now,
            let topic = membership?.settings.topic ?? assignments.first?.partition.topic
        else { return }
        metadata.takeDue(now: now) { listener in
            effects.toController.append((listener, .metadata(id, topic)))
        }
    }

    /// Takes whatever comes for this client; what is not for a consumer is ignored.
    package func handle(
        _ message: ClientMessage, now: Instant, effects: inout ClientEffects
    ) {
        switch message {
        case .fetched(let response): handle(response, now: now, effects: &effects)
        case .metadata(let metadata): handle(metadata, now: now, effects: &effects)
        case .disconnected(let broker, let listener):
            disconnected(broker, listener: listener, now: now, effects: &effects)
        case .offsetListed, .joinedGroup, .syncedGroup, .groupHeartbeat, .leftGroup,
            .offsetsCommitted, .offsetsFetched:
            guard let membership else { return }
            handleGroup(message, membership, now: now, effects: &effects)
        case .produced: break
        }
    }
}
