package import Client
package import Faults
import Messages
package import Records

/// One history to be: everything that a seed decides.
package struct SimulationScenario: Hashable, Sendable {
    package var seed: UInt64
    package var model = ClusterModel()
    package var producers: [ProducerConfiguration] = []
    /// Each reads its share of the partitions.
    package var consumers = 1
    package var consumer = ConsumerConfiguration()
    /// How the consumers share the topic as members of a group; nil where each reads what is its
    /// own.
    package var group: GroupSettings?
    /// Whether each member has an instance id, by which it keeps its place over a restart.
    package var hasStaticMembers = false
    /// Of each producer, evenly.
    package var recordsPerSecond = 50
    /// Bytes of a record's value, from and to.
    package var valueBytes = 40...200
    /// How long everything may fail.
    package var safetyTime = Nanoseconds.seconds(20)
    /// How long producers get records, from the start, or longer until `goals` are met.
    package var sendingTime = Nanoseconds.seconds(24)
    /// What the run has to come to before producers get no more records.
    package var goals = SimulationGoals()
    /// How long the healed cluster may take to converge.
    package var livenessTime = Nanoseconds.seconds(90)
    /// Within the safety time.
    package var faults: [Fault] = []

    package init(seed: UInt64) {
        self.seed = seed
        model.seed = seed
    }

    /// How long producers get records at most, from the start: with goals, until these are met or
    /// nothing has been acknowledged for as long as the cluster may take to converge.
    package var sendingTimeMax: Nanoseconds {
        goals.isNone ? sendingTime : sendingTime + livenessTime * 10
    }

    /// The partitions that a consumer reads, of all that the topic may come to have.
    package func partitions(ofConsumer number: Int) -> [PartitionIndex] {
        let count = max(model.partitionsMax ?? 0, model.topic.partitions)
        return (0..<count).filter { $0 % consumers == number }.map { PartitionIndex($0) }
    }
}
