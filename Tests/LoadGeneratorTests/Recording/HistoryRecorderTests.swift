import Checker
import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// Histories that clients record, judged by the checker of recorded histories.
@Suite struct HistoryRecorderTests {
    private let timeline = SampleRun.timeline
    private let group = GroupChecker(entities: 500, producers: 1, partitions: 6, members: 1)

    /// Lets a generator make `count` milliseconds of records through a recording sink.
    private func made(
        _ history: HistoryBuffer, milliseconds: Int64 = 5,
        refuses: @escaping (Int) -> Bool = { _ in false }
    ) -> [MadeRecord] {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink(refuses: refuses)
        let end = timeline.start + .milliseconds(milliseconds)
        for step in 0...milliseconds {
            withUnsafeMutablePointer(to: &sink) { pointer in
                var recording = RecordingSink(pointer, history: history)
                let now = min(end, timeline.start + .milliseconds(step))
                while generator.pull(into: &recording, now: now, timestamp: 0) == .refused {}
                recording.finish()
            }
        }
        return sink.records
    }

    private func acknowledge(
        _ records: [MadeRecord], _ recorder: inout AckRecorder, now: Instant
    ) {
        for partition in 0..<6 {
            let sends = records.filter { $0.partition == partition }
            recorder.acknowledged(
                partition: PartitionIndex(partition), firstSequence: 0, count: sends.count,
                baseOffset: .zero, leaderEpoch: .initial, now: now, sendTimes: { _ in })
        }
    }

    /// Lets the member process partition 0 from the record number `first` on.
    private func read(
        _ records: [MadeRecord], from first: Int = 0, _ receiver: inout RecordReceiver,
        now: Instant
    ) throws {
        let stamps = records.filter { $0.partition == 0 }.map(\.stamp)
        var cursor = try StampedBatch(stamps).cursor
        var next: Instant? = now
        while let now = next {
            next = try receiver.process(
                &cursor, partition: PartitionIndex(0), position: Offset(Int64(first)), now: now)
        }
    }

