import DequeModule
package import Messages
package import Records

/// Which connection leads to which partition.
extension Producer {
    /// Takes a controller's answer: partitions follow their leaders, and more may have come into
    /// being. What is older than what is known is ignored.
    package func handle(
        _ answer: TopicMetadata, now: Instant, effects: inout ClientEffects
    ) {
        guard answer.topic == topic, !isAbandoned else { return }
        for partition in answer.partitions where lanes.indices.contains(partition.partition.index) {
            adopt(partition, now: now)
        }
        noteAnswer(answer, now: now)
        let before = partitionCount
        while partitionCount < lanes.count, lanes[partitionCount].isKnown { partitionCount += 1 }
        if partitionCount > before { application.partitionsChanged(count: partitionCount) }
        send(now: now, effects: &effects)
    }

    private func adopt(_ found: TopicMetadata.Partition, now: Instant) {
        let index = found.partition.index
        let known = lanes[index].leaderEpoch
        let hasFoundLeader =
            found.leaderEpoch == known && found.leader != nil
            && lanes[index].connection == ProducerConnection.nowhere
        guard !lanes[index].isKnown || found.leaderEpoch > known || hasFoundLeader else { return }
        lanes[index].isKnown = true
        lanes[index].leaderEpoch = found.leaderEpoch
        guard let leader = found.leader else {
            return move(index, to: ProducerConnection.nowhere)
        }
        move(index, to: connection(to: leader, listener: lanes[index].listener))
        // The back-off was meant for the old leader.
        for ticket in lanes[index].waiting { batches[ticket]?.retryAt = now }
        unpark(index)
    }

    /// Notes which controller has answered, and asks it again while it knows no leader of some
    /// partition. An answer without partitions comes from one that has none.
    private func noteAnswer(_ answer: TopicMetadata, now: Instant) {
        guard let first = answer.partitions.first?.partition.index else {
            let inUse = Set(lanes.filter(\.isKnown).map(\.listener))
            for lane in lanes where !inUse.contains(lane.listener) {
                metadata.answered(listener: lane.listener, now: now)
            }
            return
        }
        guard lanes.indices.contains(first) else { return }
        let listener = lanes[first].listener
        metadata.answered(listener: listener, now: now)
        let isLeaderless = lanes.contains {
            $0.listener == listener && $0.isKnown && $0.connection == ProducerConnection.nowhere
        }
        if isLeaderless { metadata.refresh(listener: listener, now: now) }
    }

    /// The connection to a listener, a new one where there is none.
    func connection(to broker: BrokerID, listener: Int) -> Int {
        if let known = connections.firstIndex(where: {
            $0.broker == broker && $0.listener == listener
        }) {
            return known
        }
        connections.append(ProducerConnection(broker: broker, listener: listener))
        return connections.count - 1
    }

    /// Lets a partition send by another connection from now on.
    private func move(_ partition: Int, to target: Int) {
        let source = lanes[partition].connection
        guard source != target else { return }
        lanes[partition].connection = target
        let queued = connections[source].queued.count
        connections[source].queued.removeAll { $0 == partition }
        if connections[source].queued.count < queued {
            connections[target].queued.append(partition)
        }
        let moved = connections[source].lingering.filter { $0.partition == partition }
        guard !moved.isEmpty else { return }
        connections[source].lingering.removeAll { $0.partition == partition }
        for batch in moved {
            let place = connections[target].lingering.firstIndex { $0.openedAt > batch.openedAt }
            connections[target].lingering.insert(
                batch, at: place ?? connections[target].lingering.endIndex)
        }
    }
}
