import Brokers
package import Faults
import Messages
package import Records

extension VirtualCluster {
    /// Lets faults strike, counted from `start`.
    package func schedule(_ occurrences: [FaultOccurrence], from start: Instant) {
        for occurrence in occurrences {
            let end = occurrence.end.map { start + $0 }
            queue.schedule(.faultBegins(Int32(faults.count)), at: start + occurrence.begin)
            faults.append(ScheduledFault(occurrence: occurrence, end: end))
        }
    }

    /// Ends every fault that is in force, and lets none strike any more. Who is down stays down.
    package func endFaults() {
        for index in faults.indices {
            if faults[index].isActive { stop(fault: index) }
        }
        faultsAreOver = true
    }

    /// A fault's time has come.
    func faultBegins(_ index: Int) {
        guard !faultsAreOver else { return }
        let occurrence = faults[index].occurrence
        let kind = occurrence.action.kind
        let isInjected = strike(index, occurrence.action)
        counts.count(kind, wasInjected: isInjected)
        note(nil, TraceWords(kind: isInjected ? 10 : 11, a: Int64(index))) {
            let broker = faults[index].broker.map { " strikes broker \($0)" } ?? ""
            return isInjected ? "fault \(kind.rawValue)\(broker)" : "fault \(kind.rawValue) skipped"
        }
        if isInjected { tell(index, isEnd: false) }
        guard isInjected, let end = faults[index].end else { return }
        queue.schedule(.faultEnds(Int32(index)), at: end)
    }

    /// The time has come for a fault to heal.
    func faultEnds(_ index: Int) {
        guard faults[index].isActive else { return }
        stop(fault: index)
        if let client = faults[index].client.map({ clients[$0] }) {
            if case .joinConsumer = faults[index].occurrence.action {
                heldConsumers?.removeAll { $0 === client }
                return close(client)
            }
            return comeBack(client)
        }
        guard let broker = faults[index].broker, faults[index].occurrence.action.isDeadly else {
            return
        }
        let process = processes[broker]
        if process.process == faults[index].process, !process.isUp { start(process) }
    }

    /// Ends a client's process, for the fault's duration where it has one.
    private func crash(_ index: Int, _ candidates: [ClientProcess], _ number: Int) -> Bool {
        guard candidates.indices.contains(number), candidates[number].isUp else { return false }
        let client = candidates[number]
        crash(client)
        if faults[index].end == nil {
            restart(client)
        } else {
            faults[index].isActive = true
            faults[index].client = client.id.index
        }
        return true
    }

    /// Lets a member join its group, for the fault's duration where it has one.
    private func join(_ index: Int, _ candidates: [ClientProcess], _ number: Int) -> Bool {
        guard candidates.indices.contains(number), !candidates[number].isMember else {
            return false
        }
        letIn(candidates[number])
        faults[index].isActive = faults[index].end != nil
        faults[index].client = candidates[number].id.index
        return true
    }

    /// Lets a member leave its group, for the fault's duration where it has one.
    private func leave(_ index: Int, _ candidates: [ClientProcess], _ number: Int) -> Bool {
        guard candidates.indices.contains(number), candidates[number].isMember else {
            return false
        }
        let client = candidates[number]
        close(client)
        faults[index].isActive = faults[index].end != nil
        faults[index].client = client.id.index
        return true
    }

    private func tell(_ index: Int, isEnd: Bool) {
        onFault?(
            faults[index].occurrence.action,
            faults[index].broker.map { BrokerID($0) }, isEnd, now)
    }

    private func stop(fault index: Int) {
        faults[index].isActive = false
        tell(index, isEnd: true)
        note(nil, TraceWords(kind: 12, a: Int64(index))) {
            "fault \(faults[index].occurrence.action.kind.rawValue) ends"
        }
        network.end(fault: index)
        if let broker = faults[index].broker { applyTroubles(to: processes[broker]) }
    }

