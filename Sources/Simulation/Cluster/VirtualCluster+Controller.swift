import Brokers
import DequeModule
import Messages
import Records
import Replication

extension VirtualCluster {
    /// Lets the controller take its next step, if it is free, and sees to it that it is woken
    /// again.
    func proceedController() {
        if controllerClock.busyUntil <= now {
            let isDue = controller.nextTick <= now
            if isDue, controllerInbox.isEmpty || !controllerClock.lastWasTimer {
                controllerClock.lastWasTimer = true
                beginStep()
                controller.tick(now: now, effects: &controllerEffects)
                finishControllerStep(cost: model.cost.controllerStep)
            } else if let message = controllerInbox.popFirst() {
                controllerClock.lastWasTimer = false
                runController(message)
            }
        }
        armController()
    }

    func armController() {
        let next = controllerInbox.isEmpty ? controller.nextTick : now
        let time = max(controllerClock.busyUntil, next, now)
        if controllerClock.arm(time) {
            queue.schedule(.wake(node: Int32(numbers.controller)), at: time)
        }
    }

    private func runController(_ message: ControllerMessage) {
        beginStep()
        noteStep(message)
        controller.handle(message, now: now, effects: &controllerEffects)
        if case .register(let registration) = message { watch?.registered(registration.broker) }
        finishControllerStep(cost: model.cost.controllerStep)
        if case .createPartitions = message { assignNewPartitions() }
    }

    func finishControllerStep(cost: Nanoseconds) {
        let departure = controllerClock.spend(cost, now: now)
        noteEvents(controllerEffects.events, .controller)
        lookAtController()
        for (broker, message) in controllerEffects.toBrokers {
            send(.toBroker(message), from: numbers.controller, to: broker.index, at: departure)
        }
        for (client, message) in controllerEffects.toClients {
            send(
                .toClient(message), from: numbers.controller,
                to: numbers.number(of: .client(client)), at: departure)
        }
        controllerEffects = ControllerEffects()
    }

    private func lookAtController() {
        guard let watch, controller.version != lookedVersion else { return }
        lookedVersion = controller.version
        for state in controller.states(of: topic) {
            let eligible = controller.leadership(of: state.partition)?.eligibleLeaders ?? []
            watch.look(at: state, eligible: eligible)
        }
        for event in controllerEffects.events {
            if case .leaderElected(let partition, _, let epoch, isUnclean: true) = event,
                partition.topic == topic
            {
                watch.electedUncleanly(partition.partition.index, epoch: epoch)
            }
        }
    }

    /// Counts, traces and passes on what happened.
    func noteEvents(_ events: [ClusterEvent], _ node: Node) {
        for event in events {
            count(event)
            let words = event.traceWords
            note(node, words) { event.traceText }
            onEvent?(event, now)
        }
    }

    private func count(_ event: ClusterEvent) {
        switch event {
        case .leaderElected(_, _, _, let isUnclean):
            counts.leaderChanges += 1
            if isUnclean { counts.uncleanElections += 1 }
        case .inSyncShrunk: counts.inSyncShrinks += 1
        case .inSyncExpanded: counts.inSyncExpansions += 1
        case .notEnoughReplicas: counts.minInSyncRejections += 1
        case .truncated: counts.truncations += 1
        case .leaderless, .brokerFenced, .brokerUnfenced, .opened, .groupGeneration,
            .memberEvicted:
            break
        }
    }
}
