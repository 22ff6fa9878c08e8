import LoadGenerator
import Platform
import Records
import Targets
import Workloads

extension RunConfiguration {
    /// 100,000 keys of 8 bytes, values of 92, six partitions, as fast as it goes.
    static var sample: RunConfiguration {
        var topic = TopicSettings()
        topic.partitions = 6
        return RunConfiguration(
            workload: "microbench", topic: topic, producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings())
    }
}

extension RunTimeline {
    /// A measured time that lasts a day from now on.
    static var sample: RunTimeline {
        RunTimeline(
            start: Instant(MonotonicClock.now), warmup: .zero, duration: .seconds(86_400))
    }
}

extension GeneratorClient {
    /// A generator that no one stops.
    static func sample(_ configuration: RunConfiguration) -> GeneratorClient {
        GeneratorClient(
            configuration, producer: 0, seed: 1, timeline: .sample, stop: StopSignal(),
            wallOffsetNanoseconds: 0)
    }
}
