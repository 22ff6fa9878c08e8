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
    let configuration: RunConfiguration

    /// About as many batches of up to 64 KiB as asked for.
    init(batches: Int, cardinality: Int = 100_000) throws {
        var configuration = RunConfiguration.sample
        configuration.records.key.cardinality = cardinality
        self.configuration = configuration
        let timeline = RunTimeline.sample
        let pool = BufferPool()
        var accumulator = RecordAccumulator(
            partitions: configuration.topic.partitions,
            batchBytes: configuration.producers.batchBytes,
            bufferMemoryBytes: 1 << 30, pool: pool)
        var generator = RecordGenerator(
            configuration, producer: 0, seed: 1, timeline: timeline)
        var ends = Array(repeating: Offset.zero, count: configuration.topic.partitions)
        while pieces.count < batches {
            _ = generator.pull(into: &accumulator, now: timeline.start, timestamp: 0)
            guard accumulator.hasAmple else { continue }
            try take(from: &accumulator, pool: pool, ends: &ends)
        }
    }

    private mutating func take(
        from accumulator: inout RecordAccumulator, pool: BufferPool, ends: inout [Offset]
    ) throws(RecordError) {
        for partition in ends.indices {
            _ = accumulator.endLinger(partition: partition)
            while let ready = accumulator.takeBatch(partition: partition).batch {
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

    /// A group that has read nothing.
    func newGroup(members: Int = 1) -> GroupChecker {
        GroupChecker(
            entities: configuration.records.key.cardinality, producers: 1,
            partitions: configuration.topic.partitions, members: members)
    }
}
