/// The counts chosen for a request that can be met.
struct PlanChoice {
    let sizing: PlanSizing
    let partitionsMin: Int
    let partitions: Int
    /// Members of each group.
    let consumers: Int
    let brokersMin: Int
    /// The brokers at hand or, when none were stated, `brokersMin`.
    let brokers: Int
    /// Whether the topic's own partitions suffice and are kept.
    let keepsPartitions: Bool

    /// `sizing.partitionsMin` is finite and within the limit of a cluster.
    init(_ sizing: PlanSizing) {
        self.sizing = sizing
        let needed = Int(
            min(sizing.partitionsMin, Double(PlanLimits.partitionsPerCluster)))
        partitionsMin = needed
        let current = sizing.request.currentPartitions ?? 0
        keepsPartitions = current >= needed
        partitions = keepsPartitions ? current : PartitionCount.roundedUp(needed)
        consumers = sizing.consumers(partitions: partitions)
        let replicas = partitions * sizing.durability.replicationFactor
        let most = PlanLimits.replicasPerBroker
        brokersMin = max(sizing.durability.replicationFactor, (replicas + most - 1) / most)
        brokers = sizing.request.brokers ?? brokersMin
    }

    var request: PlanRequest { sizing.request }

    var replicasOnBusiestBroker: Int {
        (partitions * sizing.durability.replicationFactor + brokers - 1) / brokers
    }

    var partitionsByRao: Int {
        let count = PartitionCount.rao(
            target: request.throughputBytesPerSecond,
            partition: sizing.rates.partition.bytesPerSecond,
            consumer: sizing.rates.consumerBytesPerSecondMax(request))
        return Int(min(count, 1e15))
    }

    /// Nil for a new topic and when its partitions are kept.
    var repartitioning: Repartitioning? {
        guard let current = request.currentPartitions, !keepsPartitions else { return nil }
        return Repartitioning(from: current, to: partitions)
    }

    /// The constraint that needs the most partitions or, among equals, has the least slack.
    static func binding(_ constraints: [PlanConstraint]) -> ConstraintName {
        let deciding = constraints.filter { $0.partitionsNeeded != nil }
        let binding = deciding.max {
            ($0.partitionsNeeded ?? 0, -$0.slack) < ($1.partitionsNeeded ?? 0, -$1.slack)
        }
        return binding?.name ?? .producePerPartition
    }
}
