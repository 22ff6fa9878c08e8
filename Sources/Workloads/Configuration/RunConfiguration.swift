package import Faults
import Records

/// One cell of a workload's matrix: every setting of one run, each with a single value.
package struct RunConfiguration: Hashable, Sendable, Codable {
    /// The workload's name.
    package var workload: String
    package var topic: TopicSettings
    package var producers: ProducerSettings
    package var records: RecordSettings
    package var consumers: ConsumerSettings
    package var cluster: ClusterSettings
    package var run: RunSettings
    /// What is done to the cluster in the measured time; the same in every cell of a workload.
    package var faults: [Fault]

    package init(
        workload: String, topic: TopicSettings, producers: ProducerSettings,
        records: RecordSettings, consumers: ConsumerSettings, cluster: ClusterSettings,
        run: RunSettings, faults: [Fault] = []
    ) {
        self.workload = workload
        self.topic = topic
        self.producers = producers
        self.records = records
        self.consumers = consumers
        self.cluster = cluster
        self.run = run
        self.faults = faults
    }

    /// Warm-up and measuring of one repetition, and reading what piles up meanwhile, in seconds. A
    /// search takes about 10 runs, the one at max included.
    package var estimatedSeconds: Double {
        (run.warmup + run.duration).seconds * (producers.rate == .search ? 10 : pileUp)
    }

    /// How many times as long as writing reading takes; 1 where consumers keep up, or where that
    /// is not known.
    private var pileUp: Double {
        let time = consumers.serviceTime.meanTime.seconds
        guard case .recordsPerSecond(let rate) = producers.rate, consumers.groups > 0, time > 0,
            !topic.losesRecords || topic.retentionSparesUnread
        else { return 1 }
        return max(1, rate * time / Double(min(consumers.count, topic.allPartitions)))
    }
}
