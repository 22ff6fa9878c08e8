import DequeModule
import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Serves a consumer's or follower's fetch as the leader, now or when there are records.
    func fetch(_ message: FetchRequest, now: Instant, effects: inout BrokerEffects) {
        var request = message
        if let spent = request.spent {
            pool.give(spent)
            request.spent = nil
        }
        guard let replica = replica(of: request.partition) else {
            return refuse(request, .unknownTopicOrPartition, effects: &effects)
        }
        guard let epoch = replica.leadership?.epoch else {
            let isOffline = replica.log.hasFailed
            return refuse(
                request, isOffline ? .kafkaStorageError : .notLeaderOrFollower,
                effects: &effects)
        }
        let looksAtEpochs = !settings.plantedBugs.has(.ignoresFetchEpochs)
        if looksAtEpochs, request.leaderEpoch < epoch {
            return refuse(request, .fencedLeaderEpoch, effects: &effects)
        }
        if looksAtEpochs, request.leaderEpoch > epoch {
            return refuse(request, .unknownLeaderEpoch, effects: &effects)
        }
        if looksAtEpochs, departs(request, from: replica, effects: &effects) { return }
        if case .follower(let broker) = request.reader {
            noteFollower(replica, broker, request, now: now, effects: &effects)
        }
        if !startRead(replica, request, effects: &effects) {
            park(request, at: replica, now: now)
        }
    }

    /// Whether the reader's log, or what it has read, departs from this leader's; it is told so.
    private func departs(
        _ request: FetchRequest, from replica: Replica, effects: inout BrokerEffects
    ) -> Bool {
        if request.reader.isOutside, request.lastFetchedEpoch == nil { return false }
        do throws(StorageError) {
            let diverging = try replica.log.divergence(
                from: request.offset, lastEpoch: request.lastFetchedEpoch)
            guard let diverging else { return false }
            respond(
                replica, request, error: .none, batches: nil, diverging: diverging,
                effects: &effects)
        } catch {
            respond(
                replica, request, error: .offsetOutOfRange, batches: nil, effects: &effects)
        }
        return true
    }

    /// Lets a fetch wait for records.
    private func park(_ request: FetchRequest, at replica: Replica, now: Instant) {
        let deadline = now + request.waitMax
        replica.parked.append(Replica.ParkedFetch(request: request, deadline: deadline))
        wake(replica, at: deadline)
    }

    /// Takes a follower's progress from its fetch and commits what it completes.
    private func noteFollower(
        _ replica: Replica, _ broker: BrokerID, _ request: FetchRequest, now: Instant,
        effects: inout BrokerEffects
    ) {
        let end = replica.log.logEnd
        guard
            replica.leadership?.followerFetched(
                broker, from: request.offset, leaderEnd: end, now: now,
                brokerEpoch: request.brokerEpoch) == true
        else { return }
        let isInSync = replica.leadership?.inSyncReplicas.contains(broker) == true
        if !isInSync { checkReplicas(replica, now: now, force: true, effects: &effects) }
        let before = replica.highWatermark
        updateHighWatermark(replica, now: now, effects: &effects)
        if replica.highWatermark > before { wakeParked(replica, effects: &effects) }
    }

    /// What a reader may see ends here.
    private func bound(of replica: Replica, for reader: FetchRequest.Reader) -> Offset {
        switch reader {
        case .consumer, .coordinator: replica.highWatermark
        case .follower: replica.log.logEnd
        }
    }

    /// Starts reading for a fetch. Answers false where there is nothing to read yet.
    private func startRead(
        _ replica: Replica, _ request: FetchRequest, effects: inout BrokerEffects
    ) -> Bool {
        let bound = bound(of: replica, for: request.reader)
        let log = replica.log
        // What was on its way into the log when this replica came to lead, the reader has already.
        if request.offset > log.logEnd, request.offset <= log.nextOffset { return false }
        let ticket = reads.insert(request)
        do throws(StorageError) {
            let read = try replica.log.planRead(
                from: request.offset, bound: bound, bytesMax: request.bytesMax, ticket: ticket,
                pool: pool)
            if let read {
                effects.disk.append(read)
                return true
            }
            reads.remove(ticket)
            return false
        } catch {
            reads.remove(ticket)
            respond(
                replica, request, error: .offsetOutOfRange, batches: nil, effects: &effects)
            return true
        }
    }

    /// Tries the fetches that wait at a replica again.
    func wakeParked(_ replica: Replica, effects: inout BrokerEffects) {
        guard !replica.parked.isEmpty else { return }
        var kept = 0
        for index in replica.parked.indices {
            let fetch = replica.parked[index]
            if !startRead(replica, fetch.request, effects: &effects) {
                replica.parked[kept] = fetch
                kept += 1
            }
        }
        replica.parked.removeSubrange(kept...)
    }

    /// Sends what a read brought to whoever asked.
    func finishRead(
        _ replica: Replica, _ read: ReadRequest, _ refusal: StorageError?, now: Instant,
        effects: inout BrokerEffects
    ) {
        guard let request = reads.fetch(read.ticket) else { return pool.give(read.buffer) }
        guard
            replica.leadership?.epoch == request.leaderEpoch
                || settings.plantedBugs.has(.ignoresFetchEpochs)
        else {
            // What was read may have been cut off since.
            pool.give(read.buffer)
            reads.remove(read.ticket)
            return respond(
                replica, request, error: .notLeaderOrFollower, batches: nil, effects: &effects)
        }
        var batches: BatchBuffer?
        var outcome = ErrorCode.none
        do throws(StorageError) {
            if let refusal { throw refusal }
            switch try replica.log.finishRead(read, pool: pool) {
            case .again(let again): return effects.disk.append(again)
            case .batches(let buffer) where buffer.count == 0:
                // The batch that holds the offset is not wholly committed yet.
                pool.give(buffer)
                reads.remove(read.ticket)
                // What was committed meanwhile found nobody waiting.
                let hasMoved = bound(of: replica, for: request.reader) > read.bound
                if hasMoved, startRead(replica, request, effects: &effects) { return }
                return park(request, at: replica, now: now)
            case .batches(let buffer):
                if request.isHarmed { try verify(buffer, epochMax: request.leaderEpoch) }
                if case .consumer = request.reader {
                    replica.passages?.attach(to: buffer, from: request.offset)
                }
                batches = buffer
            }
        } catch .offsetOutOfRange {
            // Retention overtook the read.
            pool.give(read.buffer)
            outcome = .offsetOutOfRange
        } catch {
            // The disk refused, or the bytes frame no batch.
            pool.give(read.buffer)
            outcome = .kafkaStorageError
            if refusal == nil {
                effects.failures.append(error)
                reads.remove(read.ticket)
                respond(replica, request, error: outcome, batches: nil, effects: &effects)
                return lookForDamage(replica, at: request.offset, now: now, effects: &effects)
            }
        }
        reads.remove(read.ticket)
        respond(replica, request, error: outcome, batches: batches, effects: &effects)
    }

    func respond(
        _ replica: Replica, _ request: FetchRequest, error: ErrorCode, batches: BatchBuffer?,
        diverging: EpochEnd? = nil, effects: inout BrokerEffects
    ) {
        send(
            FetchResponse(
                partition: request.partition, error: error, offset: request.offset,
                leaderEpoch: request.leaderEpoch, highWatermark: replica.highWatermark,
                logStart: replica.log.logStart, batches: batches, divergingEpoch: diverging,
                number: request.number),
            to: request.reader, effects: &effects)
    }

    /// Tells whoever waits at a replica that it no longer leads in their epoch.
    func dismissParked(_ replica: Replica, effects: inout BrokerEffects) {
        let parked = replica.parked
        replica.parked = []
        for fetch in parked {
            respond(
                replica, fetch.request, error: .notLeaderOrFollower, batches: nil,
                effects: &effects)
        }
    }

    private func refuse(
        _ request: FetchRequest, _ error: ErrorCode, effects: inout BrokerEffects
    ) {
        send(
            FetchResponse(
                partition: request.partition, error: error, offset: request.offset,
                leaderEpoch: request.leaderEpoch, highWatermark: .zero, logStart: .zero,
                batches: nil, number: request.number),
            to: request.reader, effects: &effects)
    }

    private func send(
        _ response: FetchResponse, to reader: FetchRequest.Reader, effects: inout BrokerEffects
    ) {
        switch reader {
        case .consumer(let client):
            effects.toClients.append((client, .fetched(response)))
        case .follower(let broker):
            effects.toBrokers.append((broker, response.partition, .fetched(response)))
        case .coordinator: groupReads.append(response)
        }
    }
}
