import Checker
import Records
import RunResults
import Testing
import Workloads

@testable import LoadGenerator

/// A run's series, from what its clients did. Times are milliseconds from the start of the
/// measured time, which takes 250.
@Suite struct RunSeriesTests {
    private let timeline = RunTimeline(
        start: Instant(5_000_000), warmup: .milliseconds(50), duration: .milliseconds(250))
    private let partition = PartitionIndex(0)

    private func at(_ milliseconds: Int64) -> Instant {
        timeline.measureStart + .milliseconds(milliseconds)
    }

    private func recorder() -> AckRecorder {
        AckRecorder(producer: 0, partitions: 1, timeline: timeline)
    }

    /// Acknowledges records that took so many microseconds each.
    private func acknowledge(
        _ recorder: inout AckRecorder, at time: Int64, microseconds: [Int64]
    ) {
        let now = at(time)
        recorder.acknowledged(
            partition: partition, firstSequence: UInt64(recorder.completedRecords),
            count: microseconds.count, leaderEpoch: .initial, now: now
        ) { note in
            for latency in microseconds { note(now - .microseconds(latency), 1) }
        }
    }

    private func series(
        _ recorders: consuming AckRecorder, _ change: (inout RunSeriesBuilder) -> Void = { _ in }
    ) -> RunSeries {
        var builder = RunSeriesBuilder(timeline: timeline)
        change(&builder)
        return builder.series(producers: [recorders.track], members: [])
    }

    @Test func recordsLieInTheSliceOfTheirAcknowledgement() {
        var recorder = recorder()
        acknowledge(&recorder, at: 0, microseconds: [1, 2, 3])
        acknowledge(&recorder, at: 99, microseconds: [4])
        acknowledge(&recorder, at: 100, microseconds: [5, 5])
        acknowledge(&recorder, at: 310, microseconds: [6])
        let series = series(recorder)
        #expect(series.buckets.map(\.ackedRecords) == [4, 2, 0, 1])
        #expect(series.measuredBuckets == 3)
        #expect(series.buckets[2].publishP50Microseconds == nil)
    }

    @Test func theWarmUpIsLeftOut() {
        var recorder = recorder()
        acknowledge(&recorder, at: -1, microseconds: [700])
        recorder.attemptFailed(
            partition: partition, leaderEpoch: .initial, error: 6, sentAt: at(-1), now: at(-1))
        acknowledge(&recorder, at: 1, microseconds: [10])
        let series = series(recorder)
        #expect(series.buckets.map(\.ackedRecords) == [1])
        #expect(series.buckets[0].failedAttempts == 0)
        #expect(abs((series.buckets[0].publishP99Microseconds ?? 0) - 10) < 0.2)
    }

    /// Of 250 ms before the measured time, two slices are whole.
    @Test func wholeSlicesOfTheWarmUpStandBeforeTheMeasuredTime() {
        let timeline = RunTimeline(
            start: Instant(5_000_000), warmup: .milliseconds(250), duration: .milliseconds(250))
        func at(_ milliseconds: Int64) -> Instant {
            timeline.measureStart + .milliseconds(milliseconds)
        }
        var recorder = AckRecorder(producer: 0, partitions: 1, timeline: timeline)
        for time: Int64 in [-201, -200, -1, 0, 249, 310] {
            recorder.acknowledged(
                partition: partition, firstSequence: UInt64(recorder.completedRecords), count: 1,
                leaderEpoch: .initial, now: at(time)
            ) { $0(at(time), 1) }
        }
        var builder = RunSeriesBuilder(timeline: timeline)
        builder.sample(
            now: at(-150), lagRecords: 4, inSyncReplicasMin: 1, leaderlessPartitions: 0)
        builder.note(FaultMark(time: at(120), fault: "kill", target: "broker 1", phase: .begin))
        let series = builder.series(producers: [recorder.track], members: [])
        #expect(series.warmupBuckets == 2)
        #expect(series.measuredBuckets == 3)
        #expect(series.buckets.map(\.ackedRecords) == [1, 1, 1, 0, 1, 1])
        #expect(series.buckets.map(\.lagRecords) == [4, nil, nil, nil, nil, nil])
        #expect(series.buckets[3].faults == ["kill broker 1 begins"])
        #expect(series.startMilliseconds(0) == -200)
    }

    @Test func aMinuteIsAllThatIsKeptOfTheWarmUp() {
        let timeline = RunTimeline(
            start: Instant(0), warmup: .seconds(3_600), duration: .seconds(1))
        #expect(timeline.warmupBuckets == 600)
        #expect(timeline.seriesStart == timeline.measureStart - .seconds(60))
    }

    @Test func percentilesAreThoseOfTheSliceToWithinTwoPercent() throws {
        var recorder = recorder()
        acknowledge(&recorder, at: 10, microseconds: (1...1_000).map { $0 * 3 })
        acknowledge(&recorder, at: 110, microseconds: [7_000_000])
        let buckets = series(recorder).buckets
        let median = try #require(buckets[0].publishP50Microseconds)
        let tail = try #require(buckets[0].publishP99Microseconds)
        #expect(abs(median / 1_500 - 1) < 0.02)
        #expect(abs(tail / 2_970 - 1) < 0.02)
        let slow = try #require(buckets[1].publishP50Microseconds)
        #expect(abs(slow / 7_000_000 - 1) < 0.02)
    }

