import Messages
package import Records
import Replication
import Storage

extension Broker {
    // MARK: Shutting down

    /// Asks the controller to let the broker go: others lead from then on. `isReadyToClose` tells
    /// when; it may be `close`d at any time between two steps all the same.
    package func beginShutdown(now: Instant, effects: inout BrokerEffects) {
        guard session.shutdown == .none else { return }
        session.shutdown = .wanted
        if session.brokerEpoch == nil { stop(now: now, effects: &effects) }
        contactController(now: now, effects: &effects)
    }

    /// Whether the controller has let the broker go and no disk request is under way.
    package var isReadyToClose: Bool {
        session.shutdown == .granted && reads.isEmpty && replicas.allSatisfy { $0.log.isIdle }
    }

    /// Leads and follows nothing from now on.
    private func stop(now: Instant, effects: inout BrokerEffects) {
        guard session.shutdown == .wanted else { return }
        session.shutdown = .granted
        for replica in replicas { stepDown(replica, now: now, effects: &effects) }
    }

    // MARK: What the controller is told

    /// Registers or says that the broker lives, where that is due.
    func contactIfDue(now: Instant, effects: inout BrokerEffects) {
        guard now >= session.nextContact else { return }
        contactController(now: now, effects: &effects)
    }

    func contactController(now: Instant, effects: inout BrokerEffects) {
        guard let epoch = session.brokerEpoch else {
            guard session.shutdown == .none else { return }
            session.nextContact = now + settings.controllerTimeout
            effects.toController.append(
                .register(
                    BrokerRegistration(
                        broker: id, incarnation: incarnation, isClean: session.isClean)))
            return
        }
        session.nextContact = now + settings.heartbeatInterval
        effects.toController.append(
            .heartbeat(
                BrokerHeartbeat(
                    broker: id, brokerEpoch: epoch, metadataVersion: session.metadataVersion,
                    wantsShutdown: session.shutdown != .none, offline: session.offline)))
    }

    /// Gives up a replica whose log failed or cannot be opened, and says so: others must not wait
    /// for it.
    func takeOffline(
        _ partition: TopicPartition, now: Instant, effects: inout BrokerEffects
    ) {
        guard !session.offline.contains(partition) else { return }
        session.offline.append(partition)
        if let replica = replica(of: partition) { stepDown(replica, now: now, effects: &effects) }
        if session.brokerEpoch != nil { contactController(now: now, effects: &effects) }
    }

    // MARK: What the controller tells

    func registered(_ answer: BrokerRegistered, now: Instant, effects: inout BrokerEffects) {
        guard answer.incarnation == incarnation, session.brokerEpoch == nil else { return }
        session.brokerEpoch = answer.brokerEpoch
        contactController(now: now, effects: &effects)
    }

    func take(_ update: MetadataUpdate, now: Instant, effects: inout BrokerEffects) {
        guard update.brokerEpoch == session.brokerEpoch, session.shutdown != .granted else {
            return
        }
        for partition in update.partitions {
            adopt(partition.state, partition.topic, now: now, effects: &effects)
        }
        if update.mayShutDown {
            stop(now: now, effects: &effects)
        } else if update.after <= session.metadataVersion {
            session.metadataVersion = max(session.metadataVersion, update.version)
        } else {
            // Something before this got lost or is late: the answer to a heartbeat brings it.
            contactController(now: now, effects: &effects)
        }
    }

    /// Takes the controller's answer about an in-sync set.
    func altered(
        _ response: AlterPartitionResponse, now: Instant, effects: inout BrokerEffects
    ) {
        let state = response.state
        guard let replica = replica(of: state.partition), let known = replica.leadership?.epoch
        else { return }
        if state.leaderEpoch > known, state.leader != id {
            return adopt(state, replica.configuration, now: now, effects: &effects)
        }
        guard state.leaderEpoch == known else { return }
        if response.error == .ineligibleReplica {
            replica.leadership?.refused(response.number)
            replica.proposalsHeldUntil = now + settings.controllerTimeout / 4
        }
        replica.noteEpochs(of: state)
        replica.leadership?.confirm(
            inSyncReplicas: state.inSyncReplicas, partitionEpoch: state.partitionEpoch)
        setChanged(replica, now: now, effects: &effects)
    }
}
