/// One cell of a workload's matrix: every setting of one run, each with a single value.
public struct RunConfiguration: Hashable, Sendable, Codable {
    /// The workload's name.
    public var workload: String
    public var topic: TopicSettings
    public var producers: ProducerSettings
    public var records: RecordSettings
    public var consumers: ConsumerSettings
    public var cluster: ClusterSettings
    public var run: RunSettings

    public init(
        workload: String, topic: TopicSettings, producers: ProducerSettings,
        records: RecordSettings, consumers: ConsumerSettings, cluster: ClusterSettings,
        run: RunSettings
    ) {
        self.workload = workload
        self.topic = topic
        self.producers = producers
        self.records = records
        self.consumers = consumers
        self.cluster = cluster
        self.run = run
    }
}