    @Test func everyLatencyIsWithinTwoPercent() throws {
        for exponent in 0..<37 {
            for factor in [1.0, 1.37, 1.99] {
                let nanoseconds = Int64(Double(Int64(1) << Int64(exponent)) * factor)
                var recorder = recorder()
                let now = at(10)
                recorder.acknowledged(
                    partition: partition, firstSequence: 0, count: 1, leaderEpoch: .initial,
                    now: now
                ) { $0(now - Nanoseconds(nanoseconds), 1) }
                let found = try #require(series(recorder).buckets[0].publishP50Microseconds)
                let expected = Double(nanoseconds) / 1_000
                #expect(abs(found - expected) <= 0.02 * expected + 0.05, "\(nanoseconds) ns")
            }
        }
    }

    @Test func producersAreMerged() throws {
        var one = recorder()
        var other = recorder()
        acknowledge(&one, at: 10, microseconds: [100, 100, 100])
        acknowledge(&other, at: 10, microseconds: [900])
        acknowledge(&other, at: 150, microseconds: [900])
        let series = RunSeriesBuilder(timeline: timeline)
            .series(producers: [one.track, other.track], members: [])
        #expect(series.buckets.map(\.ackedRecords) == [4, 1])
        #expect(abs((series.buckets[0].publishP50Microseconds ?? 0) - 100) < 2)
        #expect(abs((series.buckets[0].publishP99Microseconds ?? 0) - 900) < 18)
    }

    @Test func failedAttemptsAndSamplesLieInTheirSlices() {
        var recorder = recorder()
        acknowledge(&recorder, at: 10, microseconds: [1])
        for time: Int64 in [120, 199, 200] {
            recorder.attemptFailed(
                partition: partition, leaderEpoch: .initial, error: 6, sentAt: at(time),
                now: at(time))
        }
        let series = series(recorder) { builder in
            for (time, lag, isr) in [(-1, 99, 0), (101, 5, 3), (150, 9, 2), (180, 7, 3)] {
                builder.sample(
                    now: at(Int64(time)), lagRecords: lag, inSyncReplicasMin: isr,
                    leaderlessPartitions: isr == 2 ? 1 : 0)
            }
            builder.sample(
                now: at(210), lagRecords: nil, inSyncReplicasMin: nil, leaderlessPartitions: nil)
        }
        #expect(series.buckets.map(\.failedAttempts) == [0, 2, 1])
        #expect(series.buckets.map(\.lagRecords) == [nil, 9, nil])
        #expect(series.buckets.map(\.inSyncReplicasMin) == [nil, 2, nil])
        #expect(series.buckets.map(\.leaderlessPartitions) == [nil, 1, nil])
    }

    @Test func faultsAreMarked() {
        let series = series(recorder()) { builder in
            builder.note(
                FaultMark(time: at(150), fault: "kill", target: "broker 1", phase: .begin))
            builder.note(FaultMark(time: at(160), fault: "bit-rot", target: "broker 0"))
            builder.note(
                FaultMark(time: at(310), fault: "kill", target: "broker 1", phase: .end))
        }
        #expect(
            series.buckets.map(\.faults) == [
                [], ["kill broker 1 begins", "bit-rot broker 0"], [], ["kill broker 1 ends"],
            ])
        #expect(series.measuredBuckets == 3)
    }

    @Test func whatIsConsumedHasItsOwnLatency() throws {
        let group = GroupChecker(entities: 10, producers: 1, partitions: 1, members: 1)
        var receiver = RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(.zero))
        let batch = try StampedBatch(
            RecordStamp.run(3, intended: at(100)) + RecordStamp.run(2, from: 3, intended: at(110)))
        var cursor = batch.cursor
        _ = try receiver.process(&cursor, partition: partition, position: .zero, now: at(115))
        let series = RunSeriesBuilder(timeline: timeline)
            .series(producers: [], members: [receiver.track])
        #expect(series.buckets.map(\.consumedRecords) == [0, 5])
        let tail = try #require(series.buckets[1].endToEndP99Microseconds)
        #expect(abs(tail / 15_000 - 1) < 0.02)
        #expect(series.buckets[1].ackedRecords == 0)
    }

    @Test func aRunWithoutAnythingHasAnEmptySeries() {
        #expect(series(recorder()) == RunSeries(measuredBuckets: 0, buckets: []))
    }

    @Test func anHourIsAllThatIsKept() {
        var recorder = recorder()
        acknowledge(&recorder, at: 3_599_950, microseconds: [1])
        acknowledge(&recorder, at: 3_600_000, microseconds: [1])
        acknowledge(&recorder, at: 9_000_000, microseconds: [1])
        let series = series(recorder) {
            $0.sample(
                now: at(3_600_000), lagRecords: 1, inSyncReplicasMin: 1, leaderlessPartitions: 0)
        }
        #expect(series.buckets.count == RunSeries.bucketsMax)
        #expect(series.buckets.last?.ackedRecords == 1)
    }
}
