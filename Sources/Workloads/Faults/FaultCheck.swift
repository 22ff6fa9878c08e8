import Faults
import Records

/// Finds out whether a cell can have the faults of its workload.
///
/// What is only known once the run is under way, such as who leads after an election, is given the
/// benefit of the doubt.
struct FaultCheck {
    let faults: [PlacedFault]
    let cell: RunConfiguration

    /// The faults that cannot be; none when all can.
    var misfits: [FaultMisfit] {
        let own = ownMisfits
        guard own.isEmpty else { return own }
        return (countMisfit ?? conflict).map { [$0] } ?? []
    }

    /// Those that cannot be even alone.
    var ownMisfits: [FaultMisfit] {
        faults.indices.compactMap { timeMisfit($0) ?? targetMisfit($0) }
    }

    // MARK: - Time

    private func timeMisfit(_ index: Int) -> FaultMisfit? {
        let fault = faults[index].fault
        let end = cell.run.duration
        guard fault.at < end else {
            return FaultMisfit(
                index, at: .at,
                "\(fault.at) is not before the run's end; run.duration is \(end)")
        }
        let count = strikeCount(of: fault)
        if let times = fault.times, times > count {
            return FaultMisfit(
                index, at: .times,
                "only \(count) of \(times) are before the run's end; run.duration is \(end)")
        }
        return nil
    }

    /// How often a fault strikes that does so at least once.
    private func strikeCount(of fault: Fault) -> Int {
        guard let interval = fault.interval else { return 1 }
        let rest = cell.run.duration - fault.at
        return min(Int((rest.rawValue - 1) / interval.rawValue) + 1, fault.times ?? .max)
    }

    private var countMisfit: FaultMisfit? {
        var rest = FaultMisfit.strikeCountMax
        for (index, placed) in faults.enumerated() {
            let count = strikeCount(of: placed.fault)
            guard count <= rest else {
                return FaultMisfit(
                    index, at: .every,
                    "strikes \(count) times; at most \(FaultMisfit.strikeCountMax) for all faults "
                        + "together")
            }
            rest -= count
        }
        return nil
    }

    // MARK: - Targets

    private func targetMisfit(_ index: Int) -> FaultMisfit? {
        let placed = faults[index]
        let action = placed.fault.action
        func misfit(_ reason: String?) -> FaultMisfit? {
            reason.map { FaultMisfit(index, at: placed.actionKey, $0) }
        }
        switch action {
        case .crashConsumer(let number), .joinConsumer(let number), .leaveConsumer(let number):
            return misfit(consumerProblem(number, index))
        case .resetOffsets(let group, _):
            return misfit(groupProblem(group))
        case .crashProducer(let number):
            let count = cell.producers.count
            return misfit(
                absence(
                    of: "producer", number, count: count, because: "producers.count is \(count)"))
        case .addPartitions(let count):
            if cell.topic.count > 1 {
                return misfit(
                    "topic.count is \(cell.topic.count); partitions are added to one topic alone")
            }
            let present = partitionCount(before: index)
            return count > present
                ? nil : misfit("\(count) is not above the \(present) partitions there are by then")
        default: break
        }
        if let broker = action.broker {
            return brokerMisfit(broker, index, key: placed.actionKey)
        }
        guard let link = action.link else { return nil }
        return endMisfit(link.from, index, key: placed.actionKey)
            ?? endMisfit(link.to, index, key: FaultKey.to.rawValue) ?? linkMisfit(link, index)
    }

    private func groupProblem(_ number: Int) -> String? {
        let consumers = cell.consumers
        let absence = absence(
            of: "group", number, count: consumers.groups,
            because: "consumers.groups is \(consumers.groups)")
        guard absence == nil, !consumers.isSubscribed else { return absence }
        return "groups without a coordinator commit no offsets; consumers.assignment is manual"
    }

