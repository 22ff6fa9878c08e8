import Brokers
import Messages
import Records

/// What a seed decides about a random run.
struct ExplorationPlan {
    let topic: TopicConfiguration
    let settings: BrokerSettings
    let acks: Acks
    let codec: Codec
    let batchBytes: Int
    let linkDelayMax: Nanoseconds
    let diskDelayMax: Nanoseconds
    let producers: Int
    let readers: Int

    init(drawnFrom random: inout RandomSource) {
        let replicas = 1 + random.draw(3)
        var topic = EngineDriver.topic(
            partitions: 1 + random.draw(4), replicas: replicas,
            minInsync: 1 + random.draw(replicas))
        topic.segmentBytes = random.pick([2000, 10_000, 1 << 20])
        topic.flushMessages = random.pick([nil, nil, 1, 20])
        topic.flushInterval = random.pick([nil, nil, .milliseconds(50)])
        self.topic = topic
        var settings = BrokerSettings.quick
        settings.replicaFetchBytesMax = random.pick([300, 4000, 1 << 20])
        self.settings = settings
        acks = random.pick(Acks.allCases)
        codec = random.pick(Codec.allCases)
        batchBytes = random.pick([200, 1000, min(8000, topic.segmentBytes)])
        linkDelayMax = random.pick([.microseconds(50), .milliseconds(2), .milliseconds(30)])
        diskDelayMax = random.pick([.zero, .milliseconds(1), .milliseconds(20)])
        producers = 1 + random.draw(2)
        readers = 1 + random.draw(2)
    }
}

extension RandomSource {
    /// A number in 0..<bound.
    mutating func draw(_ bound: Int) -> Int { Int(next(below: UInt64(bound))) }

    /// One of `values`.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[draw(values.count)] }
}
