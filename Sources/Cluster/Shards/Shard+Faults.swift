import Brokers
import Faults
import Messages
import Platform
import Records
import Replication
import Storage

/// What a shard does about faults.
extension Shard {
    func handle(_ step: FaultStep) {
        let now = Instant(MonotonicClock.now)
        switch step {
        case .find(let fault): find(fault, now: now)
        case .strike(let fault): strike(fault, now: now)
        case .heal(let fault): heal(fault, now: now)
        case .startConsumers: startConsumers(now: now)
        }
    }

    /// Finds whom a fault strikes, as far as this shard's controller knows, and lets every shard
    /// strike then.
    private func find(_ planned: PlannedFault, now: Instant) {
        var fault = planned
        while let partition = fault.action.openPartition {
            let place = TopicPartition(topic: TopicID(0), partition: partition)
            let shard = directory.shard(of: place)
            guard shard == index else { return post(.fault(.find(fault)), to: shard) }
            fault.partition = fault.partition ?? partition
            guard let found = resolved(fault.action, at: place) else {
                return note(fault, isMissed: true, now: now)
            }
            fault.action = found
        }
        if let id = fault.action.struckBroker, fault.action.concernsProcess,
            seats[id.index].broker == nil
        {
            return note(fault, isMissed: true, now: now)
        }
        let isMissed = areConsumersHeld && fault.action.needsRunningConsumers
        note(fault, isMissed: isMissed, now: now)
        guard !isMissed else { return }
        for shard in 0..<directory.shardCount where shard != index {
            post(.fault(.strike(fault)), to: shard)
        }
        strike(fault, now: now)
    }

    /// The action with the leader and the follower of one partition found; nil where there is
    /// none.
    private func resolved(_ action: FaultAction, at place: TopicPartition) -> FaultAction? {
        guard let leadership = controller.leadership(of: place) else { return nil }
        var isMissing = false
        let result = action.mapTargets { target in
            let found: BrokerID?
            switch target {
            case .leader(place.partition): found = leadership.leader
            case .follower(place.partition):
                let isOther = { $0 != leadership.leader }
                found =
                    leadership.inSyncReplicas.first(where: isOther)
                    ?? leadership.replicas.first(where: isOther)
            default: return target
            }
            isMissing = isMissing || found == nil
            return found.map { .broker($0) } ?? target
        }
        return isMissing ? nil : result
    }

    private func note(_ fault: PlannedFault, isMissed: Bool, now: Instant) {
        gauges.note(
            FaultStrike(
                number: fault.number, action: fault.action, broker: fault.action.struckBroker,
                time: now, end: fault.end, isMissed: isMissed))
    }

    // MARK: Striking

    private func strike(_ fault: PlannedFault, now: Instant) {
        let seat = fault.action.struckBroker.map { seats[$0.index] }
        switch fault.action {
        case .kill, .powerLoss, .restart, .pause, .bitRot:
            guard let seat, seat.broker != nil else { return }
            strikeProcess(seat, fault, now: now)
            return
        case .slow(_, let factor): seat?.slowDown(by: factor, number: fault.number)
        case .slowDisk(_, let delay): seat?.slowDisk(by: delay, number: fault.number)
        case .diskFull: refuse(.noSpace, seat, fault)
        case .diskError: refuse(.inputOutputError, seat, fault)
        case .cut, .delay, .lose, .duplicate:
            guard let (target, effect) = fault.action.linkEffect else { return }
            links.strike(LinkFault(number: fault.number, target: target, effect: effect))
        case .crashConsumer(let number): crash(directory.consumers[number], now: now)
        case .joinConsumer(let number): join(directory.consumers[number], now: now)
        case .leaveConsumer(let number): closeConsumer(directory.consumers[number], now: now)
        case .resetOffsets(let group, let place): resetOffsets(of: group, to: place, now: now)
        case .crashProducer(let number): crash(directory.producers[number], now: now)
        case .addPartitions(let count):
            controller.handle(
                .createPartitions(TopicID(0), count: count), now: now,
                effects: &controllerEffects)
            noteStates()
            settleController(now: now)
            addPartitions(upTo: count, now: now)
        }
        if let end = fault.end { delay(Envelope(payload: .fault(.heal(fault)), arrival: end)) }
    }

    private func strikeProcess(_ seat: BrokerSeat, _ fault: PlannedFault, now: Instant) {
        switch fault.action {
        case .kill: kill(seat, fault, withSystem: false, now: now)
        case .powerLoss:
            var random = fault.random.fork(stream: UInt64(index))
            seat.powerLossSeed = random.next()
            seat.isHarmed = true
            kill(seat, fault, withSystem: true, now: now)
        case .restart: shutDown(seat, fault, now: now)
        case .pause: seat.availableAt = max(seat.availableAt, fault.end ?? .distantFuture)
        default: rot(seat, fault)
        }
    }

    private func refuse(
        _ refusal: RefusingDisk.Refusal, _ seat: BrokerSeat?, _ fault: PlannedFault
    ) {
        seat?.wasRefused = true
        seat?.refusing?.refuse(refusal, number: fault.number)
    }

    /// Flips one bit of a written page of one partition's log.
    private func rot(_ seat: BrokerSeat, _ fault: PlannedFault) {
        let own = controller.states(of: TopicID(0)).filter {
            $0.replicas.contains(seat.id)
                && (fault.partition == nil || $0.partition.partition == fault.partition)
        }
        var random = fault.random
        // Without a partition the first shard decides for all.
        guard fault.partition != nil || index == 0, !own.isEmpty else { return }
        let chosen = own[Int(random.next(below: UInt64(own.count)))].partition
        let topic = controller.configuration(of: chosen.topic)
        seat.isHarmed = true
        do throws(StorageError) {
            try seat.files.flipBit(below: topic.directory(of: chosen.partition), random: &random)
        } catch { gauges.report(error) }
    }

    // MARK: Healing

    private func heal(_ fault: PlannedFault, now: Instant) {
        switch fault.action {
        case .kill, .powerLoss, .restart:
            if let id = fault.action.struckBroker { start(seats[id.index], fault, now: now) }
        case .slow, .slowDisk, .diskFull, .diskError:
            if let id = fault.action.struckBroker { seats[id.index].heal(number: fault.number) }
        case .cut, .delay, .lose, .duplicate: links.heal(number: fault.number)
        case .crashConsumer(let number): restart(directory.consumers[number], now: now)
        case .crashProducer(let number): restart(directory.producers[number], now: now)
        case .joinConsumer(let number): closeConsumer(directory.consumers[number], now: now)
        case .leaveConsumer(let number): reopenConsumer(directory.consumers[number], now: now)
        case .pause, .bitRot, .resetOffsets, .addPartitions: break
        }
    }
}