    private func consumerProblem(_ number: Int, _ index: Int) -> String? {
        let consumers = cell.consumers
        let absence = absence(
            of: "consumer", number, count: consumers.groups * consumers.count,
            because: "consumers.groups is \(consumers.groups) and consumers.count "
                + "\(consumers.count)")
        if let absence { return absence }
        let fault = faults[index].fault
        if fault.action.kind != .crashConsumer, !consumers.isSubscribed {
            return "members of groups without a coordinator neither join nor leave; "
                + "consumers.assignment is manual"
        }
        let joins = faults.map(\.fault).filter { $0.action == .joinConsumer(number) }.map(\.at)
        guard let first = joins.min(), fault.at < first else { return nil }
        return "consumer \(number) is not there at \(fault.at): it first joins at \(first)"
    }

    private func absence(
        of what: String, _ number: Int, count: Int, because reason: String
    ) -> String? {
        guard number >= count else { return nil }
        let range = count > 0 ? "so there are 0...\(count - 1)" : "so there is none"
        return "\(what) \(number) does not exist: \(reason), \(range)"
    }

    private func brokerMisfit(_ target: BrokerTarget, _ index: Int, key: String) -> FaultMisfit? {
        switch target {
        case .broker(let id):
            let count = cell.cluster.brokers
            return absence(
                of: "broker", id.index, count: count, because: "cluster.brokers is \(count)"
            ).map { FaultMisfit(index, at: key, $0) }
        case .leader(let partition):
            return partitionMisfit(partition, index)
        case .follower(let partition):
            return replicasMisfit(2, index, key: key, for: "follower")
                ?? partitionMisfit(partition, index)
        }
    }

    private func partitionMisfit(_ partition: PartitionIndex, _ index: Int) -> FaultMisfit? {
        let count = partitionCount(before: index)
        return absence(
            of: "partition", Int(partition.rawValue), count: count,
            because: "topic.partitions is \(cell.topic.partitions)"
                + (cell.topic.count > 1 ? " in each of \(cell.topic.count) topics" : "")
                + (count > cell.topic.allPartitions ? ", \(count) by then" : "")
        ).map { FaultMisfit(index, at: .partition, $0) }
    }

    private func replicasMisfit(
        _ needed: Int, _ index: Int, key: String, for what: String
    ) -> FaultMisfit? {
        let count = cell.topic.replicationFactor
        guard count < needed else { return nil }
        return FaultMisfit(
            index, at: key, "there is no \(what): topic.replication.factor is \(count)")
    }

    private func endMisfit(_ end: LinkEnd, _ index: Int, key: String) -> FaultMisfit? {
        switch end {
        case .broker(let target): brokerMisfit(target, index, key: key)
        case .followers(let partition):
            replicasMisfit(2, index, key: key, for: "follower")
                ?? partitionMisfit(partition, index)
        case .brokers, .clients, .controller, .everyone: nil
        }
    }

    private func linkMisfit(_ link: LinkTarget, _ index: Int) -> FaultMisfit? {
        switch (link.from, link.to) {
        case (.followers, .followers), (.broker(.follower), .followers),
            (.followers, .broker(.follower)):
            return replicasMisfit(
                3, index, key: FaultKey.to.rawValue, for: "second follower at the other end")
        default: break
        }
        guard cell.cluster.brokers == 1, link.from.isBrokers, link.to.isBrokers else { return nil }
        return FaultMisfit(
            index, at: .to, "there is no link between brokers: cluster.brokers is 1")
    }

    /// How many partitions the topic has when fault `index` first strikes.
    private func partitionCount(before index: Int) -> Int {
        let begin = faults[index].fault.at
        return faults.reduce(cell.topic.allPartitions) { count, placed in
            guard case .addPartitions(let more) = placed.fault.action, placed.fault.at < begin
            else { return count }
            return max(count, more)
        }
    }
}

extension LinkEnd {
    /// Whether only brokers are meant.
    fileprivate var isBrokers: Bool {
        switch self {
        case .broker, .followers, .brokers: true
        case .clients, .controller, .everyone: false
        }
    }
}
