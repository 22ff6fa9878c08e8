import DequeModule
import Messages
package import Records
import Replication
import Storage

extension Broker {
    /// Looks at what only time brings about: signs of life, expired waits, lagging followers,
    /// `flush.ms`, retention.
    ///
    /// - Complexity: a comparison for each replica; more only for those that are due.
    package func tick(now: Instant, effects: inout BrokerEffects) {
        nextTick = now + settings.tickInterval
        contactIfDue(now: now, effects: &effects)
        deletionsLeft = Self.deletionsPerTick
        for index in dueTimes.indices where dueTimes[index] <= now {
            dueTimes[index] = .distantFuture
            visit(replicas[index], now: now, effects: &effects)
        }
        cleanInBackground(now: now, effects: &effects)
        if !groupReads.isEmpty { takeGroupReads(now: now, effects: &effects) }
    }

    /// So many segments are deleted in a tick at most; what is left waits for the next. Their files
    /// are open until the tick is over, and their deletion takes a sync each.
    private static let deletionsPerTick = 64

    /// Lets the first `tick` from `time` on visit the replica.
    func wake(_ replica: Replica, at time: Instant) {
        let index = Int(replica.log.owner)
        if time < dueTimes[index] { dueTimes[index] = time }
    }

    private func visit(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        // Before fetches expire: followers whose fetches wait here lag behind nothing.
        checkReplicas(replica, now: now, effects: &effects)
        resendProposal(replica, now: now, effects: &effects)
        expireSends(replica, now: now, effects: &effects)
        expireFetches(replica, now: now, effects: &effects)
        if let following = replica.following, following.fetchOffset != nil,
            following.fetchDeadline <= now
        {
            replica.following?.fetchOffset = nil
            replica.fetchIsDue = true
        }
        if replica.fetchIsDue {
            replica.fetchIsDue = false
            followAgain(replica, now: now, effects: &effects)
        }
        replica.log.flushIfDue(now: now, requests: &effects.disk)
        applyRetention(replica, now: now, effects: &effects)
        tickGroups(replica, now: now, effects: &effects)
        wake(replica, at: nextDue(replica, now: now))
    }

    private func nextDue(_ replica: Replica, now: Instant) -> Instant {
        var due = Instant.distantFuture
        for fetch in replica.parked { due = min(due, fetch.deadline) }
        for append in replica.uncommitted { due = min(due, append.deadline) }
        if replica.leadership?.followers.isEmpty == false {
            due = min(due, replica.lastReplicaCheck + settings.replicaLagTimeMax / 2)
        }
        if replica.leadership?.proposedReplicas != nil {
            due = min(due, now + settings.controllerTimeout)
        }
        if let following = replica.following, following.fetchOffset != nil {
            due = min(due, following.fetchDeadline)
        }
        if let coordination = replica.coordination {
            due = min(due, max(coordination.nextDue, nextTick))
        }
        let log = replica.log
        let isUnflushed =
            replica.configuration.flushInterval != nil && log.flushedEnd < log.nextOffset
        let isDeletable = canDelete(replica, now: now)
        if !log.hasFailed, isUnflushed || isDeletable { due = min(due, nextTick) }
        if !log.hasFailed, let expiry = nextExpiry(replica, now: now) {
            due = min(due, max(expiry, nextTick))
        }
        return due
    }

    /// Lets the next `tick` visit a replica that has a segment to delete.
    func wakeToDelete(_ replica: Replica, now: Instant) {
        if canDelete(replica, now: now) { wake(replica, at: now) }
    }

    private func canDelete(_ replica: Replica, now: Instant) -> Bool {
        let configuration = replica.configuration
        guard configuration.retentionBytes != nil || configuration.retentionTime != nil else {
            return false
        }
        return replica.log.isHeadDeletable(
            floor: deletionFloor(of: replica), now: timestamp(now))
    }

    /// Nothing goes from here on: what is not committed, and what others hold back.
    private func deletionFloor(of replica: Replica) -> Offset {
        let bugs = settings.plantedBugs
        let holdsNothing = bugs.has(.deletesUncommitted)
        let committed =
            holdsNothing || bugs.has(.retentionPastHighWatermark)
            ? replica.log.logEnd : replica.highWatermark
        return min(committed, holdsNothing ? committed : replica.retentionFloor ?? committed)
    }

    /// When the oldest segment's latest record reaches `retention.ms`; nil where none does, or did
    /// already: what holds it back then lets the replica be visited when it moves.
    private func nextExpiry(_ replica: Replica, now: Instant) -> Instant? {
        guard replica.configuration.cleanupPolicy.deletes,
            let time = replica.configuration.retentionTime, let head = replica.log.headTimestamp
        else { return nil }
        let expiry = now + .milliseconds(head - timestamp(now)) + time
        return expiry > now - .milliseconds(1) ? expiry : nil
    }

    /// Fails the sends whose time is up.
    private func expireSends(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard replica.uncommitted.contains(where: { $0.deadline <= now }) else { return }
        let expired = replica.uncommitted.filter { $0.deadline <= now }
        replica.uncommitted.removeAll { $0.deadline <= now }
        for append in expired {
            answer(append.request, entry: append.entry, .requestTimedOut, effects: &effects)
        }
    }

    /// Answers the fetches that waited long enough.
    private func expireFetches(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard replica.parked.contains(where: { $0.deadline <= now }) else { return }
        let expired = replica.parked.filter { $0.deadline <= now }
        replica.parked.removeAll { $0.deadline <= now }
        for fetch in expired {
            respond(replica, fetch.request, error: .none, batches: nil, effects: &effects)
        }
    }

    private func applyRetention(
        _ replica: Replica, now: Instant, effects: inout BrokerEffects
    ) {
        let configuration = replica.configuration
        guard configuration.retentionBytes != nil || configuration.retentionTime != nil else {
            return
        }
        let floor = deletionFloor(of: replica)
        let before = replica.log.hasFailed
        deletionsLeft -= replica.log.deleteExcess(
            floor: floor, max: deletionsLeft, requests: &effects.disk)
        deletionsLeft -= replica.log.deleteExpired(
            floor: floor, now: timestamp(now), max: deletionsLeft, requests: &effects.disk)
        guard replica.log.hasFailed, !before else { return }
        effects.failures.append(.logFailed(path: replica.log.directory))
        takeOffline(replica.partition, now: now, effects: &effects)
    }

    /// Milliseconds since 1970.
    func timestamp(_ now: Instant) -> Int64 {
        (now.rawValue &+ settings.wallClockOffset.rawValue) / 1_000_000
    }
}
