package import Checker
package import Records
package import RunResults

/// What became of one producer's sends: the acknowledgement table, publish latency, outages and
/// counts.
///
/// Told once for each batch, never for each record. For one thread at a time.
package struct AckRecorder: ~Copyable {
    /// Who has been acknowledged what; how much was sent is noted when the run is over.
    package let table: AckTable
    /// From the intended send time to the acknowledgement, of records intended in the measured
    /// time.
    package private(set) var publish = LatencyHistogram()
    /// Records acknowledged in the measured time.
    package private(set) var measuredRecords = 0
    /// Bytes of their values, where values differ in size.
    package private(set) var measuredValueBytes = 0
    /// Records acknowledged, failed or abandoned over the whole run.
    package private(set) var completedRecords = 0
    package private(set) var failedRecords = 0
    /// Records that a crash of the producer took with it: nobody knows what became of them.
    package private(set) var abandonedRecords = 0
    /// Batches that were sent again, each time counted.
    package private(set) var retries = 0
    /// Attempts to send a batch that ended without an acknowledgement.
    package private(set) var failedAttempts = 0
    private var outages: OutageTracker
    private var slices: SeriesRecorder
    private let history: HistoryBuffer?
    private let timeline: RunTimeline

    /// - Parameters:
    ///   - partitions: as many as the topic ever has in the run.
    ///   - history: where the ends of sends are recorded; nil for nowhere.
    package init(
        producer: Int, partitions: Int, timeline: RunTimeline, history: HistoryBuffer? = nil
    ) {
        table = AckTable(producer: producer, partitions: partitions)
        outages = OutageTracker(partitions: partitions)
        slices = SeriesRecorder(timeline: timeline)
        self.history = history
        self.timeline = timeline
    }

    /// A batch was acknowledged at `now`.
    ///
    /// - Parameters:
    ///   - baseOffset: of the first record; nil where none is known, as under acks=0.
    ///   - leaderEpoch: of the leader that acknowledged it.
    ///   - attempts: how often it was sent.
    ///   - valueBytes: of its values together, where they differ in size.
    ///   - sendTimes: calls its argument with each time at which some of the batch's records were
    ///     meant to be sent, and how many.
    package mutating func acknowledged(
        partition: PartitionIndex, firstSequence: UInt64, count: Int, baseOffset: Offset? = nil,
        leaderEpoch: LeaderEpoch, attempts: Int = 1, valueBytes: Int = 0, now: Instant,
        sendTimes: ((Instant, Int) -> Void) -> Void
    ) {
        table.acknowledge(partition: partition, firstSequence: firstSequence, count: count)
        outages.acknowledged(partition: partition, leaderEpoch: leaderEpoch, now: now)
        retries += max(0, attempts - 1)
        completedRecords += count
        if timeline.isMeasured(now) {
            measuredRecords += count
            measuredValueBytes += valueBytes
        }
        slices.advance(to: now)
        slices.add(records: count)
        sendTimes { time, count in
            slices.add(now - time, count: count)
            if timeline.isMeasured(time) { publish.record(now - time, count: count) }
        }
        history?.completed(
            producer: table.producer, partition: partition, firstSequence: firstSequence,
            count: count, outcome: .ok, baseOffset: baseOffset, error: nil, now: now)
    }

    /// A batch was not acknowledged, and is not tried again.
    ///
    /// - Parameters:
    ///   - isCertain: whether it surely is not in the log; a time-out of any of its attempts, for
    ///     one, says nothing of that.
    ///   - error: Kafka's number.
    package mutating func failed(
        partition: PartitionIndex, firstSequence: UInt64, count: Int, isCertain: Bool,
        error: Int16, attempts: Int = 1, now: Instant
    ) {
        if isCertain {
            table.noteFailed(partition: partition, firstSequence: firstSequence, count: count)
        }
        retries += max(0, attempts - 1)
        completedRecords += count
        failedRecords += count
        history?.completed(
            producer: table.producer, partition: partition, firstSequence: firstSequence,
            count: count, outcome: isCertain ? .fail : .info, baseOffset: nil, error: error,
            now: now)
    }

    /// An attempt to send a batch, begun at `sentAt`, ended without an acknowledgement, with
    /// Kafka's error number `error`; whether it is tried again does not matter here.
    package mutating func attemptFailed(
        partition: PartitionIndex, leaderEpoch: LeaderEpoch, error: Int16, sentAt: Instant,
        now: Instant
    ) {
        failedAttempts += 1
        slices.advance(to: now)
        slices.addFailedAttempt()
        outages.attemptFailed(
            partition: partition, leaderEpoch: leaderEpoch, error: error, sentAt: sentAt)
    }

    /// The producer crashed, and with it went `count` records that had not come to an end. They
    /// are neither acknowledged nor failed.
    package mutating func abandoned(count: Int) {
        completedRecords += count
        abandonedRecords += count
    }

    /// The outages that the producer met; those that have not ended count until `end`.
    package func outages(openUntil end: Instant) -> [Outage] { outages.outages(openUntil: end) }

    /// What happened in each slice of the run.
    package var track: SeriesTrack { slices.track }
}
