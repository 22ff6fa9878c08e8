import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Takes the controller's decision about a partition, opening its log the first time.
    func adopt(
        _ state: PartitionState, _ configuration: TopicConfiguration, now: Instant,
        effects: inout BrokerEffects
    ) {
        guard
            let replica = replica(of: state.partition)
                ?? open(state.partition, configuration, now: now, effects: &effects)
        else { return }
        let known = replica.leadership?.epoch ?? replica.following?.epoch
        if let known, state.leaderEpoch < known { return }
        if state.leader == id {
            if replica.leadership == nil || known != state.leaderEpoch {
                lead(replica, state, now: now)
            } else {
                replica.leadership?.confirm(
                    inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch)
            }
            effects.logEnds.append((replica.partition, replica.log.logEnd))
            setChanged(replica, now: now, effects: &effects)
        } else {
            follow(replica, state, known: known, now: now, effects: &effects)
        }
    }

    /// Follows the leader of a new epoch; of the same epoch it does already.
    private func follow(
        _ replica: Replica, _ state: PartitionState, known: LeaderEpoch?, now: Instant,
        effects: inout BrokerEffects
    ) {
        if replica.leadership != nil {
            replica.leadership = nil
            failUncommittable(replica, effects: &effects)
            dismissParked(replica, effects: &effects)
        }
        guard let leader = state.leader else {
            replica.following = nil
            return
        }
        guard replica.following == nil || known != state.leaderEpoch else { return }
        replica.following = Replica.Following(leader: leader, epoch: state.leaderEpoch)
        followAgain(replica, now: now, effects: &effects)
    }

    private func open(
        _ partition: TopicPartition, _ configuration: TopicConfiguration, now: Instant,
        effects: inout BrokerEffects
    ) -> Replica? {
        var settings = LogSettings()
        settings.segmentBytes = configuration.segmentBytes
        settings.segmentTime = configuration.segmentTime
        settings.flushMessages = configuration.flushMessages
        settings.flushInterval = configuration.flushInterval
        settings.retentionBytes = configuration.retentionBytes
        let directory = "\(configuration.name)-\(partition.partition)"
        let log: PartitionLog
        do throws(StorageError) {
            try disk.createDirectory(directory)
            log = try PartitionLog.open(
                owner: Int32(replicas.count), directory: directory, settings: settings,
                disk: disk, clean: try CleanShutdownMarker.take(directory: directory, disk: disk)
            ).log
        } catch {
            // The partition stays offline here: every request for it is refused as unknown.
            effects.failures.append(error)
            return nil
        }
        let replica = Replica(
            partition: partition, configuration: configuration, log: log, now: now)
        replicaNumbers.set(replicas.count, for: partition)
        replicas.append(replica)
        dueTimes.append(now)
        return replica
    }

    private func lead(_ replica: Replica, _ state: PartitionState, now: Instant) {
        replica.following = nil
        replica.lastReplicaCheck = now
        wake(replica, at: now)
        replica.leadership = LeaderReplication(
            leader: id, epoch: state.leaderEpoch, epochStart: replica.log.logEnd,
            highWatermark: replica.highWatermark, replicas: state.replicas,
            inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch,
            minInsyncReplicas: replica.configuration.minInsyncReplicas, now: now)
    }

    /// Asks the leader for what comes after this follower's log, unless it has been asked or
    /// appends are still under way.
    func followAgain(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let following = replica.following, following.fetchOffset == nil,
            !replica.log.hasFailed, replica.log.logEnd == replica.log.nextOffset
        else { return }
        let deadline = now + settings.replicaFetchTimeout
        replica.following?.fetchOffset = replica.log.logEnd
        replica.following?.fetchDeadline = deadline
        wake(replica, at: deadline)
        let request = FetchRequest(
            partition: replica.partition, reader: .follower(id), offset: replica.log.logEnd,
            leaderEpoch: following.epoch, bytesMax: settings.replicaFetchBytesMax,
            waitMax: settings.replicaFetchWaitMax)
        effects.toBrokers.append((following.leader, replica.partition, .fetch(request)))
    }

    /// Verifies what the leader sent and appends this replica's own copy of it.
    func fetched(_ response: FetchResponse, now: Instant, effects: inout BrokerEffects) {
        guard let replica = replica(of: response.partition),
            let following = replica.following, following.epoch == response.leaderEpoch,
            following.fetchOffset == response.offset
        else {
            // An answer to what is no longer asked.
            if let buffer = response.batches { pool.give(buffer) }
            return
        }
        replica.following?.fetchOffset = nil
        guard response.error == .none else { return fetchLater(replica, now: now) }
        replica.highWatermark = max(
            replica.highWatermark, min(response.highWatermark, replica.log.logEnd))
        guard let buffer = response.batches else {
            return followAgain(replica, now: now, effects: &effects)
        }
        do throws(StorageError) {
            try verify(buffer, epochMax: following.epoch)
            _ = try replica.log.appendAsFollower(buffer, now: now, requests: &effects.disk)
            appended(to: replica, now: now)
        } catch {
            report(error, effects: &effects)
            pool.give(buffer)
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
    private func verify(
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

    /// Asks the controller for another in-sync set where one is due, at most once in half of
    /// `replica.lag.time.max.ms` unless a follower gives cause.
    func checkReplicas(
        _ replica: Replica, now: Instant, force: Bool = false, effects: inout BrokerEffects
    ) {
        guard let leadership = replica.leadership,
            force || now - replica.lastReplicaCheck >= settings.replicaLagTimeMax / 2
        else { return }
        replica.lastReplicaCheck = now
        noteWaitingFollowers(replica, now: now)
        guard
            let desired = replica.leadership?.desiredReplicas(
                now: now, lagMax: settings.replicaLagTimeMax)
        else { return }
        replica.leadership?.propose(desired)
        effects.toController.append(
            AlterPartitionRequest(
                partition: replica.partition, leader: id, leaderEpoch: leadership.epoch,
                inSyncReplicas: desired, partitionEpoch: leadership.partitionEpoch))
    }

    /// A follower whose fetch waits at the log's end has everything now, however long ago it
    /// asked: an idle partition or a leader that was paused keeps its in-sync set.
    private func noteWaitingFollowers(_ replica: Replica, now: Instant) {
        let end = replica.log.logEnd
        for fetch in replica.parked where fetch.request.offset == end {
            guard case .follower(let broker) = fetch.request.reader else { continue }
            _ = replica.leadership?.followerFetched(
                broker, from: end, leaderEnd: end, now: now)
        }
    }

    /// Takes the controller's answer about an in-sync set.
    func altered(
        _ response: AlterPartitionResponse, now: Instant, effects: inout BrokerEffects
    ) {
        guard let replica = replica(of: response.state.partition),
            replica.leadership?.epoch == response.state.leaderEpoch
        else { return }
        replica.leadership?.confirm(
            inSyncReplicas: response.state.inSyncReplicas,
            partitionEpoch: response.state.partitionEpoch)
        setChanged(replica, now: now, effects: &effects)
    }

    /// Takes up what another in-sync set allows or forbids.
    private func setChanged(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        updateHighWatermark(replica, now: now, effects: &effects)
        failUncommittable(replica, effects: &effects)
        wakeParked(replica, effects: &effects)
    }
}
