package import Checker
package import Records
package import RunResults

/// What became of one producer's sends: the acknowledgement table, publish latency and counts.
///
/// For one thread at a time.
package struct AckRecorder: ~Copyable {
    /// Who has been acknowledged what; how much was sent is noted when the run is over.
    package let table: AckTable
    /// From the intended send time to the acknowledgement, of records intended in the measured
    /// time.
    package private(set) var publish = LatencyHistogram()
    /// Records acknowledged in the measured time.
    package private(set) var measuredRecords = 0
    /// Records acknowledged or failed over the whole run.
    package private(set) var completedRecords = 0
    package private(set) var failedRecords = 0
    private let timeline: RunTimeline

    package init(producer: Int, partitions: Int, timeline: RunTimeline) {
        table = AckTable(producer: producer, partitions: partitions)
        self.timeline = timeline
    }

    /// A batch was acknowledged at `now`.
    ///
    /// - Parameter sendTimes: calls its argument with each time at which some of the batch's
    ///   records were meant to be sent, and how many.
    package mutating func acknowledged(
        partition: PartitionIndex, firstSequence: UInt64, count: Int, now: Instant,
        sendTimes: ((Instant, Int) -> Void) -> Void
    ) {
        table.acknowledge(partition: partition, firstSequence: firstSequence, count: count)
        completedRecords += count
        if timeline.isMeasured(now) { measuredRecords += count }
        sendTimes { time, count in
            if timeline.isMeasured(time) { publish.record(now - time, count: count) }
        }
    }

    /// A batch was not acknowledged.
    ///
    /// - Parameter isCertain: whether it surely is not in the log; a time-out, for one, says
    ///   nothing of that.
    package mutating func failed(
        partition: PartitionIndex, firstSequence: UInt64, count: Int, isCertain: Bool
    ) {
        if isCertain {
            table.noteFailed(partition: partition, firstSequence: firstSequence, count: count)
        }
        completedRecords += count
        failedRecords += count
    }
}
