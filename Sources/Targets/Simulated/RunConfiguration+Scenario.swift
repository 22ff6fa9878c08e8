import Client
import Messages
import Records
package import Simulation
package import Workloads

extension RunConfiguration {
    /// The load that a scenario asks for: few entities, so that each has a long order to keep.
    package init(_ scenario: SimulationScenario) {
        self.init(
            workload: "simulated", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings(), faults: scenario.faults)
        let model = scenario.model
        topic.partitions = model.topic.partitions
        topic.replicationFactor = model.topic.replicationFactor
        topic.minInsyncReplicas = model.topic.minInsyncReplicas
        topic.allowsUncleanElection = model.topic.allowsUncleanElection
        topic.retentionBytes = model.topic.retentionBytes
        topic.retentionTime = model.topic.retentionTime
        cluster.brokers = model.brokers
        cluster.flushMessages = model.topic.flushMessages
        producers.count = scenario.producers.count
        producers.rate = .recordsPerSecond(
            Double(scenario.recordsPerSecond * scenario.producers.count))
        producers.arrival = .poisson
        if let producer = scenario.producers.first {
            producers.acks = producer.acks
            producers.idempotence = producer.isIdempotent ? .yes : .no
            producers.maxInFlight = producer.maxInFlight
            producers.batchBytes = producer.batchBytes
        }
        records.key.cardinality = max(32, scenario.producers.count)
        records.valueBytes = max(RecordStamp.byteCount, scenario.valueBytes.upperBound)
        consumers.count = scenario.consumers
        run.warmup = .zero
        run.duration = scenario.sendingTimeMax
        run.seed = scenario.seed
    }
}