    /// Answers whether there was something to do it to.
    private func strike(_ index: Int, _ action: FaultAction) -> Bool {
        switch action {
        case .kill(let target), .powerLoss(let target), .restart(let target), .pause(let target),
            .slow(let target, _), .diskFull(let target), .diskError(let target),
            .slowDisk(let target, _), .bitRot(let target):
            guard let process = resolve(target), process.isUp else { return false }
            faults[index].broker = process.id.index
            faults[index].process = process.process
            return strike(index, action, target, process)
        case .cut(let link): return strike(index, link, LinkTrouble(isCut: true))
        case .delay(let link, let delay): return strike(index, link, LinkTrouble(delay: delay))
        case .lose(let link, let share):
            return strike(index, link, LinkTrouble(loseShare: share))
        case .duplicate(let link, let share):
            return strike(index, link, LinkTrouble(duplicateShare: share))
        case .crashConsumer(let number):
            return crash(index, clients.filter { !$0.isProducer }, number)
        case .joinConsumer(let number):
            return join(index, clients.filter { !$0.isProducer }, number)
        case .leaveConsumer(let number):
            return leave(index, clients.filter { !$0.isProducer }, number)
        case .resetOffsets(let group, let place):
            return resetOffsets(of: GroupID(group), to: place)
        case .crashProducer(let number):
            return crash(index, clients.filter(\.isProducer), number)
        case .addPartitions(let count):
            guard count > controller.states(of: topic).count, count <= partitionsMax else {
                return false
            }
            controllerInbox.append(.createPartitions(topic, count: count))
            proceedController()
            return true
        }
    }

    private func strike(
        _ index: Int, _ action: FaultAction, _ target: BrokerTarget, _ process: BrokerProcess
    ) -> Bool {
        if isSpared(process, from: action) { return false }
        faults[index].isActive = true
        switch action {
        case .kill, .powerLoss:
            var losesPower = false
            if case .powerLoss = action { losesPower = true }
            kill(process, losesPower: losesPower)
            faults[index].process = process.process
        case .restart:
            guard process.shutdown == nil, !process.isPaused else {
                faults[index].isActive = false
                return false
            }
            beginShutdown(
                process, downtime: faults[index].occurrence.duration ?? model.restartTime)
            faults[index].isActive = false
        case .bitRot:
            faults[index].isActive = false
            return rot(process, target, at: faults[index].occurrence.begin)
        default: applyTroubles(to: process)
        }
        return true
    }

    private func isSpared(_ process: BrokerProcess, from action: FaultAction) -> Bool {
        guard model.sparesLastCopy, let watch else { return false }
        switch action {
        case .bitRot: return !watch.hasOtherGoodCopies(than: [process.id])
        case .powerLoss:
            return model.topic.flushMessages != 1 && !watch.hasOtherGoodCopies(than: [process.id])
        default: return false
        }
    }

    private func beginShutdown(_ process: BrokerProcess, downtime: Nanoseconds) {
        guard let broker = process.broker else { return }
        process.shutdown = BrokerProcess.Shutdown(downtime: downtime)
        queue.schedule(
            .shutdownTimeout(broker: process.id.rawValue, process: process.process),
            at: now + model.shutdownTimeout)
        beginStep()
        broker.beginShutdown(now: now, effects: &brokerEffects)
        finishBrokerStep(process, bytes: 0)
        arm(process)
    }

    /// Makes a broker's process and disk as the faults in force have them.
    private func applyTroubles(to process: BrokerProcess) {
        var trouble = DiskTrouble()
        var slowness = 1.0
        var isPaused = false
        for fault in faults where fault.isActive && fault.broker == process.id.index {
            if fault.endsWithProcess, fault.process != process.process { continue }
            switch fault.occurrence.action {
            case .pause: isPaused = true
            case .slow(_, let factor): slowness = max(slowness, factor)
            case .diskFull: trouble.isFull = true
            case .diskError: trouble.isFailing = true
            case .slowDisk(_, let delay): trouble.delay += delay
            default: break
            }
        }
        process.disk.trouble = trouble
        process.clock.setSlowness(slowness, now: now)
        process.isPaused = isPaused
        arm(process)
    }
}

extension FaultAction {
    /// Whether a broker's process ends by it and starts again when it heals.
    fileprivate var isDeadly: Bool {
        switch self {
        case .kill, .powerLoss: true
        default: false
        }
    }
}

extension FaultOccurrence {
    /// From its begin to its end.
    fileprivate var duration: Nanoseconds? { end.map { $0 - begin } }
}
