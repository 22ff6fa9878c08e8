package import Checker
package import Records
package import RunResults

/// What one member of a group does with the records that it reads: it checks their order,
/// measures their age, and takes its service time for each.
///
/// The service time is waited, not burned: a member is busy until an instant. What waits for it is
/// taken up where the record before ended, however late the caller comes; a record that finds the
/// member idle begins when it comes. For one thread at a time.
package struct RecordReceiver: ~Copyable {
    private let checker: MemberChecker
    private let timeline: RunTimeline
    private let serviceTime: Nanoseconds
    /// From the intended send time to the end of processing, of records intended in the measured
    /// time.
    package private(set) var endToEnd = LatencyHistogram()
    /// Records processed in the measured time.
    package private(set) var measuredRecords = 0
    /// Records processed over the whole run.
    package private(set) var processedRecords = 0
    /// Records whose value is too short for a stamp.
    package private(set) var unstampedRecords = 0
    /// When the record being processed is done; the past where none is.
    private var busyUntil = Instant(Int64.min)
    /// When `process` was last called.
    private var lastCall = Instant(Int64.min)
    /// Whether the last call left records behind.
    private var isPaused = false
    /// A call that follows the last one within this belongs to the same work.
    private static let sameWork = Nanoseconds.microseconds(50)

    package init(checker: MemberChecker, timeline: RunTimeline, serviceTime: Nanoseconds) {
        self.checker = checker
        self.timeline = timeline
        self.serviceTime = serviceTime
    }

    /// Processes the records under the cursor, skipping those below `position`.
    ///
    /// - Returns: nil when all are processed, else from when on to go on.
    /// - Throws: `RecordError` at a record that cannot be decoded.
    package mutating func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        serviceTime == .zero
            ? try processAtOnce(&cursor, partition: partition, position: position, now: now)
            : try processInTime(&cursor, partition: partition, position: position, now: now)
    }

    private mutating func processAtOnce(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        var processed = 0
        var runTime = Instant(Int64.min)
        var runCount = 0
        while let record = try cursor.next() {
            guard record.offset >= position else { continue }
            guard let stamp = stamp(of: record) else { continue }
            checker.check(stamp, partition: partition, offset: record.offset)
            processed &+= 1
            if stamp.intendedTime == runTime {
                runCount &+= 1
            } else {
                note(intended: runTime, count: runCount, done: now)
                runTime = stamp.intendedTime
                runCount = 1
            }
        }
        note(intended: runTime, count: runCount, done: now)
        processedRecords += processed
        if timeline.isMeasured(now) { measuredRecords += processed }
        return nil
    }

    private mutating func processInTime(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        if !isPaused, now - lastCall > Self.sameWork { busyUntil = max(busyUntil, now) }
        lastCall = now
        isPaused = false
        while cursor.remaining > 0 {
            // The next record is done, and leaves this member's hands, only when its time is up.
            guard busyUntil + serviceTime <= now else {
                isPaused = true
                return busyUntil + serviceTime
            }
            guard let record = try cursor.next() else { break }
            guard record.offset >= position, let stamp = stamp(of: record) else { continue }
            busyUntil = busyUntil + serviceTime
            checker.check(stamp, partition: partition, offset: record.offset)
            processedRecords += 1
            if timeline.isMeasured(now) { measuredRecords += 1 }
            note(intended: stamp.intendedTime, count: 1, done: now)
        }
        return nil
    }

    private mutating func stamp(of record: RecordView) -> RecordStamp? {
        guard let value = record.value, value.count >= RecordStamp.byteCount,
            let base = value.baseAddress
        else {
            unstampedRecords += 1
            return nil
        }
        return RecordStamp(readingFrom: base)
    }

    private mutating func note(intended: Instant, count: Int, done: Instant) {
        guard count > 0, timeline.isMeasured(intended) else { return }
        endToEnd.record(done - intended, count: count)
    }
}
