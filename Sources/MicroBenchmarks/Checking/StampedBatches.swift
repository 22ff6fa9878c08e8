import Checker
import Client
import LoadGenerator
import Records
import Targets
import Workloads

/// Batches of one generator's stamped records for each of six partitions, as a group reads them.
struct StampedBatches {
    /// A batch and where it comes from.
    struct Piece {
        let partition: PartitionIndex
        let buffer: BatchBuffer
        let header: BatchHeader
    }

    private(set) var pieces: [Piece] = []
    private(set) var recordCount = 0
    let configuration = RunConfiguration.sample

    /// About as many batches of 64 KiB as asked for, at least one record a partition.
    init(batches: Int) throws {
        var configuration = self.configuration
        configuration.producers.bufferMemoryBytes = 1 << 30
        let timeline = RunTimeline.sample
        let pool = BufferPool()
        var accumulator = RecordAccumulator(
            partitions: configuration.topic.partitions,
            batchBytes: configuration.producers.batchBytes,
            bufferMemoryBytes: configuration.producers.bufferMemoryBytes, pool: pool)
        var generator = RecordGenerator(
            configuration, producer: 0, seed: 1, timeline: timeline)
        while accumulator.usedBytes < batches * configuration.producers.batchBytes {
            _ = generator.pull(into: &accumulator, now: timeline.start, timestamp: 0)
        }
        recordCount = generator.madeRecords
        var ends = Array(repeating: Offset.zero, count: configuration.topic.partitions)
        for partition in ends.indices {
            while let ready = accumulator.takeBatch(partition: partition) {
                let buffer = try ready.builder.finish(codec: .none, pool: pool)
                BatchHeader.stamp(
                    buffer.base, baseOffset: ends[partition], leaderEpoch: .initial)
                let header = try BatchHeader.validated(buffer.bytes)
                ends[partition] = header.nextOffset
                pieces.append(
                    Piece(
                        partition: PartitionIndex(partition), buffer: buffer, header: header))
            }
        }
    }

    /// A group of one member that has read nothing.
    func newGroup() -> GroupChecker {
        GroupChecker(
            entities: configuration.records.key.cardinality, producers: 1,
            partitions: configuration.topic.partitions, members: 1)
    }
}
