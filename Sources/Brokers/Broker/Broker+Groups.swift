import ConsumerGroups
import DequeModule
import Messages
import Records
import Replication
import Storage

/// Groups: the leader of a partition of the offsets topic coordinates the groups in it.
extension Broker {
    /// Hands a request to the coordinator of its group, or says that this broker is not it.
    func handleGroup(
        _ message: BrokerMessage, now: Instant, effects: inout BrokerEffects
    ) {
        guard let group = message.group, let replica = replica(holding: group),
            let coordination = replica.coordination
        else {
            if let refusal = message.groupRefusal(.notCoordinator) {
                effects.toClients.append(refusal)
            }
            return
        }
        var groupEffects = GroupEffects()
        coordination.coordinator.handle(message, now: now, effects: &groupEffects)
        settle(groupEffects, of: replica, now: now, effects: &effects)
    }

    /// The replica of the partition that a group lives in; nil where the broker has none.
    private func replica(holding group: GroupID) -> Replica? {
        guard let (topic, partitions) = groupsTopic else { return nil }
        return replica(
            of: TopicPartition(topic: topic, partition: group.partition(of: partitions)))
    }

    /// Does what a coordinator asks for, until it asks for nothing more.
    private func settle(
        _ groupEffects: GroupEffects, of replica: Replica, now: Instant,
        effects: inout BrokerEffects
    ) {
        var asked = groupEffects
        while !asked.isEmpty {
            effects.toClients += asked.toClients
            effects.events += asked.events
            var next = GroupEffects()
            for (token, records) in asked.appends {
                guard let coordination = replica.coordination else { return }
                switch append(records, to: replica, now: now, effects: &effects) {
                case .upTo(let end): replica.coordination?.uncommitted.append((token, end))
                case .refused:
                    coordination.coordinator.refused(token, now: now, effects: &next)
                case .tooLarge:
                    coordination.coordinator.refused(
                        token, isTooLarge: true, now: now, effects: &next)
                }
            }
            asked = next
        }
        wakeForGroups(replica)
    }

    /// Lets a tick come when the coordinator wants one, between the regular ones where need be: how
    /// soon a dead member's share is owned again is counted on.
    func wakeForGroups(_ replica: Replica) {
        guard let coordination = replica.coordination else { return }
        wake(replica, at: coordination.nextDue)
        if coordination.coordinator.isLoaded { nextTick = min(nextTick, coordination.nextDue) }
    }

    // MARK: Writing

    /// What became of records.
    private enum Append {
        /// They are on their way into the log, which ends there then.
        case upTo(Offset)
        case refused
        /// They fit no segment.
        case tooLarge
    }

    /// Appends records as one batch.
    private func append(
        _ records: [GroupRecord], to replica: Replica, now: Instant,
        effects: inout BrokerEffects
    ) -> Append {
        guard let leadership = replica.leadership else { return .refused }
        guard leadership.hasEnoughReplicas else {
            effects.events.append(.notEnoughReplicas(replica.partition))
            return .refused
        }
        guard
            let batch = GroupRecord.batch(
                of: records, timestamp: timestamp(now), pool: pool),
            batch.count <= replica.configuration.segmentBytes
        else { return .tooLarge }
        do throws(StorageError) {
            let result = try replica.log.appendAsLeader(
                batch, epoch: leadership.epoch, now: now, requests: &effects.disk)
            appended(to: replica, now: now)
            return .upTo(result.nextOffset)
        } catch {
            refused(replica, error, now: now, effects: &effects)
            return .refused
        }
    }

    /// Tells the coordinator how far its records are committed.
    func commitGroups(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let coordination = replica.coordination else { return }
        guard coordination.coordinator.isLoaded else {
            return readGroups(replica, now: now, effects: &effects)
        }
        var last: Int64?
        while let first = replica.coordination?.uncommitted.first,
            first.nextOffset <= replica.highWatermark
        {
            last = first.token
            replica.coordination?.uncommitted.removeFirst()
        }
        guard let last else { return }
        var groupEffects = GroupEffects()
        coordination.coordinator.committed(through: last, now: now, effects: &groupEffects)
        settle(groupEffects, of: replica, now: now, effects: &effects)
    }

    /// Lets the coordinator do what only time brings about.
    func tickGroups(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let coordination = replica.coordination else { return }
        guard coordination.coordinator.isLoaded else {
            return readGroups(replica, now: now, effects: &effects)
        }
        var groupEffects = GroupEffects()
        coordination.coordinator.tick(now: now, effects: &groupEffects)
        settle(groupEffects, of: replica, now: now, effects: &effects)
    }

    // MARK: Leading and leading no more

    /// Begins to coordinate what lives in a partition that this broker has come to lead.
    func coordinateGroups(_ replica: Replica) {
        guard replica.configuration.holdsGroups, let leadership = replica.leadership else {
            return
        }
        var groups = settings.groups
        groups.plantedBugs = settings.plantedBugs
        replica.coordination = GroupCoordination(
            coordinator: GroupCoordinator(leaderEpoch: leadership.epoch, settings: groups),
            end: leadership.epochStart)
    }

    /// Tells those who wait for the coordinator that it is none any more.
    func resignGroups(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let coordination = replica.coordination else { return }
        replica.coordination = nil
        var groupEffects = GroupEffects()
        coordination.coordinator.resign(now: now, effects: &groupEffects)
        effects.toClients += groupEffects.toClients
    }
}
