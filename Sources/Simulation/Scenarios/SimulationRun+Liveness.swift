import Brokers
import Client
import Messages
import Records

extension SimulationRun {
    /// How often convergence is looked for.
    private static let lookInterval = Nanoseconds.milliseconds(200)
    /// How long the cluster may take to mend itself before the next unsound broker is started
    /// again all the same.
    private static let patience = Nanoseconds.seconds(8)

    /// Ends all faults, heals all brokers but perhaps one, and waits until the cluster has
    /// converged. Answers what it has not come to.
    func heal() -> [String] {
        cluster.beginHealing()
        chooseDead()
        cluster.startAll(but: dead)
        var end = max(cluster.now, Instant(0) + scenario.sendingTime) + scenario.livenessTime
        var acknowledged = load.acknowledgedRecords
        var nextRepair = cluster.now + Self.patience
        while cluster.now < end {
            cluster.run(until: min(cluster.now + Self.lookInterval, end))
            if hasSentEnough {
                load.stopSending()
            } else if load.acknowledgedRecords > acknowledged {
                // A slow cluster gets there too.
                acknowledged = load.acknowledgedRecords
                end = max(end, cluster.now + scenario.livenessTime)
            }
            let missing = unconverged()
            if !missing.isEmpty, cluster.now >= nextRepair, isStuckWithoutTheDead {
                cluster.startAll(but: [])
                dead = []
            }
            if let next = cluster.unsoundBrokers.first {
                guard missing.isEmpty || cluster.now >= nextRepair else { continue }
                nextRepair = cluster.now + Self.patience
                cluster.startAgain(next)
            } else if missing.isEmpty, areProducersIdle, areReadersDone.isEmpty {
                checkEnd()
                return []
            }
        }
        var failures = unconverged() + areReadersDone
        if cluster.counts.steps >= scenario.model.stepsMax {
            failures.append("it came to no end in \(cluster.counts.steps) steps")
        }
        if !hasSentEnough {
            failures.append(
                "\(load.acknowledgedRecords) records were acknowledged in \(cluster.counts.steps) "
                    + "steps")
        } else if !areProducersIdle {
            failures.append("producers have records that came to no end")
        }
        return failures
    }

    private var hasSentEnough: Bool {
        cluster.now >= Instant(0) + scenario.sendingTime
            && load.acknowledgedRecords >= scenario.goals.acknowledgedRecords
            && cluster.counts.steps >= scenario.goals.steps
    }

    /// Perhaps one broker stays dead, if the others have everything and are enough.
    private func chooseDead() {
        var random = RandomSource(seed: scenario.seed).fork(stream: 20)
        guard random.draw(3) == 0 else { return }
        let broker = BrokerID(random.draw(scenario.model.brokers))
        let topic = scenario.model.topic
        let isEnough =
            topic.replicationFactor > topic.minInsyncReplicas
            && cluster.canSpare(broker)
        guard isEnough else { return }
        dead = [broker]
        cluster.killForGood(broker)
    }

    /// Whether a partition waits for somebody who stays dead: until the controller knew of the
    /// death it may have trusted nobody else any more.
    private var isStuckWithoutTheDead: Bool {
        states.contains { state in
            state.leader == nil && state.inSyncReplicas.allSatisfy { dead.contains($0) }
        }
    }

    /// What the brokers have not come to: a leader for each partition, every live replica in sync
    /// and everything committed.
    private func unconverged() -> [String] {
        var failures: [String] = []
        for state in states {
            let isOffsets = state.partition.topic != cluster.topic
            let name = (isOffsets ? "offsets " : "") + "partition \(state.partition.partition)"
            guard let leader = state.leader,
                let view = cluster.sight(leader, state.partition), view.isLeader,
                view.epoch == state.leaderEpoch
            else {
                failures.append("\(name) has no leader")
                continue
            }
            let live = state.replicas.filter { !dead.contains($0) }
            if let missing = live.first(where: { !state.inSyncReplicas.contains($0) }) {
                failures.append("\(name): broker \(missing) is not in sync")
            } else if view.highWatermark != view.nextOffset {
                failures.append(
                    "\(name): committed to \(view.highWatermark) of \(view.nextOffset)")
            } else if let behind = live.first(where: {
                cluster.sight($0, state.partition)?.logEnd != view.logEnd
            }) {
                failures.append("\(name): broker \(behind) lacks records")
            }
        }
        return failures
    }

    /// All partitions, those that hold groups among them.
    private var states: [PartitionState] {
        cluster.controller.states(of: cluster.topic)
            + (scenario.model.offsetsTopic == nil
                ? [] : cluster.controller.states(of: cluster.offsetsTopic))
    }

    /// Partitions that were not read to their end.
    private var areReadersDone: [String] {
        if let group = scenario.group { return shortcomings(of: group) }
        var failures: [String] = []
        for (number, client) in consumers.enumerated() {
            for partition in scenario.partitions(ofConsumer: number) {
                let end = cluster.watch?.committedEnd(of: partition) ?? .zero
                let position = cluster.consumer(client)?.position(of: partition) ?? .zero
                if position < end {
                    failures.append("partition \(partition) was read to \(position) of \(end)")
                }
            }
        }
        return failures
    }

    private func checkEnd() {
        for state in cluster.controller.states(of: cluster.topic) {
            guard let leader = state.leader else { continue }
            cluster.watch?.checkEnd(
                state.partition.partition.index, leader: leader, disks: cluster.disks)
        }
    }
}
