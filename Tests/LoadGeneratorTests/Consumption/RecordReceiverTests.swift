import Checker
import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// A member that takes no time for its records.
@Suite struct RecordReceiverTests {
    private let timeline = SampleRun.timeline
    private let partition = PartitionIndex(0)
    private let group = GroupChecker(entities: 10, producers: 1, partitions: 2, members: 1)

    private func receiver() -> RecordReceiver {
        RecordReceiver(checker: group.member(0), timeline: timeline, serviceTime: .fixed(.zero))
    }

    @Test func checksAndMeasuresEachRecord() throws {
        let intended = timeline.measureStart + .milliseconds(1)
        let batch = try StampedBatch(
            RecordStamp.run(3, intended: intended)
                + RecordStamp.run(2, from: 3, intended: intended + .milliseconds(1)))
        var receiver = receiver()
        var cursor = batch.cursor
        let resume = try receiver.process(
            &cursor, partition: partition, position: .zero, now: intended + .milliseconds(3))
        #expect(resume == nil)
        #expect(cursor.remaining == 0)
        #expect(receiver.processedRecords == 5)
        #expect(receiver.measuredRecords == 5)
        #expect(receiver.endToEnd.count == 5)
        #expect(abs((receiver.endToEnd.max?.seconds ?? 0) - 0.003) < 0.00001)
        #expect(abs((receiver.endToEnd.value(atPercentile: 0)?.seconds ?? 0) - 0.002) < 0.00001)
        #expect(group.counts.checked == 5)
        #expect(group.counts.keyOrderViolations == 0)
    }

    @Test func measuresOnlyTheMeasuredTime() throws {
        let stamps =
            RecordStamp.run(2, intended: timeline.measureStart - Nanoseconds(1))
            + RecordStamp.run(3, from: 2, intended: timeline.measureStart)
        var receiver = receiver()
        var cursor = try StampedBatch(stamps).cursor
        _ = try receiver.process(
            &cursor, partition: partition, position: .zero, now: timeline.measureEnd)
        #expect(receiver.processedRecords == 5)
        #expect(receiver.measuredRecords == 0)
        #expect(receiver.endToEnd.count == 3)
        #expect(group.counts.checked == 5)
    }

    @Test func skipsWhatLiesBelowThePosition() throws {
        let batch = try StampedBatch(RecordStamp.run(6, intended: timeline.start))
        var receiver = receiver()
        var cursor = batch.cursor
        _ = try receiver.process(
            &cursor, partition: partition, position: Offset(4), now: timeline.measureStart)
        #expect(receiver.processedRecords == 2)
        #expect(group.counts.checked == 2)
        #expect(cursor.nextOffset == Offset(6))
    }

    @Test func countsValuesWithoutAStamp() throws {
        let stamps = RecordStamp.run(2, intended: timeline.measureStart)
        let batch = try StampedBatch([stamps[0], nil, stamps[1]])
        var receiver = receiver()
        var cursor = batch.cursor
        _ = try receiver.process(
            &cursor, partition: partition, position: .zero, now: timeline.measureStart)
        #expect(receiver.unstampedRecords == 1)
        #expect(receiver.processedRecords == 2)
    }

    @Test func tellsTheCheckerOfDisorder() throws {
        let stamps = RecordStamp.run(3, intended: timeline.measureStart)
        let batch = try StampedBatch([stamps[1], stamps[0], stamps[2]])
        var receiver = receiver()
        var cursor = batch.cursor
        _ = try receiver.process(
            &cursor, partition: partition, position: .zero, now: timeline.measureStart)
        #expect(group.counts.keyOrderViolations == 1)
        #expect(receiver.processedRecords == 3)
    }
}