    private func receiver(_ history: HistoryBuffer, serviceTime: Nanoseconds = .zero)
        -> RecordReceiver
    {
        RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(serviceTime),
            history: MemberHistory(history, group: "group 0", consumer: "member 0"))
    }

    /// Partition 0 is read; the others are not, so there is no final read.
    private let settings = HistorySettings(hasFinalRead: false)

    @Test(arguments: [0, 3])
    func aRunThatWentWellIsAHistoryWithoutAnomalies(serviceMicroseconds: Int64) throws {
        let recorder = HistoryRecorder(partitions: 6)
        let (sending, reading) = (recorder.makeBuffer(), recorder.makeBuffer())
        let records = made(sending)
        var acks = AckRecorder(
            producer: 0, partitions: 6, timeline: timeline, history: sending)
        acknowledge(records, &acks, now: timeline.start + .milliseconds(6))
        var receiver = receiver(reading, serviceTime: .microseconds(serviceMicroseconds))
        receiver.assigned([PartitionIndex(0)], now: timeline.start)
        try read(records, &receiver, now: timeline.start + .milliseconds(7))
        let recording = recorder.recording(settings: settings)
        let verdict = try recording.verdict()
        #expect(!recording.isTruncated)
        #expect(verdict.totals.sends == records.count)
        #expect(verdict.totals.ok == records.count)
        #expect(verdict.totals.recordsRead == receiver.processedRecords)
        #expect(receiver.processedRecords > 0)
        #expect(verdict.forbidden == 0)
        #expect(verdict.permitted == 0)
    }

    @Test func whatIsRecordedIsWhatWasSent() {
        let recorder = HistoryRecorder(partitions: 6)
        let records = made(recorder.makeBuffer()) { $0 % 7 == 3 }
        let invocations = recorder.recording(settings: settings).events.compactMap {
            if case .invoke(let invocation) = $0 { invocation } else { nil }
        }
        #expect(
            invocations
                == records.map { record in
                    SendInvocation(
                        time: record.pulledAt,
                        value: HistoryValue(
                            producer: 0,
                            sequence: Int64(record.stamp.partitionSequence) * 10
                                + Int64(record.partition)),
                        partition: PartitionIndex(record.partition),
                        key: HistoryKey(
                            "\(record.stamp.entity)", Int64(record.stamp.entitySequence)))
                })
        #expect(invocations.count > 300)
    }

    @Test func theSinkBehindIsGivenTheSame() {
        let plain = HistoryRecorder(partitions: 6, itemsMax: 0)
        let one = made(plain.makeBuffer())
        let other = made(HistoryRecorder(partitions: 6).makeBuffer())
        #expect(one == other)
        #expect(!one.isEmpty)
    }

    @Test func disorderIsRecordedAsItWasRead() throws {
        let recorder = HistoryRecorder(partitions: 6)
        let (sending, reading) = (recorder.makeBuffer(), recorder.makeBuffer())
        let records = made(sending)
        var receiver = receiver(reading)
        try read(records, &receiver, now: timeline.start + .milliseconds(7))
        try read(records, from: 2, &receiver, now: timeline.start + .milliseconds(8))
        let verdict = try recorder.recording(settings: settings).verdict()
        #expect(verdict[.nonmonotonicPoll].forbidden == 1)
    }

    @Test func aMemberThatStartsAgainIsNoStepBack() throws {
        let recorder = HistoryRecorder(partitions: 6)
        let (sending, reading) = (recorder.makeBuffer(), recorder.makeBuffer())
        let records = made(sending)
        var receiver = receiver(reading)
        receiver.assigned([PartitionIndex(0), PartitionIndex(1)], now: timeline.start)
        let now = timeline.start + .milliseconds(7)
        try read(records, &receiver, now: now)
        receiver.rewound(PartitionIndex(0), to: Offset(2), now: now)
        try read(records, from: 2, &receiver, now: timeline.start + .milliseconds(8))
        let verdict = try recorder.recording(settings: settings).verdict()
        #expect(verdict[.nonmonotonicPoll].forbidden == 0)
        #expect(group.counts.duplicates == 0)
        #expect(group.counts.rereads > 0)
    }

    @Test func failuresAreRecordedByWhatTheyProve() throws {
        let recorder = HistoryRecorder(partitions: 6)
        let buffer = recorder.makeBuffer()
        let records = made(buffer).filter { $0.partition == 0 }
        var acks = AckRecorder(
            producer: 0, partitions: 6, timeline: timeline, history: buffer)
        let now = timeline.start + .milliseconds(6)
        acks.failed(
            partition: PartitionIndex(0), firstSequence: 0, count: 2, isCertain: true, error: 19,
            now: now)
        acks.failed(
            partition: PartitionIndex(0), firstSequence: 2, count: 1, isCertain: false, error: 7,
            now: now)
        let totals = try recorder.recording(settings: settings).verdict().totals
        #expect(totals.fail == 2)
        #expect(totals.ok == 0)
        #expect(records.count > 3)
    }

    // MARK: The bound

    @Test func atItsBoundTheHistoryIsCutAtOneInstant() throws {
        let recorder = HistoryRecorder(partitions: 6, itemsMax: 700)
        let (sending, reading) = (recorder.makeBuffer(), recorder.makeBuffer())
        let records = made(sending, milliseconds: 10)
        #expect(records.count > 700)
        var receiver = receiver(reading)
        try read(records, &receiver, now: timeline.start + .milliseconds(11))
        reading.noted(FaultMark(time: timeline.measureEnd, fault: "kill", target: "broker 1"))
        let recording = recorder.recording(settings: settings)
        #expect(recording.isTruncated)
        #expect(recording.events.count <= 701)
        #expect(recording.events.count > 400)
        let cut = try #require(recording.events.last).time
        #expect(recording.events.dropLast().allSatisfy { $0.time < cut })
        let verdict = try recording.verdict()
        #expect(verdict.totals.isTruncated)
        #expect(verdict.totals.faults == 0)
        #expect(verdict.forbidden == 0)
    }

    @Test func whatFitsIsNotCut() throws {
        let recorder = HistoryRecorder(partitions: 1, itemsMax: 2)
        let buffer = recorder.makeBuffer()
        for time: Int64 in [1, 2] {
            buffer.noted(FaultMark(time: Instant(time), fault: "kill"))
        }
        #expect(!recorder.recording(settings: settings).isTruncated)
        buffer.noted(FaultMark(time: Instant(3), fault: "kill"))
        #expect(recorder.recording(settings: settings).isTruncated)
        #expect(recorder.recording(settings: settings).events.count == 3)
    }

    @Test func eventsAreMergedByTimeAndEarlierBuffersComeFirst() {
        let recorder = HistoryRecorder(partitions: 1)
        let (one, other) = (recorder.makeBuffer(), recorder.makeBuffer())
        for (buffer, time, name) in [
            (other, 1, "a"), (other, 2, "c"), (one, 2, "b"), (one, 5, "e"), (other, 3, "d"),
        ] {
            buffer.noted(FaultMark(time: Instant(Int64(time)), fault: name))
        }
        let names = recorder.recording(settings: settings).events.compactMap {
            if case .fault(let mark) = $0 { mark.fault } else { nil }
        }
        #expect(names == ["a", "b", "c", "d", "e"])
    }

    @Test func timeNeverGoesBackInABuffer() {
        let recorder = HistoryRecorder(partitions: 1)
        let buffer = recorder.makeBuffer()
        for time: Int64 in [5, 3, 8] {
            buffer.noted(FaultMark(time: Instant(time), fault: "kill"))
        }
        let times = recorder.recording(settings: settings).events.map(\.time.rawValue)
        #expect(times == [5, 5, 8])
    }

    @Test func stampsThatMakeNoSenseArePhantoms() throws {
        let recorder = HistoryRecorder(partitions: 6)
        let buffer = recorder.makeBuffer()
        let stamps = [UInt64.max, 1 << 62, 5].map {
            RecordStamp(
                entity: 1, producer: 9, entitySequence: $0, partitionSequence: $0,
                intendedTime: Instant(0))
        }
        let records = stamps.enumerated().map { index, stamp in
            buffer.polled(
                stamp, partition: PartitionIndex(0), offset: Offset(Int64(index)),
                leaderEpoch: nil)
        }
        buffer.polled(
            records, partition: PartitionIndex(0), group: "g", consumer: "c", now: Instant(1))
        let verdict = try recorder.recording(settings: settings).verdict()
        #expect(verdict[.phantom].forbidden == 3)
    }
}
