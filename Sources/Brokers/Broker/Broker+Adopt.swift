import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Takes the controller's decision about a partition, opening its log the first time. One that
    /// is no newer than what is known changes nothing.
    func adopt(
        _ state: PartitionState, _ configuration: TopicConfiguration, now: Instant,
        effects: inout BrokerEffects
    ) {
        guard state.replicas.contains(id), !session.offline.contains(state.partition),
            let replica = replica(of: state.partition)
                ?? open(state.partition, configuration, now: now, effects: &effects),
            replica.isNewer(state)
        else { return }
        replica.noteEpochs(of: state)
        if state.leader == id {
            if replica.leadership?.epoch == state.leaderEpoch {
                replica.leadership?.confirm(
                    inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch)
            } else {
                lead(replica, state, now: now, effects: &effects)
            }
            effects.logEnds.append((replica.partition, replica.log.logEnd))
            setChanged(replica, now: now, effects: &effects)
        } else {
            follow(replica, state, now: now, effects: &effects)
        }
    }

    /// Follows the leader of a new epoch; of the same epoch it does already.
    private func follow(
        _ replica: Replica, _ state: PartitionState, now: Instant, effects: inout BrokerEffects
    ) {
        if replica.following?.epoch == state.leaderEpoch { return }
        stepDown(replica, effects: &effects)
        guard let leader = state.leader else { return }
        replica.following = Replica.Following(leader: leader, epoch: state.leaderEpoch)
        followAgain(replica, now: now, effects: &effects)
    }

    /// Neither leads nor follows: whoever waits is told.
    func stepDown(_ replica: Replica, effects: inout BrokerEffects) {
        replica.leadership = nil
        replica.following = nil
        failUncommittable(replica, effects: &effects)
        dismissParked(replica, effects: &effects)
    }

    private func lead(
        _ replica: Replica, _ state: PartitionState, now: Instant, effects: inout BrokerEffects
    ) {
        replica.following = nil
        // Those who wait asked the leader of an earlier epoch.
        dismissParked(replica, effects: &effects)
        do throws(StorageError) {
            try replica.log.beginEpoch(state.leaderEpoch)
        } catch {
            effects.failures.append(error)
            return takeOffline(replica.partition, now: now, effects: &effects)
        }
        replica.lastReplicaCheck = now
        wake(replica, at: now)
        replica.leadership = LeaderReplication(
            leader: id, epoch: state.leaderEpoch, epochStart: replica.log.nextOffset,
            highWatermark: replica.highWatermark, replicas: state.replicas,
            inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch,
            minInsyncReplicas: replica.configuration.minInsyncReplicas, now: now)
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
            let clean = try CleanShutdownMarker.take(directory: directory, disk: disk)
            let opened = try PartitionLog.open(
                owner: Int32(replicas.count), directory: directory, settings: settings,
                disk: disk, clean: clean)
            log = opened.log
            if session.isClean, opened.report.hasCut {
                // The controller takes this replica for whole. After the next start it will not.
                log.fail()
                _ = try log.close()
                throw .logFailed(path: directory)
            }
        } catch {
            // The partition stays offline here: every request for it is refused as unknown.
            effects.failures.append(error)
            takeOffline(partition, now: now, effects: &effects)
            return nil
        }
        let replica = Replica(
            partition: partition, configuration: configuration, log: log, now: now)
        replica.highWatermark = log.logStart
        replicaNumbers.set(replicas.count, for: partition)
        replicas.append(replica)
        dueTimes.append(now)
        effects.events.append(.opened(partition, id, logEnd: log.logEnd))
        return replica
    }
}
