import Brokers
import Messages
import Records
import Replication

/// A shard's controller, and what is known of its decisions.
extension Shard {
    /// Lets the controller look at the time. Answers whether it wanted to.
    func tickController(now: Instant) -> Bool {
        guard controller.nextTick <= now else { return false }
        controller.tick(now: now, effects: &controllerEffects)
        settleController(now: now)
        return true
    }

    /// Sends the controller's messages and notes what it decided.
    func settleController(now: Instant) {
        for (broker, message) in controllerEffects.toBrokers {
            send(
                .toBroker(broker, message), from: .controller, to: .broker(broker),
                payloadBytes: message.payloadBytes, shard: index, now: now)
        }
        controllerEffects.toBrokers.removeAll(keepingCapacity: true)
        for (client, message) in controllerEffects.toClients {
            send(
                .toClient(client, message), from: .controller, to: .client(client),
                payloadBytes: message.payloadBytes,
                shard: directory.shardOfClient[client.index], now: now)
        }
        controllerEffects.toClients.removeAll(keepingCapacity: true)
        for event in controllerEffects.events where event.concernsLoad {
            gauges.count(event, now: now)
            note(event)
        }
        controllerEffects.events.removeAll(keepingCapacity: true)
    }

    private func note(_ event: ClusterEvent) {
        switch event {
        case .leaderElected(let partition, _, _, _), .leaderless(let partition, _),
            .inSyncShrunk(let partition, _), .inSyncExpanded(let partition, _):
            noteState(of: partition)
        default: break
        }
    }

    private func noteState(of partition: TopicPartition) {
        guard let leadership = controller.leadership(of: partition) else { return }
        let number = partition.partition.index
        while leaders.count <= number { leaders.append(nil) }
        leaders[number] = leadership.leader
        gauges.setState(
            isLed: leadership.leader != nil, inSyncCount: leadership.inSyncReplicas.count,
            of: partition)
    }

    /// Notes the state of every partition that is this shard's.
    func noteStates() {
        for state in controller.states(of: TopicID(0)) { noteState(of: state.partition) }
    }

    /// Whether the controller takes the broker for the partition's leader: one that was and does
    /// not know better speaks for nobody.
    func leads(_ broker: BrokerID, _ partition: TopicPartition) -> Bool {
        guard partition.topic == .load else { return false }
        let number = partition.partition.index
        return number < leaders.count && leaders[number] == broker
    }
}
