import Client
import LoadGenerator
import Platform
import Records
import Targets
package import Workloads

/// The whole making of records, as a run does it: draw, hash, encode and stamp into a producer's
/// accumulator, whose batches are then thrown away.
package final class GeneratorWork: MicroWork {
    private let client: GeneratorClient
    private var accumulator: RecordAccumulator
    private var thrownRecords = 0

    /// - Parameter change: what else is not as usual.
    package init(
        rate: Rate, keys: KeyDistribution = .uniform, cardinality: Int = 100_000,
        change: (inout RunConfiguration) -> Void = { _ in }
    ) {
        var configuration = RunConfiguration.sample
        configuration.producers.rate = rate
        configuration.records.key.distribution = keys
        configuration.records.key.cardinality = cardinality
        change(&configuration)
        client = GeneratorClient.sample(configuration)
        accumulator = RecordAccumulator(
            partitions: configuration.topic.partitions,
            batchBytes: configuration.producers.batchBytes,
            bufferMemoryBytes: configuration.producers.bufferMemoryBytes, pool: BufferPool())
    }

    package func run(_ count: Int) -> Int {
        let start = client.sent.now
        while client.sent.now - start < count {
            _ = client.fill(&accumulator, now: Instant(MonotonicClock.now))
            if accumulator.hasAmple { throwAway() }
        }
        return client.sent.now - start
    }

    /// Records in batches, thrown away or open.
    package var effects: Int {
        throwAway()
        return thrownRecords
    }

    private func throwAway() {
        for partition in 0..<accumulator.partitions {
            _ = accumulator.endLinger(partition: partition)
            while let batch = accumulator.takeBatch(partition: partition).batch {
                thrownRecords += batch.builder.recordCount
                accumulator.pool.give(batch.builder.buffer)
                accumulator.release(chargedBytes: batch.chargedBytes, times: batch.times)
            }
        }
    }
}
