import Checker
import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// A member that takes a service time for each record, in virtual time.
@Suite struct ServiceTimeTests {
    private let timeline = SampleRun.timeline
    private let partition = PartitionIndex(0)
    private let serviceTime = Nanoseconds.microseconds(100)

    private func receiver() -> RecordReceiver {
        let group = GroupChecker(entities: 10, producers: 1, partitions: 2, members: 1)
        return RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(serviceTime))
    }

    @Test func anIdleMemberTakesItsTimeForTheFirstRecordToo() throws {
        let arrival = timeline.measureStart + .milliseconds(5)
        var receiver = receiver()
        var cursor = try StampedBatch(RecordStamp.run(1, intended: arrival)).cursor
        let resume = try receiver.process(
            &cursor, partition: partition, position: .zero, now: arrival)
        #expect(resume == arrival + serviceTime)
        #expect(receiver.processedRecords == 0)
        let done = try receiver.process(
            &cursor, partition: partition, position: .zero, now: arrival + serviceTime)
        #expect(done == nil)
        #expect(receiver.processedRecords == 1)
        #expect(
            abs((receiver.endToEnd.max?.seconds ?? 0) - serviceTime.seconds) < 0.000_001)
    }

    @Test func aCallBeforeTheTimeDoesNothing() throws {
        let arrival = timeline.measureStart
        var receiver = receiver()
        var cursor = try StampedBatch(RecordStamp.run(2, intended: arrival)).cursor
        for early in [Int64(0), 30_000, 60_000, 99_999] {
            let resume = try receiver.process(
                &cursor, partition: partition, position: .zero,
                now: arrival + Nanoseconds(early))
            #expect(resume == arrival + serviceTime)
        }
        #expect(receiver.processedRecords == 0)
    }

    @Test func recordsFollowEachOtherHoweverLateTheCallsCome() throws {
        let arrival = timeline.measureStart
        var receiver = receiver()
        var cursor = try StampedBatch(RecordStamp.run(50, intended: arrival)).cursor
        var now = arrival
        var calls = 0
        // Each call comes 37 µs after the instant that was asked for.
        while let resume = try receiver.process(
            &cursor, partition: partition, position: .zero, now: now)
        {
            let isWhole = (resume - arrival).rawValue % serviceTime.rawValue == 0
            #expect(isWhole)
            #expect(Int((now - arrival).rawValue / 100_000) == receiver.processedRecords)
            now = resume + .microseconds(37)
            calls += 1
        }
        #expect(receiver.processedRecords == 50)
        #expect(now == arrival + serviceTime * 50 + .microseconds(37))
        #expect(calls == 50)
    }

    @Test func aPauseIsMadeUpFor() throws {
        let arrival = timeline.measureStart
        var receiver = receiver()
        var cursor = try StampedBatch(RecordStamp.run(50, intended: arrival)).cursor
        _ = try receiver.process(&cursor, partition: partition, position: .zero, now: arrival)
        let resume = try receiver.process(
            &cursor, partition: partition, position: .zero, now: arrival + serviceTime * 30)
        #expect(receiver.processedRecords == 30)
        #expect(resume == arrival + serviceTime * 31)
    }

    @Test func batchesThatWaitForEachOtherLoseNoTime() throws {
        let arrival = timeline.measureStart
        var receiver = receiver()
        var now = arrival
        for first in 0..<20 {
            let batch = try StampedBatch(
                RecordStamp.run(1, from: first, intended: arrival), baseOffset: Int64(first))
            var cursor = batch.cursor
            while let resume = try receiver.process(
                &cursor, partition: partition, position: .zero, now: now)
            {
                now = resume + .microseconds(3)
            }
        }
        #expect(receiver.processedRecords == 20)
        #expect(now == arrival + serviceTime * 20 + .microseconds(3))
    }

    @Test func idleTimeIsNotSavedUp() throws {
        var receiver = receiver()
        var first = try StampedBatch(RecordStamp.run(1, intended: timeline.start)).cursor
        var now = timeline.measureStart
        while let resume = try receiver.process(
            &first, partition: partition, position: .zero, now: now)
        {
            now = resume
        }
        let later = now + .milliseconds(8)
        var second = try StampedBatch(
            RecordStamp.run(5, from: 1, intended: timeline.start), baseOffset: 1
        ).cursor
        let resume = try receiver.process(
            &second, partition: partition, position: .zero, now: later)
        #expect(receiver.processedRecords == 1)
        #expect(resume == later + serviceTime)
    }

    @Test func whatIsSkippedTakesNoTime() throws {
        let arrival = timeline.measureStart
        var receiver = receiver()
        var cursor = try StampedBatch(RecordStamp.run(10, intended: arrival)).cursor
        _ = try receiver.process(
            &cursor, partition: partition, position: Offset(9), now: arrival)
        let resume = try receiver.process(
            &cursor, partition: partition, position: Offset(9), now: arrival + serviceTime)
        #expect(resume == nil)
        #expect(receiver.processedRecords == 1)
    }
}
