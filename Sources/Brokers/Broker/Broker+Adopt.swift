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
        guard state.replicas.contains(id),
            !session.offline.contains(state.partition)
                || mend(state, configuration, now: now, effects: &effects),
            let replica = replica(of: state.partition)
                ?? open(state.partition, configuration, now: now, effects: &effects),
            replica.isNewer(state) || settings.plantedBugs.has(.adoptsOldDecisions)
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
            readGroups(replica, now: now, effects: &effects)
        } else {
            follow(replica, state, now: now, effects: &effects)
        }
    }

    /// Follows the leader of a new epoch; of the same epoch it does already.
    private func follow(
        _ replica: Replica, _ state: PartitionState, now: Instant, effects: inout BrokerEffects
    ) {
        if replica.following?.epoch == state.leaderEpoch { return }
        stepDown(replica, now: now, effects: &effects)
        guard let leader = state.leader else { return }
        replica.following = Replica.Following(
            leader: leader, epoch: state.leaderEpoch, cut: replica.damage.map { .to($0) })
        if settings.plantedBugs.has(.cutsToHighWatermark) {
            replica.following?.cut = .to(replica.highWatermark)
        }
        followAgain(replica, now: now, effects: &effects)
    }

    /// Neither leads nor follows: whoever waits is told.
    func stepDown(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        resignGroups(replica, now: now, effects: &effects)
        replica.leadership = nil
        replica.passages = nil
        replica.following = nil
        failUncommittable(replica, effects: &effects)
        dismissParked(replica, effects: &effects)
    }

    private func lead(
        _ replica: Replica, _ state: PartitionState, now: Instant, effects: inout BrokerEffects
    ) {
        replica.following = nil
        resignGroups(replica, now: now, effects: &effects)
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
            minInsyncReplicas: replica.configuration.minInsyncReplicas, now: now,
            plantedBugs: settings.plantedBugs)
        replica.passages = replica.configuration.passageInterval.map { BatchPassages(every: $0) }
        coordinateGroups(replica)
    }

    /// Brings a replica that has rotted back to use, as a follower, once others have what it
    /// lacks and do not count on it. Answers whether it is of use now.
    private func mend(
        _ state: PartitionState, _ configuration: TopicConfiguration, now: Instant,
        effects: inout BrokerEffects
    ) -> Bool {
        guard let leader = state.leader, leader != id, !state.inSyncReplicas.contains(id) else {
            return false
        }
        if let replica = replica(of: state.partition) {
            guard replica.damage != nil, !replica.log.hasFailed else { return false }
        } else {
            guard session.damaged.contains(state.partition) else { return false }
            session.damaged.removeAll { $0 == state.partition }
            let replica = open(
                state.partition, configuration, mayCutDamage: true, now: now, effects: &effects)
            guard replica != nil else { return false }
        }
        session.offline.removeAll { $0 == state.partition }
        return true
    }

    private func open(
        _ partition: TopicPartition, _ configuration: TopicConfiguration,
        mayCutDamage: Bool = false, now: Instant, effects: inout BrokerEffects
    ) -> Replica? {
        let settings = LogSettings(configuration, plantedBugs: self.settings.plantedBugs)
        let directory = configuration.directory(of: partition.partition)
        let log: PartitionLog
        do throws(StorageError) {
            try disk.createDirectory(directory)
            log = try PartitionLog.open(
                owner: Int32(replicas.count), directory: directory, settings: settings,
                disk: disk,
                clean: try CleanShutdownMarker.take(directory: directory, disk: disk),
                mayCutDamage: mayCutDamage || settings.plantedBugs.has(.cutsRot)
            ).log
        } catch {
            // The partition stays offline here: every request for it is refused as unknown.
            effects.failures.append(error)
            if case .damaged = error { session.damaged.append(partition) }
            takeOffline(partition, now: now, effects: &effects)
            return nil
        }
        let replica = Replica(
            partition: partition, configuration: configuration, log: log, now: now)
        replica.highWatermark = log.logStart
        replicaNumbers.set(replicas.count, for: partition)
        replicas.append(replica)
        if configuration.cleanupPolicy.compacts { cleaner.compactedLogs += 1 }
        dueTimes.append(now)
        if configuration.holdsGroups {
            groupsTopic = (partition.topic, configuration.partitions)
        }
        effects.events.append(.opened(partition, id, logEnd: log.logEnd))
        return replica
    }
}
