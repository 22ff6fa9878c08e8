import Messages
import Records
import Replication

extension Controller {
    /// Every partition that this controller decides about, in order.
    var places: [Place] {
        topics.indices.flatMap { topic in
            topics[topic].partitions.indices.compactMap { index in
                topics[topic].partitions[index] == nil
                    ? nil : Place(topic: topic, partition: index)
            }
        }
    }

    /// Those of which the broker has a replica.
    func places(of broker: BrokerID) -> [Place] {
        places.filter { self[$0]?.leadership.replicas.contains(broker) == true }
    }

    /// Brings a topic to so many partitions in all; the new ones are led by their preferred
    /// replicas where these live.
    mutating func createPartitions(
        of topic: TopicID, count: Int, effects: inout ControllerEffects
    ) {
        let number = Int(topic.rawValue)
        guard topics.indices.contains(number) else { return }
        let existing = topics[number].partitions.count
        guard count > existing else { return }
        let configuration = topics[number].configuration
        let assignment = ReplicaPlacement.assign(
            partitions: count - existing, replicationFactor: configuration.replicationFactor,
            brokers: brokers, firstLeader: number, existing: existing)
        topics[number].configuration.partitions = count
        let after = version
        for replicas in assignment {
            let place = Place(topic: number, partition: topics[number].partitions.count)
            let listener = settings.division.listener(
                of: PartitionIndex(place.partition),
                initialPartitions: topics[number].initialPartitions)
            guard listener == settings.listener else {
                topics[number].partitions.append(nil)
                continue
            }
            version += 1
            let leadership = PartitionLeadership(
                replicas: replicas, minInsyncReplicas: configuration.minInsyncReplicas)
            topics[number].partitions.append(
                Partition(leadership: leadership, changedAt: version))
            changed.append(place)
            let unclean = allowsUncleanElection(place)
            for broker in replicas where !registry.isLive(broker) {
                change(place, effects: &effects) {
                    $0.brokerFailed(broker, live: $1, unclean: unclean)
                }
            }
        }
        publish(after: after, effects: &effects)
    }

    /// Takes a leader's request for another in-sync set, and answers the state as it then stands.
    mutating func alter(
        _ request: AlterPartitionRequest, effects: inout ControllerEffects
    ) {
        guard let place = place(of: request.partition), let known = self[place] else { return }
        let after = version
        var refusal = ErrorCode.none
        var next = known.leadership
        do throws(PartitionLeadership.Refusal) {
            if known.refusal?.covers(RefusedProposal(request)) == true {
                throw .ineligibleReplica
            }
            try next.alter(
                request.members, by: request.leader, leaderEpoch: request.leaderEpoch,
                partitionEpoch: request.partitionEpoch, registry: registry,
                plantedBugs: settings.plantedBugs)
            change(place, effects: &effects) { leadership, _ in
                leadership = next
                return .unchanged
            }
            self[place]?.offline.removeAll { next.inSyncReplicas.contains($0) }
        } catch .notLeader {
            refusal = .fencedLeaderEpoch
        } catch .ineligibleReplica {
            refusal = .ineligibleReplica
            let refused = RefusedProposal(request)
            if known.refusal?.covers(refused) != true { self[place]?.refusal = refused }
        } catch {
            // A stale partition epoch or an impossible set: the asker starts from the answer.
            refusal = .invalidUpdateVersion
        }
        guard let state = state(place) else { return }
        effects.toBrokers.append(
            (
                request.leader,
                .alterPartition(
                    AlterPartitionResponse(
                        error: refusal, state: state, number: request.number))
            ))
        publish(after: after, effects: &effects)
    }

    /// Whether a replica that may lack committed records leads rather than nobody.
    func allowsUncleanElection(_ place: Place) -> Bool {
        topics[place.topic].configuration.allowsUncleanElection
            || settings.plantedBugs.has(.electsUnclean)
    }

    /// Changes a partition's record, tells what happened and notes it for `publish`; `body` gets
    /// the brokers that live and whose replicas are of use.
    mutating func change(
        _ place: Place, effects: inout ControllerEffects,
        _ body: (inout PartitionLeadership, _ live: [BrokerID]) -> PartitionLeadership.Election
    ) {
        guard let before = self[place] else { return }
        let live = before.leadership.replicas.filter {
            registry.isLive($0) && !before.offline.contains($0)
        }
        var leadership = before.leadership
        let election = body(&leadership, live)
        guard leadership != before.leadership else { return }
        version += 1
        let number = version
        self[place]?.leadership = leadership
        self[place]?.changedAt = number
        if !changed.contains(place) { changed.append(place) }
        note(
            TopicPartition(
                topic: TopicID(place.topic), partition: PartitionIndex(place.partition)),
            before: before.leadership, after: leadership, election, effects: &effects)
    }

    private func note(
        _ partition: TopicPartition, before: PartitionLeadership, after: PartitionLeadership,
        _ election: PartitionLeadership.Election, effects: inout ControllerEffects
    ) {
        if after.leaderEpoch != before.leaderEpoch {
            if let leader = after.leader {
                var isUnclean = false
                if case .electedUnclean = election { isUnclean = true }
                effects.events.append(
                    .leaderElected(partition, leader, after.leaderEpoch, isUnclean: isUnclean))
            } else {
                effects.events.append(.leaderless(partition, after.leaderEpoch))
            }
        }
        let members = after.inSyncReplicas
        if before.inSyncReplicas.contains(where: { !members.contains($0) }) {
            effects.events.append(.inSyncShrunk(partition, members))
        }
        if members.contains(where: { !before.inSyncReplicas.contains($0) }) {
            effects.events.append(.inSyncExpanded(partition, members))
        }
    }

    /// Tells each broker what changed of its partitions since the version `after`.
    mutating func publish(after: Int64, effects: inout ControllerEffects) {
        guard !changed.isEmpty else { return }
        for broker in brokers {
            let own = changed.filter {
                self[$0]?.leadership.replicas.contains(broker) == true
            }
            guard !own.isEmpty else { continue }
            effects.toBrokers.append(
                (
                    broker,
                    .metadata(
                        MetadataUpdate(
                            brokerEpoch: registry.epoch(of: broker), after: after,
                            version: version, partitions: own.compactMap(told)))
                ))
        }
        changed.removeAll()
    }

    func told(_ place: Place) -> (state: PartitionState, topic: TopicConfiguration)? {
        state(place).map { ($0, topics[place.topic].configuration) }
    }
}
