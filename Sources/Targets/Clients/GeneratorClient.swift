package import Client
package import LoadGenerator
package import Messages
import Platform
package import Records
import RunResults
package import Workloads

/// The application behind one producer: records from the generator, outcomes to the recorder.
///
/// Driven by its shard's thread; other threads read `sent` and `completed` while it runs, and
/// everything after the threads have ended.
package final class GeneratorClient: ProducerApplication, @unchecked Sendable {
    private(set) var generator: RecordGenerator
    private(set) var recorder: AckRecorder
    /// What drawing, stamping and encoding take.
    private(set) var meter: WorkMeter
    /// Records handed to the producer.
    package let sent = LiveCount()
    /// Records acknowledged or failed.
    package let completed = LiveCount()
    /// 1 once everything that the schedule asks for is made.
    private let scheduleEnd = LiveCount()
    /// Where every send is recorded; nil for nowhere.
    private let history: HistoryBuffer?
    /// Where each key's records went; nil where partitions stay as they are.
    let places: KeyPlaces?
    /// Whether acknowledgements tell offsets: at acks=0 there is nobody to tell.
    private let knowsOffsets: Bool
    private let timeline: RunTimeline
    private let stop: StopSignal
    private let gate: SwitchGate?
    /// The partitions that it knows of. Where there is a gate it uses no more than that lets it.
    let seenPartitions = LiveCount()
    private var usedPartitions: Int
    /// When it looks at the gate again.
    private var nextLook = Instant(Int64.min)
    private static let lookInterval = Nanoseconds.milliseconds(1)
    /// What is added to an instant to make nanoseconds since 1970.
    private let wallOffsetNanoseconds: Int64

    /// - Parameters:
    ///   - sampler: draws this producer's entities; nil makes one.
    ///   - gate: through which it goes before it takes up added partitions; nil where it takes
    ///     them up at once.
    package init(
        _ configuration: RunConfiguration, sampler: EntitySampler? = nil, producer: Int,
        seed: UInt64, timeline: RunTimeline, stop: StopSignal, wallOffsetNanoseconds: Int64,
        clock: ClientClock = .monotonic,
        gate: SwitchGate? = nil,
        history: HistoryBuffer? = nil
    ) {
        meter = WorkMeter(clock: clock)
        generator = RecordGenerator(
            configuration, sampler: sampler, producer: producer, seed: seed, timeline: timeline)
        usedPartitions = configuration.topic.allPartitions
        seenPartitions.set(usedPartitions)
        recorder = AckRecorder(
            producer: producer, partitions: configuration.finalPartitions, timeline: timeline,
            history: history)
        self.history = history
        places = KeyPlaces(configuration)
        knowsOffsets = configuration.producers.acks != .none
        self.timeline = timeline
        self.stop = stop
        self.gate = gate
        self.wallOffsetNanoseconds = wallOffsetNanoseconds
        noteScheduleEnd()
    }

    /// Whether it will make no more records: what was due in time and is late is still made.
    var isDone: Bool { stop.isRaised || scheduleEnd.now > 0 }

    private func noteScheduleEnd() {
        if generator.nextDue == nil { scheduleEnd.set(1) }
    }

    package var nextDue: Instant? {
        guard !stop.isRaised, let due = generator.nextDue else { return nil }
        return isWaiting ? max(due, nextLook) : due
    }

    package func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        guard !stop.isRaised, passesGate(now: now) else { return .done }
        let before = generator.madeRecords
        let mark = meter.begin(now: now)
        let timestamp = (mark.begin.rawValue + wallOffsetNanoseconds) / 1_000_000
        let outcome = pull(into: &accumulator, now: mark.begin, timestamp: timestamp)
        meter.end(
            mark, records: generator.madeRecords - before,
            isMeasured: timeline.isMeasured(mark.begin))
        sent.set(generator.madeRecords)
        noteScheduleEnd()
        switch outcome {
        case .more: return .more
        case .done: return .done
        case .refused: return .refused
        case .enough: return .enough
        }
    }

    private func pull(
        into accumulator: inout RecordAccumulator, now: Instant, timestamp: Int64
    ) -> RecordGenerator.Outcome {
        guard let places else {
            return record(into: &accumulator, now: now, timestamp: timestamp)
        }
        return withUnsafeMutablePointer(to: &accumulator) { accumulator in
            var sink = PlacingSink(accumulator, places: places)
            return record(into: &sink, now: now, timestamp: timestamp)
        }
    }

    /// Pulls into a sink, past the history where there is one.
    @inline(__always)
    private func record<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> RecordGenerator.Outcome {
        guard let history else {
            return generator.pull(into: &sink, now: now, timestamp: timestamp)
        }
        return withUnsafeMutablePointer(to: &sink) { sink in
            var sink = RecordingSink(sink, history: history)
            defer { sink.finish() }
            return generator.pull(into: &sink, now: now, timestamp: timestamp)
        }
    }

    package func completed(_ batch: CompletedBatch, now: Instant) {
        if batch.error == .none {
            recorder.acknowledged(
                partition: batch.partition, firstSequence: batch.firstSequence,
                count: batch.recordCount, baseOffset: knowsOffsets ? batch.baseOffset : nil,
                leaderEpoch: batch.leaderEpoch, attempts: batch.attempts,
                valueBytes: batch.valueBytes, now: now, sendTimes: batch.times.forEach)
        } else {
            recorder.failed(
                partition: batch.partition, firstSequence: batch.firstSequence,
                count: batch.recordCount, isCertain: batch.error.provesNothingAppended,
                error: batch.error.rawValue, attempts: batch.attempts, now: now)
        }
        completed.set(recorder.completedRecords)
    }

    package func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: ErrorCode, sentAt: Instant,
        now: Instant
    ) {
        recorder.attemptFailed(
            partition: partition, leaderEpoch: leaderEpoch, error: error.rawValue,
            sentAt: sentAt, now: now)
    }

    package func partitionsChanged(count: Int) {
        seenPartitions.set(count)
        if gate == nil { use(count) }
    }

    private var isWaiting: Bool { usedPartitions < seenPartitions.now }

    private func use(_ partitions: Int) {
        generator.usePartitions(partitions)
        usedPartitions = partitions
    }

    /// Whether it may send, having taken up the partitions that the gate is open to.
    private func passesGate(now: Instant) -> Bool {
        guard let gate, isWaiting else { return true }
        let open = gate.openPartitions
        if open > usedPartitions { use(open) }
        nextLook = now + Self.lookInterval
        return !isWaiting
    }
}
