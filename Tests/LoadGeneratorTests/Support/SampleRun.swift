import LoadGenerator
import Records
import RunResults
import Workloads

/// Configurations and timelines to test with.
enum SampleRun {
    static let timeline = RunTimeline(
        start: Instant(1_000_000_000), warmup: .milliseconds(10), duration: .milliseconds(40))

    /// Six partitions, 500 entities and 40-byte values at 100,000 records/s.
    static func configuration(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var topic = TopicSettings()
        topic.partitions = 6
        var producers = ProducerSettings()
        producers.rate = .recordsPerSecond(100_000)
        var records = RecordSettings()
        records.key.cardinality = 500
        records.valueBytes = 40
        var configuration = RunConfiguration(
            workload: "test", topic: topic, producers: producers, records: records,
            consumers: ConsumerSettings(), cluster: ClusterSettings(), run: RunSettings())
        change(&configuration)
        return configuration
    }

    static func generator(
        _ configuration: RunConfiguration, producer: Int = 0, seed: UInt64 = 7
    ) -> RecordGenerator {
        RecordGenerator(configuration, producer: producer, seed: seed, timeline: timeline)
    }
}

extension RecordGenerator {
    /// Pulls at `now` until nothing more comes of it.
    @discardableResult
    mutating func pullAll(into sink: inout KeepingSink, now: Instant) -> Outcome {
        while true {
            let outcome = pull(into: &sink, now: now, timestamp: now.rawValue / 1_000_000)
            if outcome != .more { return outcome }
        }
    }
}
