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
        if state.leader == id {
            lead(replica, state, now: now)
            updateHighWatermark(replica, now: now, effects: &effects)
        } else if let leader = state.leader {
            replica.leadership = nil
            replica.following = Replica.Following(leader: leader, epoch: state.leaderEpoch)
            followAgain(replica, effects: &effects)
        }
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
        replicaIndex[partition] = replicas.count
        replicas.append(replica)
        return replica
    }

    private func lead(_ replica: Replica, _ state: PartitionState, now: Instant) {
        replica.following = nil
        replica.leadership = LeaderReplication(
            leader: id, epoch: state.leaderEpoch, epochStart: replica.log.logEnd,
            highWatermark: replica.highWatermark, replicas: state.replicas,
            inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch,
            minInsyncReplicas: replica.configuration.minInsyncReplicas, now: now)
    }

    /// Asks the leader for what comes after this follower's log.
    func followAgain(_ replica: Replica, effects: inout BrokerEffects) {
        guard let following = replica.following, !replica.log.hasFailed,
            replica.log.logEnd == replica.log.nextOffset
        else { return }
        let request = FetchRequest(
            partition: replica.partition, reader: .follower(id), offset: replica.log.logEnd,
            leaderEpoch: following.epoch, bytesMax: settings.replicaFetchBytesMax,
            waitMax: settings.replicaFetchWaitMax)
        effects.toBrokers.append((following.leader, replica.partition, .fetch(request)))
    }

    /// Verifies what the leader sent and appends this replica's own copy of it.
    func fetched(_ response: FetchResponse, now: Instant, effects: inout BrokerEffects) {
        guard let replica = replica(of: response.partition),
            replica.following?.epoch == response.leaderEpoch
        else { return }
        guard response.error == .none else {
            replica.fetchIsDue = true
            return
        }
        replica.highWatermark = max(
            replica.highWatermark, min(response.highWatermark, replica.log.logEnd))
        guard let buffer = response.batches else {
            return followAgain(replica, effects: &effects)
        }
        do throws(StorageError) {
            guard verify(buffer) else { throw .invalidBatch(.inconsistentHeader) }
            _ = try replica.log.appendAsFollower(buffer, now: now, requests: &effects.disk)
        } catch {
            pool.give(buffer)
            replica.fetchIsDue = true
        }
    }

    /// Whether every batch in the buffer is whole and unharmed.
    private func verify(_ buffer: BatchBuffer) -> Bool {
        var position = buffer.start
        while position < buffer.end {
            let rest = UnsafeRawBufferPointer(
                start: buffer.base + position, count: buffer.end - position)
            guard let header = try? BatchHeader.validated(rest) else { return false }
            position += header.byteCount
        }
        return true
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
        guard
            let desired = leadership.desiredReplicas(
                now: now, lagMax: settings.replicaLagTimeMax)
        else { return }
        replica.leadership?.propose(desired)
        effects.toController.append(
            AlterPartitionRequest(
                partition: replica.partition, leader: id, leaderEpoch: leadership.epoch,
                inSyncReplicas: desired, partitionEpoch: leadership.partitionEpoch))
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
        updateHighWatermark(replica, now: now, effects: &effects)
        wakeParked(replica, effects: &effects)
    }
}
