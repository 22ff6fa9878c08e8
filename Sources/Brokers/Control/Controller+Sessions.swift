import Messages
package import Records
import Replication

extension Controller {
    /// Fences the brokers that were not heard for too long, and gives leadership back to preferred
    /// replicas when that is due.
    package mutating func tick(now: Instant, effects: inout ControllerEffects) {
        if now - nextTick > settings.sessionTimeout / 4 { forgive(now: now) }
        for broker in brokers where registry.isLive(broker) {
            guard now - sessions[broker.index].lastHeard >= settings.sessionTimeout else {
                continue
            }
            registry.fence(broker)
            effects.events.append(.brokerFenced(broker))
            fail(broker, effects: &effects)
        }
        if now >= nextBalance, let interval = settings.leaderImbalanceCheckInterval {
            nextBalance = now + interval
            let after = version
            for place in places {
                change(place, effects: &effects) { $0.preferLeader(live: $1) }
            }
            publish(after: after, effects: &effects)
        }
        setNextTick()
    }

    /// Where the controller itself was stopped, nobody could be heard.
    private mutating func forgive(now: Instant) {
        for index in sessions.indices {
            sessions[index].lastHeard = max(sessions[index].lastHeard, now)
        }
    }

    mutating func setNextTick() {
        var next = nextBalance
        for broker in brokers where registry.isLive(broker) {
            next = min(next, sessions[broker.index].lastHeard + settings.sessionTimeout)
        }
        nextTick = next
    }

    /// Takes a broker that has started again; the same start is taken once.
    mutating func register(
        _ registration: BrokerRegistration, now: Instant, effects: inout ControllerEffects
    ) {
        let broker = registration.broker
        guard sessions.indices.contains(broker.index),
            registration.incarnation >= sessions[broker.index].incarnation
        else { return }
        let isNew = registration.incarnation > sessions[broker.index].incarnation
        if isNew {
            if !registry.isLive(broker) { effects.events.append(.brokerUnfenced(broker)) }
            _ = registry.register(broker)
            sessions[broker.index] = Session(
                incarnation: registration.incarnation, lastHeard: now)
        }
        sessions[broker.index].lastHeard = max(sessions[broker.index].lastHeard, now)
        effects.toBrokers.append(
            (
                broker,
                .registered(
                    BrokerRegistered(
                        incarnation: registration.incarnation,
                        brokerEpoch: registry.epoch(of: broker)))
            ))
        guard isNew else { return }
        let isClean = registration.isClean || settings.plantedBugs.has(.trustsUncleanRestarts)
        let after = version
        for place in places(of: broker) {
            self[place]?.offline.removeAll { $0 == broker }
            let unclean = allowsUncleanElection(place)
            change(place, effects: &effects) {
                $0.brokerRestarted(
                    broker, isClean: isClean, live: $1, unclean: unclean)
            }
        }
        publish(after: after, effects: &effects)
    }

    /// Takes a sign of life; one of an incarnation that is gone says nothing.
    mutating func take(
        _ heartbeat: BrokerHeartbeat, now: Instant, effects: inout ControllerEffects
    ) {
        let broker = heartbeat.broker
        guard sessions.indices.contains(broker.index),
            registry.epoch(of: broker) == heartbeat.brokerEpoch
        else { return }
        sessions[broker.index].lastHeard = max(sessions[broker.index].lastHeard, now)
        takeOffline(heartbeat.offline, of: broker, effects: &effects)
        if heartbeat.wantsShutdown || sessions[broker.index].isLeaving {
            release(broker, effects: &effects)
        } else if !registry.isLive(broker) {
            registry.unfence(broker)
            effects.events.append(.brokerUnfenced(broker))
            let after = version
            for place in places(of: broker) {
                let unclean = allowsUncleanElection(place)
                change(place, effects: &effects) { $0.elect(live: $1, unclean: unclean) }
            }
            publish(after: after, effects: &effects)
        }
        answer(heartbeat, effects: &effects)
    }

    /// Tells a broker what it lacks.
    private func answer(_ heartbeat: BrokerHeartbeat, effects: inout ControllerEffects) {
        let isLeaving = sessions[heartbeat.broker.index].isLeaving
        guard heartbeat.metadataVersion < version || isLeaving else { return }
        let missed = places(of: heartbeat.broker).filter { place in
            self[place].map { $0.changedAt > heartbeat.metadataVersion } ?? false
        }
        effects.toBrokers.append(
            (
                heartbeat.broker,
                .metadata(
                    MetadataUpdate(
                        brokerEpoch: heartbeat.brokerEpoch, after: heartbeat.metadataVersion,
                        version: version, partitions: missed.compactMap(told),
                        mayShutDown: isLeaving))
            ))
    }

    /// Takes the leaderships from a broker that wants to shut down, as if it had failed, and lets
    /// it go: until it starts again it is dead.
    private mutating func release(_ broker: BrokerID, effects: inout ControllerEffects) {
        sessions[broker.index].isLeaving = true
        guard registry.isLive(broker) else { return }
        registry.fence(broker)
        fail(broker, effects: &effects)
    }

    /// Lets others lead where the broker led, and takes it out of the in-sync sets.
    private mutating func fail(_ broker: BrokerID, effects: inout ControllerEffects) {
        let after = version
        for place in places(of: broker) {
            let unclean = allowsUncleanElection(place)
            change(place, effects: &effects) {
                $0.brokerFailed(broker, live: $1, unclean: unclean)
            }
        }
        publish(after: after, effects: &effects)
    }

    /// Takes replicas that are of no use any more: as if the broker had failed, for them alone.
    private mutating func takeOffline(
        _ partitions: [TopicPartition], of broker: BrokerID, effects: inout ControllerEffects
    ) {
        let after = version
        for partition in partitions {
            guard let place = place(of: partition), let known = self[place],
                known.leadership.replicas.contains(broker), !known.offline.contains(broker)
            else { continue }
            self[place]?.offline.append(broker)
            let unclean = allowsUncleanElection(place)
            change(place, effects: &effects) {
                $0.brokerFailed(broker, live: $1, unclean: unclean)
            }
        }
        publish(after: after, effects: &effects)
    }
}
