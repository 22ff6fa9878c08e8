import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Asks the leader for what comes after this follower's log, unless it has been asked or
    /// appends are still under way. What is to be cut off the log first, is.
    func followAgain(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let following = replica.following, following.fetchOffset == nil,
            let epoch = session.brokerEpoch, !replica.log.hasFailed,
            replica.log.logEnd == replica.log.nextOffset
        else { return }
        if let cut = following.cut {
            guard make(cut, replica, now: now, effects: &effects) else { return }
        }
        let deadline = now + settings.replicaFetchTimeout
        fetchCount += 1
        let number = epoch << 32 + fetchCount
        replica.following?.fetchOffset = replica.log.logEnd
        replica.following?.fetchNumber = number
        replica.following?.fetchDeadline = deadline
        wake(replica, at: deadline)
        var request = FetchRequest(
            partition: replica.partition, reader: .follower(id), offset: replica.log.logEnd,
            leaderEpoch: following.epoch, bytesMax: settings.replicaFetchBytesMax,
            waitMax: settings.replicaFetchWaitMax, lastFetchedEpoch: replica.log.lastEpoch,
            brokerEpoch: epoch, number: number)
        request.isHarmed = following.isHarmed
        let bugs = settings.plantedBugs
        let wasCut = replica.following?.hasCut == true
        if bugs.has(.cutsToHighWatermark) || (bugs.has(.cutsOnce) && wasCut) {
            request.lastFetchedEpoch = nil
        }
        effects.toBrokers.append((following.leader, replica.partition, .fetch(request)))
    }

    /// Cuts a follower's log. Answers whether it is done: not while operations are under way, and
    /// not where the disk refuses, which takes the replica offline.
    private func make(
        _ cut: Replica.Cut, _ replica: Replica, now: Instant, effects: inout BrokerEffects
    ) -> Bool {
        guard replica.log.isIdle else { return false }
        let log = replica.log
        let end = log.logEnd
        do throws(StorageError) {
            switch cut {
            case .to(let offset):
                try log.truncate(to: offset, requests: &effects.disk)
                replica.damage = nil
            case .diverging(let diverging):
                try log.truncate(
                    to: log.truncationTarget(for: diverging), requests: &effects.disk)
            case .fully(let start):
                try log.truncateFully(startingAt: start, requests: &effects.disk)
            }
        } catch {
            effects.failures.append(error)
            log.fail()
            takeOffline(replica.partition, now: now, effects: &effects)
            return false
        }
        replica.following?.cut = nil
        replica.following?.hasCut = true
        replica.highWatermark = max(log.logStart, min(replica.highWatermark, log.logEnd))
        if log.logEnd != end {
            effects.events.append(.truncated(replica.partition, id, from: end, to: log.logEnd))
        }
        return true
    }

    /// Takes what the leader sent: verifies batches and appends this replica's own copy of them,
    /// or learns where its log departs from the leader's.
    func fetched(_ response: FetchResponse, now: Instant, effects: inout BrokerEffects) {
        guard let replica = replica(of: response.partition),
            let following = replica.following, following.epoch == response.leaderEpoch,
            following.fetchOffset == response.offset, following.fetchNumber == response.number
        else {
            // An answer to what is no longer asked.
            if let buffer = response.batches { pool.give(buffer) }
            return
        }
        replica.following?.fetchOffset = nil
        switch response.error {
        case .none: break
        case .offsetOutOfRange:
            replica.following?.cut = .fully(response.logStart)
            return followAgain(replica, now: now, effects: &effects)
        default: return fetchLater(replica, now: now)
        }
        if let diverging = response.divergingEpoch {
            // Where the logs depart before what the leader still has, nothing that is left here
            // could be told from what the leader has deleted.
            let isBeyond = diverging.endOffset <= response.logStart
            replica.following?.cut = isBeyond ? .fully(response.logStart) : .diverging(diverging)
            return followAgain(replica, now: now, effects: &effects)
        }
        if response.logStart >= response.offset, replica.log.logStart < response.logStart {
            // The leader has deleted as much as there is here, and with it what could tell
            // whether the logs are the same.
            if let buffer = response.batches { pool.give(buffer) }
            replica.following?.cut = .fully(response.logStart)
            return followAgain(replica, now: now, effects: &effects)
        }
        replica.highWatermark = max(
            replica.highWatermark, min(response.highWatermark, replica.log.logEnd))
        wakeToDelete(replica, now: now)
        guard let buffer = response.batches else {
            return followAgain(replica, now: now, effects: &effects)
        }
        take(buffer, replica, epochMax: following.epoch, now: now, effects: &effects)
    }

    private func take(
        _ buffer: BatchBuffer, _ replica: Replica, epochMax: LeaderEpoch, now: Instant,
        effects: inout BrokerEffects
    ) {
        do throws(StorageError) {
            try verify(buffer, epochMax: epochMax)
            _ = try replica.log.appendAsFollower(buffer, now: now, requests: &effects.disk)
            replica.followerAppends += 1
            replica.following?.isHarmed = false
            appended(to: replica, now: now)
        } catch {
            pool.give(buffer)
            replica.following?.isHarmed = true
            refused(replica, error, now: now, effects: &effects)
            fetchLater(replica, now: now)
        }
    }

    /// Lets the next tick ask the leader again.
    private func fetchLater(_ replica: Replica, now: Instant) {
        replica.fetchIsDue = true
        wake(replica, at: now)
    }

    /// Proves that every batch in the buffer is whole, unharmed and of no later epoch. That they
    /// continue the log is for the log to see.
    func verify(
        _ buffer: BatchBuffer, epochMax: LeaderEpoch
    ) throws(StorageError) {
        var position = buffer.start
        while position < buffer.end {
            let rest = UnsafeRawBufferPointer(
                start: buffer.base + position, count: buffer.end - position)
            do throws(RecordError) {
                let header = try BatchHeader.validated(rest)
                guard header.leaderEpoch <= epochMax else { throw .inconsistentHeader }
                position += header.byteCount
            } catch { throw .invalidBatch(error) }
        }
    }
}
