import Checker
import LoadGenerator
import Records
import RunResults
import Testing

@Suite struct AckRecorderTests {
    private let timeline = SampleRun.timeline
    private let partition = PartitionIndex(2)

    @Test func countsWhatWasAcknowledgedInTheMeasuredTime() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        let times = [timeline.measureStart - Nanoseconds(1), timeline.measureStart]
        let now = timeline.measureStart + .milliseconds(2)
        recorder.acknowledged(
            partition: partition, firstSequence: 0, count: 7, leaderEpoch: .initial,
            now: now,
            sendTimes: { note in
                note(times[0], 3)
                note(times[1], 4)
            })
        #expect(recorder.measuredRecords == 7)
        #expect(recorder.completedRecords == 7)
        // Only those intended in the measured time have a latency.
        #expect(recorder.publish.count == 4)
        #expect(abs((recorder.publish.max?.seconds ?? 0) - 0.002) < 0.00001)
        #expect(recorder.table[partition].acknowledged.count == 7)
    }

    @Test func whatComesAfterTheEndHasALatencyAndNoThroughput() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        recorder.acknowledged(
            partition: partition, firstSequence: 0, count: 2, leaderEpoch: .initial,
            now: timeline.measureEnd,
            sendTimes: { $0(timeline.measureEnd - .milliseconds(1), 2) })
        #expect(recorder.measuredRecords == 0)
        #expect(recorder.completedRecords == 2)
        #expect(recorder.publish.count == 2)
    }

    @Test func onlyACertainFailureIsNoted() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        recorder.failed(
            partition: partition, firstSequence: 0, count: 2, isCertain: true, error: 19,
            now: timeline.measureStart)
        recorder.failed(
            partition: partition, firstSequence: 2, count: 3, isCertain: false, error: 7,
            now: timeline.measureStart)
        #expect(recorder.failedRecords == 5)
        #expect(recorder.completedRecords == 5)
        #expect(recorder.measuredRecords == 0)
        #expect(recorder.table[partition].failed.count == 2)
    }

    @Test func sendingAgainIsCountedHoweverItEnds() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        recorder.acknowledged(
            partition: partition, firstSequence: 0, count: 1, leaderEpoch: .initial, attempts: 3,
            now: timeline.measureStart, sendTimes: { _ in })
        recorder.failed(
            partition: partition, firstSequence: 1, count: 1, isCertain: false, error: 7,
            attempts: 2, now: timeline.measureStart)
        #expect(recorder.retries == 3)
    }

    @Test func failedAttemptsAreCountedAndMakeAnOutage() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        let now = timeline.measureStart
        for epoch: Int32 in [0, 0] {
            recorder.attemptFailed(
                partition: partition, leaderEpoch: LeaderEpoch(epoch), error: 13, sentAt: now,
                now: now)
        }
        recorder.acknowledged(
            partition: partition, firstSequence: 0, count: 1, leaderEpoch: LeaderEpoch(1),
            now: now + .milliseconds(3), sendTimes: { _ in })
        #expect(recorder.failedAttempts == 2)
        #expect(
            recorder.outages(openUntil: timeline.measureEnd) == [
                Outage(
                    partition: partition, begin: now, end: now + .milliseconds(3),
                    isFailover: true)
            ])
    }

    @Test func whatACrashTookIsCompletedAndNeitherAcknowledgedNorFailed() {
        var recorder = AckRecorder(producer: 0, partitions: 6, timeline: timeline)
        recorder.abandoned(count: 4)
        #expect(recorder.completedRecords == 4)
        #expect(recorder.abandonedRecords == 4)
        #expect(recorder.failedRecords == 0)
        #expect(recorder.table[partition].acknowledged.isEmpty)
    }
}
