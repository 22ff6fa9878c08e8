import Faults
import Records

extension FaultAction {
    /// The brokers that it names, in order.
    var brokerTargets: [BrokerTarget] {
        switch self {
        case .kill(let target), .restart(let target), .powerLoss(let target),
            .pause(let target), .slow(let target, _), .diskFull(let target),
            .diskError(let target), .slowDisk(let target, _), .bitRot(let target):
            [target]
        case .cut(let link), .delay(let link, _), .lose(let link, _), .duplicate(let link, _):
            [link.from, link.to].compactMap { end in
                if case .broker(let target) = end { target } else { nil }
            }
        case .crashConsumer, .joinConsumer, .leaveConsumer, .resetOffsets, .crashProducer,
            .addPartitions:
            []
        }
    }

    /// The broker that it strikes, once found; nil where it strikes none or two.
    var struckBroker: BrokerID? {
        let found = brokerTargets.compactMap { target in
            if case .broker(let id) = target { id } else { nil }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The partition of the first broker that has still to be found.
    var openPartition: PartitionIndex? {
        for target in brokerTargets {
            switch target {
            case .broker: continue
            case .leader(let partition), .follower(let partition): return partition
            }
        }
        return nil
    }

    /// Whether it strikes a process, which has to run for that.
    var concernsProcess: Bool {
        switch kind {
        case .kill, .restart, .powerLoss, .pause, .bitRot: true
        default: false
        }
    }

    /// Whether it strikes consumers, which have to be there for that.
    var needsRunningConsumers: Bool {
        switch kind {
        case .crashConsumer, .leaveConsumer, .resetOffsets: true
        default: false
        }
    }

    /// The same action with other targets.
    func mapTargets(_ change: (BrokerTarget) -> BrokerTarget) -> FaultAction {
        switch self {
        case .kill(let target): .kill(change(target))
        case .restart(let target): .restart(change(target))
        case .powerLoss(let target): .powerLoss(change(target))
        case .pause(let target): .pause(change(target))
        case .slow(let target, let factor): .slow(change(target), factor: factor)
        case .diskFull(let target): .diskFull(change(target))
        case .diskError(let target): .diskError(change(target))
        case .slowDisk(let target, let delay): .slowDisk(change(target), delay: delay)
        case .bitRot(let target): .bitRot(change(target))
        case .cut(let link): .cut(link.mapTargets(change))
        case .delay(let link, let delay): .delay(link.mapTargets(change), by: delay)
        case .lose(let link, let share): .lose(link.mapTargets(change), share: share)
        case .duplicate(let link, let share): .duplicate(link.mapTargets(change), share: share)
        case .crashConsumer, .joinConsumer, .leaveConsumer, .resetOffsets, .crashProducer,
            .addPartitions:
            self
        }
    }

    /// What it does to links, where it is about links.
    var linkEffect: (target: LinkTarget, effect: LinkFault.Effect)? {
        switch self {
        case .cut(let link): (link, .cut)
        case .delay(let link, let delay): (link, .delay(delay))
        case .lose(let link, let share): (link, .lose(share: share))
        case .duplicate(let link, let share): (link, .duplicate(share: share))
        default: nil
        }
    }
}

extension LinkTarget {
    fileprivate func mapTargets(_ change: (BrokerTarget) -> BrokerTarget) -> LinkTarget {
        LinkTarget(
            from: from.mapTarget(change), to: to.mapTarget(change), isOneWay: isOneWay)
    }
}

extension LinkEnd {
    fileprivate func mapTarget(_ change: (BrokerTarget) -> BrokerTarget) -> LinkEnd {
        if case .broker(let target) = self { .broker(change(target)) } else { self }
    }
}
