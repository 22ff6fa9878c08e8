import Client
import LoadGenerator
import Messages
import Platform
import Records
import Targets
import Workloads

/// A producer's whole part in a saturation run: records made, batches closed and sent to brokers
/// that acknowledge at once.
package final class ProducerWork: MicroWork {
    private let client: GeneratorClient
    private let producer: Producer
    private let pool = BufferPool()
    private var clientEffects = ClientEffects()

    package init() {
        let configuration = RunConfiguration.sample
        client = GeneratorClient.sample(configuration)
        let leaders = (0..<configuration.topic.partitions).map { partition in
            PartitionMetadata(
                leader: BrokerID(partition % 3), leaderEpoch: .initial, listener: 0)
        }
        var settings = ProducerConfiguration()
        settings.batchBytes = configuration.producers.batchBytes
        settings.bufferMemoryBytes = configuration.producers.bufferMemoryBytes
        producer = Producer(
            id: ClientID(0), topic: TopicID(0), partitions: leaders, configuration: settings,
            pool: pool, application: client)
    }

    package func run(_ count: Int) -> Int {
        let start = client.completed.now
        while client.completed.now - start < count {
            let now = Instant(MonotonicClock.now)
            producer.step(now: now, effects: &clientEffects)
            while let sent = clientEffects.toBrokers.popLast() {
                guard case .produce(let request) = sent.message else { continue }
                producer.handle(request, now: now, effects: &clientEffects)
            }
        }
        return client.completed.now - start
    }

    /// Records acknowledged.
    package var effects: Int { client.completed.now }
}
