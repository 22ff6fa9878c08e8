import Client
import Messages
import Records

/// Sends a list of records, each when it is due; notes how batches end.
final class ScriptedWriter: ProducerApplication {
    struct Line {
        var due = Instant(0)
        var partition = 0
        var bytes = 100
    }

    struct Completion: Equatable {
        let partition: Int
        let sequences: Range<UInt64>
        let baseOffset: Offset
        let error: ErrorCode
        let sendTimes: [Instant]
        let time: Instant
        let attempts: Int
        let leaderEpoch: LeaderEpoch
    }

    struct Failure: Equatable {
        let partition: Int
        let leaderEpoch: LeaderEpoch
        let error: ErrorCode
        let time: Instant
    }

    private(set) var lines: [Line]
    private(set) var failures: [Failure] = []
    /// What the application was told of the number of partitions.
    private(set) var partitionCounts: [Int] = []
    /// Lines that were taken into the accumulator.
    private(set) var taken = 0
    private(set) var completions: [Completion] = []
    /// Lines refused for want of memory, repeats counted.
    private(set) var refusals = 0
    /// Lines taken in one call at most.
    var sliceMax = Int.max
    /// The sequence numbers that were handed out, by partition.
    private(set) var sequences: [Int: [UInt64]] = [:]

    init(_ lines: [Line]) { self.lines = lines }

    var nextDue: Instant? { taken < lines.count ? lines[taken].due : nil }

    func add(_ line: Line) { lines.append(line) }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        var slice = 0
        while taken < lines.count, lines[taken].due <= now {
            if slice == sliceMax { return .more }
            let line = lines[taken]
            guard
                let slot = accumulator.append(
                    partition: PartitionIndex(line.partition), timestamp: 7, key: nil,
                    valueBytes: line.bytes, sendTime: line.due, now: now)
            else {
                refusals += 1
                return .refused
            }
            for byte in 0..<line.bytes {
                slot.value.storeBytes(
                    of: UInt8(truncatingIfNeeded: slot.sequence), toByteOffset: byte,
                    as: UInt8.self)
            }
            sequences[line.partition, default: []].append(slot.sequence)
            taken += 1
            slice += 1
        }
        return .done
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        var times: [Instant] = []
        batch.times.forEach { time, count in
            times.append(contentsOf: repeatElement(time, count: count))
        }
        completions.append(
            Completion(
                partition: batch.partition.index,
                sequences: batch.firstSequence..<(batch.firstSequence + UInt64(batch.recordCount)),
                baseOffset: batch.baseOffset, error: batch.error, sendTimes: times, time: now,
                attempts: batch.attempts, leaderEpoch: batch.leaderEpoch))
    }

    func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: ErrorCode, sentAt: Instant,
        now: Instant
    ) {
        failures.append(
            Failure(
                partition: partition.index, leaderEpoch: leaderEpoch, error: error, time: now))
    }

    func partitionsChanged(count: Int) { partitionCounts.append(count) }
}
