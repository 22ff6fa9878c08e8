import Planner

/// The rows of a plan's CSV.
struct PlanTable {
    private var rows: [[String]] = [["name", "value", "unit", "reason"]]

    init(_ plan: Plan) {
        addSource(plan.source)
        add("partitions", plan.partitions, "partitions", plan.binding?.reason ?? "")
        add("partitions_min", plan.partitionsMin, "partitions", "before rounding up")
        add("partitions_by_rao", plan.partitionsByRao, "partitions", "max(t/p, t/c)")
        add("replication_factor", plan.replicationFactor, "replicas", plan.durabilityReason)
        add("min_insync_replicas", plan.minInsyncReplicas, "replicas", plan.durabilityReason)
        add(["acks", plan.acks, "", plan.durabilityReason])
        add(["unclean_leader_election_enable", "false", "", "it would lose acknowledged records"])
        add("consumers_per_group", plan.consumersPerGroup, "consumers", "a divisor of partitions")
        add("brokers_min", plan.brokersMin, "brokers", "")
        add(["binding_constraint", plan.bindingConstraint.rawValue, "", ""])
        for constraint in plan.constraints { add(constraint) }
        for flip in plan.flippingInputs {
            let name = "flip_\(Self.snake(flip.input.rawValue))"
            add([name, Self.number(flip.value), flip.unit.rawValue, flip.text])
        }
        addLoads(plan)
        if let moved = plan.repartitioning {
            add(
                "keys_moved", moved.shareOfKeysMoved, "share",
                "from \(moved.from) to \(moved.to) partitions")
        }
        if let latency = plan.latency {
            add("publish_p99_measured", latency.publishP99Seconds, "seconds", latency.remark)
        }
        for verdict in plan.verdicts {
            add(["verdict", verdict.kind.rawValue, "", "\(verdict.text) Flips: \(verdict.flip)."])
        }
        for caveat in plan.caveats { add(["caveat", "", "", caveat]) }
    }

    init(_ refusal: Refusal) {
        addSource(refusal.source)
        for excuse in refusal.excuses {
            let name = Self.snake(excuse.constraint.rawValue)
            let unit = excuse.unit.rawValue
            add("excuse_\(name)_demanded", excuse.demanded, unit, excuse.reason)
            add("excuse_\(name)_available", excuse.available, unit, "would help: \(excuse.help)")
        }
    }

    /// RFC 4180 quoting with line feeds.
    var csv: String {
        rows.map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private mutating func addSource(_ source: PlanSource) {
        add(["source", source.partition.origin.rawValue, "", source.sentence])
        let partition = source.partition
        add(
            "per_partition_throughput", partition.bytesPerSecond, "bytes/s",
            "\(partition.figure): \(partition.basis)")
        if let consumer = source.consumer {
            add(
                "per_consumer_throughput", consumer.bytesPerSecond, "bytes/s",
                "\(consumer.figure): \(consumer.basis)")
        }
    }

    private mutating func add(_ constraint: PlanConstraint) {
        let name = "constraint_\(Self.snake(constraint.name.rawValue))"
        add("\(name)_demand", constraint.demand, constraint.unit.rawValue, constraint.reason)
        add("\(name)_limit", constraint.limit, constraint.unit.rawValue, "")
        add("\(name)_slack", constraint.slack, "share", "")
        if let needed = constraint.partitionsNeeded {
            add("\(name)_partitions", needed, "partitions", "the fewest that keep to it")
        }
    }

    private mutating func addLoads(_ plan: Plan) {
        if let disk = plan.disk {
            let full = Figure.percent(disk.utilisation)
            add("disk", disk.bytes, "bytes", "throughput x retention x replicas")
            add("disk_with_headroom", disk.bytesWithHeadroom, "bytes", "at most \(full) full")
            add("disk_busiest_broker", disk.busiestBrokerBytes, "bytes", "")
            add(
                "disk_busiest_broker_with_headroom", disk.busiestBrokerBytesWithHeadroom,
                "bytes", "at most \(full) full")
        }
        add(plan.network, name: "network")
        if let down = plan.networkOneBrokerDown { add(down, name: "network_one_broker_down") }
    }

    private mutating func add(_ load: NetworkLoad, name: String) {
        let brokers = Figure.count(load.brokers, "broker")
        add("\(name)_in", load.inBytesPerSecond, "bytes/s", "over \(brokers)")
        add("\(name)_out", load.outBytesPerSecond, "bytes/s", "over \(brokers)")
        add("\(name)_in_busiest_broker", load.busiestInBytesPerSecond, "bytes/s", "")
        add("\(name)_out_busiest_broker", load.busiestOutBytesPerSecond, "bytes/s", "")
    }

    private mutating func add(_ row: [String]) { rows.append(row) }

    private mutating func add(_ name: String, _ value: Int, _ unit: String, _ reason: String) {
        rows.append([name, String(value), unit, reason])
    }

    private mutating func add(
        _ name: String, _ value: Double, _ unit: String, _ reason: String
    ) {
        rows.append([name, Self.number(value), unit, reason])
    }

    /// Whole numbers without a fraction; others in the fewest digits that give them back.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? "\(value)"
    }

    private static func snake(_ name: String) -> String {
        String(name.map { $0 == "-" ? "_" : $0 })
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
