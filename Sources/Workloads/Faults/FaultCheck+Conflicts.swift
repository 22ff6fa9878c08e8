import Faults
import Records

/// One time at which a fault strikes.
private struct Strike {
    /// The fault's place in the workload's list.
    let index: Int
    let action: FaultAction
    let begin: Nanoseconds
    /// Nil where it never heals.
    let end: Nanoseconds?

    func lasts(until time: Nanoseconds) -> Bool { end.map { $0 >= time } ?? true }
}

extension FaultCheck {
    /// The first strike that cannot be while earlier ones last.
    ///
    /// A strike at the instant at which another heals is taken to meet it.
    var conflict: FaultMisfit? {
        var lasting: [Strike] = []
        for strike in strikes {
            lasting.removeAll { !$0.lasts(until: strike.begin) }
            for other in lasting where excludes(strike, other) {
                let end = other.end.map { "lasts until \($0)" } ?? "never heals"
                return FaultMisfit(
                    strike.index,
                    "\(strike.action) at \(strike.begin) excludes \(other.action) at "
                        + "\(other.begin) (\(faults[other.index].name)), which \(end)")
            }
            lasting.append(strike)
            if let misfit = shortage(strike, lasting) { return misfit }
        }
        return nil
    }

    /// All strikes in their order.
    private var strikes: [Strike] {
        var strikes: [Strike] = []
        for (index, placed) in faults.enumerated() {
            let isMomentary =
                switch placed.fault.action.kind {
                case .bitRot, .addPartitions, .resetOffsets: true
                case .joinConsumer: placed.fault.duration == nil
                default: false
                }
            for occurrence in placed.fault.occurrences(within: cell.run.duration) {
                strikes.append(
                    Strike(
                        index: index, action: occurrence.action, begin: occurrence.begin,
                        end: isMomentary ? occurrence.begin : occurrence.end))
            }
        }
        return strikes.sorted { ($0.begin, $0.index) < ($1.begin, $1.index) }
    }

    private func excludes(_ a: Strike, _ b: Strike) -> Bool {
        let kinds = (a.action.kind, b.action.kind)
        let isTogether = a.begin == b.begin
        if let one = a.action.broker, let other = b.action.broker {
            guard isSame(one, other, isTogether: isTogether) else { return false }
            if kinds.0.stopsTheBroker && kinds.1.stopsTheBroker { return true }
            switch kinds {
            case (.diskFull, .diskError), (.diskError, .diskFull): return true
            case (.bitRot, .bitRot): return false
            default: return kinds.0 == kinds.1
            }
        }
        if let one = a.action.link, let other = b.action.link {
            guard kinds.0 == kinds.1 || kinds.0 == .cut || kinds.1 == .cut else { return false }
            return isSame(one, other, isTogether: isTogether)
        }
        if let one = a.action.consumer, let other = b.action.consumer { return one == other }
        switch (a.action, b.action) {
        case (.crashProducer(let one), .crashProducer(let other)):
            return one == other
        case (.addPartitions, .addPartitions): return true
        default: return false
        }
    }

    /// Whether two names mean one broker for certain. Who leads may have changed in between, but
    /// not where there is a single replica.
    private func isSame(_ a: BrokerTarget, _ b: BrokerTarget, isTogether: Bool) -> Bool {
        if cell.cluster.brokers == 1 { return true }
        guard a == b else { return false }
        return a.partition == nil || isTogether || cell.topic.replicationFactor == 1
    }

    private func isSame(_ a: LinkTarget, _ b: LinkTarget, isTogether: Bool) -> Bool {
        func isSame(_ a: LinkEnd, _ b: LinkEnd) -> Bool {
            switch (a, b) {
            case (.broker(let one), .broker(let other)):
                self.isSame(one, other, isTogether: isTogether)
            case (.followers, .followers): a == b && isTogether
            default: a == b
            }
        }
        if isSame(a.from, b.from) && isSame(a.to, b.to) { return true }
        return !(a.isOneWay && b.isOneWay) && isSame(a.from, b.to) && isSame(a.to, b.from)
    }

    /// Whether `strike`, the last of `lasting`, leaves fewer brokers than it needs.
    private func shortage(_ strike: Strike, _ lasting: [Strike]) -> FaultMisfit? {
        guard strike.action.kind.endsTheProcess, let target = strike.action.broker else {
            return nil
        }
        let down = lasting.filter { $0.action.kind.endsTheProcess }.compactMap(\.action.broker)
        let numbered = Set(down.filter { $0.partition == nil })
        let found = down.filter { $0.partition != nil }
        let brokers = cell.cluster.brokers
        guard numbered.count + found.count <= brokers else {
            return FaultMisfit(
                strike.index,
                "\(numbered.count + found.count) brokers would be down at \(strike.begin); "
                    + "cluster.brokers is \(brokers)")
        }
        guard let partition = target.partition else { return nil }
        let replicas = cell.topic.replicationFactor
        let ofPartition = found.count { $0.partition == partition }
        guard ofPartition > (target.word == "leader" ? replicas : replicas - 1) else { return nil }
        return FaultMisfit(
            strike.index,
            "partition \(partition.rawValue) has no \(target.word) at \(strike.begin), with "
                + "\(ofPartition - 1) of its brokers down; topic.replication.factor is \(replicas)")
    }
}
