package import Checker
package import Records
package import RunResults
package import Workloads

/// What one member of a group does with the records that it reads: it checks their order,
/// measures their age, and takes its service time for each.
///
/// The service time is waited, not burned: a member is busy until an instant. What waits for it is
/// taken up where the record before ended, however late the caller comes; a record that finds the
/// member idle begins when it comes. For one thread at a time.
package struct RecordReceiver: ~Copyable {
    let checker: MemberChecker
    private let timeline: RunTimeline
    private var serviceTime: ServiceTimeSampler
    private let takesTime: Bool
    /// What the next record takes.
    private var nextServiceTime: Nanoseconds
    /// From the intended send time to the end of processing, of records intended in the measured
    /// time.
    package private(set) var endToEnd = LatencyHistogram()
    /// Records processed in the measured time.
    package private(set) var measuredRecords = 0
    /// Records processed over the whole run.
    package private(set) var processedRecords = 0
    /// Records whose value is too short for a stamp.
    package private(set) var unstampedRecords = 0
    private var slices: SeriesRecorder
    private var stages = StageRecorder()
    var history: MemberHistory?
    /// When the record being processed is done; the past where none is.
    private var busyUntil = Instant(Int64.min)
    /// When `process` was last called.
    private var lastCall = Instant(Int64.min)
    /// Whether the last call left records behind.
    var isPaused = false
    /// A call that follows the last one within this belongs to the same work.
    private static let sameWork = Nanoseconds.microseconds(50)

    /// Records that were walked over and are about to be checked.
    private let ahead: UnsafeMutablePointer<Ahead>
    private static let aheadCount = 32

    private struct Ahead {
        let value: UnsafeRawPointer
        let offset: Offset
    }

    /// Records in a row that share their intended time.
    private struct Run {
        var intended = Instant(Int64.min)
        var count = 0
    }

    /// - Parameter history: where what is processed is recorded; nil for nowhere.
    package init(
        checker: MemberChecker, timeline: RunTimeline, serviceTime: ServiceTimeSampler,
        history: MemberHistory? = nil
    ) {
        self.history = history
        self.checker = checker
        self.timeline = timeline
        self.serviceTime = serviceTime
        takesTime = !serviceTime.isZero
        nextServiceTime = self.serviceTime.next()
        slices = SeriesRecorder(timeline: timeline)
        ahead = .allocate(capacity: Self.aheadCount)
    }

    deinit { ahead.deallocate() }

    /// The records of another batch come next. `passage` tells of its way, and what it is of came
    /// here at `fetchedAt`.
    package mutating func batchBegins(_ passage: BatchPassage?, fetchedAt: Instant) {
        if passage != nil || stages.isActive { stages.begin(passage, fetchedAt: fetchedAt) }
    }

    /// Processes the records under the cursor, skipping those below `position`.
    ///
    /// - Returns: nil when all are processed, else from when on to go on.
    /// - Throws: `RecordError` at a record that cannot be decoded.
    package mutating func process(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        let isFormer = checker.takesUp(partition)
        defer { if isFormer { checker.laysDown(partition) } }
        return takesTime
            ? try processInTime(&cursor, partition: partition, position: position, now: now)
            : try processAtOnce(&cursor, partition: partition, position: position, now: now)
    }

    private mutating func processAtOnce(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        let before = processedRecords
        slices.advance(to: now)
        var run = Run()
        var isOver = false
        while !isOver {
            var failure: RecordError?
            let count = lookAhead(&cursor, position: position, failure: &failure)
            for index in 0..<count {
                let stamp = RecordStamp(readingFrom: ahead[index].value)
                checker.check(stamp, partition: partition, offset: ahead[index].offset)
                if stamp.intendedTime != run.intended {
                    note(run, done: now)
                    run = Run(intended: stamp.intendedTime)
                }
                run.count &+= 1
            }
            if history != nil { record(count, partition, cursor.leaderEpoch) }
            processedRecords += count
            isOver = count < Self.aheadCount
            if let failure {
                finish(run, before: before, now: now)
                history?.finishPoll(partition: partition, now: now)
                throw failure
            }
        }
        finish(run, before: before, now: now)
        history?.finishPoll(partition: partition, now: now)
        return nil
    }

    /// Walks over the next records and has fetched what checking them will look at. Answers how
    /// many there are in `ahead`: fewer than there is room for only at the end.
    private mutating func lookAhead(
        _ cursor: inout RecordCursor, position: Offset, failure: inout RecordError?
    ) -> Int {
        var count = 0
        do throws(RecordError) {
            while count < Self.aheadCount, let record = try cursor.next() {
                guard record.offset >= position, let value = stampedValue(of: record) else {
                    continue
                }
                ahead[count] = Ahead(value: value, offset: record.offset)
                count &+= 1
                checker.expect(entity: RecordStamp.entity(at: value))
            }
        } catch { failure = error }
        return count
    }

    private mutating func finish(_ run: Run, before: Int, now: Instant) {
        note(run, done: now)
        if timeline.isMeasured(now) { measuredRecords += processedRecords - before }
    }

    private mutating func processInTime(
        _ cursor: inout RecordCursor, partition: PartitionIndex, position: Offset, now: Instant
    ) throws(RecordError) -> Instant? {
        if !isPaused, now - lastCall > Self.sameWork { busyUntil = max(busyUntil, now) }
        lastCall = now
        isPaused = false
        slices.advance(to: now)
        defer { history?.finishPoll(partition: partition, now: now) }
        while cursor.remaining > 0 {
            // The next record is done, and leaves this member's hands, only when its time is up.
            guard busyUntil + nextServiceTime <= now else {
                isPaused = true
                return busyUntil + nextServiceTime
            }
            guard let record = try cursor.next() else { break }
            guard record.offset >= position, let value = stampedValue(of: record) else {
                continue
            }
            let stamp = RecordStamp(readingFrom: value)
            busyUntil = busyUntil + nextServiceTime
            nextServiceTime = serviceTime.next()
            checker.check(stamp, partition: partition, offset: record.offset)
            history?.processed(
                stamp, partition: partition, offset: record.offset,
                leaderEpoch: cursor.leaderEpoch)
            processedRecords += 1
            if timeline.isMeasured(now) { measuredRecords += 1 }
            note(Run(intended: stamp.intendedTime, count: 1), done: now)
        }
        return nil
    }

    /// Records the first `count` records of `ahead`, which were checked.
    private mutating func record(
        _ count: Int, _ partition: PartitionIndex, _ leaderEpoch: LeaderEpoch
    ) {
        for index in 0..<count {
            history?.processed(
                RecordStamp(readingFrom: ahead[index].value), partition: partition,
                offset: ahead[index].offset, leaderEpoch: leaderEpoch)
        }
    }

    /// Where the time of records went whose batches' ways are known. Ends the batch at hand.
    package mutating func stageLatencies() -> StageLatencies {
        stages.finish()
        return stages.latencies
    }

    /// What happened in each slice of the run.
    package var track: SeriesTrack { slices.track }

    private mutating func stampedValue(of record: RecordView) -> UnsafeRawPointer? {
        guard let value = record.value, value.count >= RecordStamp.byteCount,
            let base = value.baseAddress
        else {
            unstampedRecords += 1
            return nil
        }
        return base
    }

    private mutating func note(_ run: Run, done: Instant) {
        guard run.count > 0 else { return }
        slices.add(records: run.count)
        slices.add(done - run.intended, count: run.count)
        guard timeline.isMeasured(run.intended) else { return }
        endToEnd.record(done - run.intended, count: run.count)
        if stages.isActive { stages.note(intended: run.intended, done: done, count: run.count) }
    }
}
