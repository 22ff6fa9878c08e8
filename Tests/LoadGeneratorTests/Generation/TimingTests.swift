import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// When records are made, and what is counted of it.
@Suite struct TimingTests {
    private let timeline = SampleRun.timeline

    @Test(arguments: Arrival.allCases)
    func anOpenLoopNeverSendsBeforeTheTimeAndNeverSkips(arrival: Arrival) {
        let configuration = SampleRun.configuration { $0.producers.arrival = arrival }
        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        var random = RandomSource(seed: 11)
        var now = timeline.start - .milliseconds(2)
        while now < timeline.measureEnd + .milliseconds(2) {
            #expect(generator.pullAll(into: &sink, now: now) == .done)
            if let next = generator.nextDue { #expect(next > now) }
            now = now + Nanoseconds(Int64(random.next(below: 500_000)))
        }
        let records = sink.records
        #expect(records.allSatisfy { $0.sendTime <= $0.pulledAt })
        #expect(records.allSatisfy { $0.stamp.intendedTime == $0.sendTime })
        #expect(records.allSatisfy { $0.sendTime < timeline.measureEnd })
        #expect(zip(records, records.dropFirst()).allSatisfy { $0.sendTime <= $1.sendTime })
        #expect(generator.nextDue == nil)
        if arrival == .constant { #expect(records.count == 5_000) }
    }

    @Test func aLateRecordKeepsItsIntendedTimeAndIsDelayed() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: timeline.measureEnd - Nanoseconds(1))
        #expect(generator.counts.offeredRecords == 4_000)
        #expect(generator.counts.sentInTimeRecords == 4_000)
        #expect(generator.publishDelay.count == 4_000)
        let longest = generator.publishDelay.max?.seconds ?? 0
        #expect(abs(longest - 0.040) < 0.001)
        #expect(sink.records.first?.sendTime == timeline.start)
    }

    @Test func whatIsSentAfterTheEndIsOfferedButNotInTime() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: timeline.measureStart + .milliseconds(30))
        sink.refuses = { _ in true }
        #expect(generator.pullAll(into: &sink, now: timeline.measureEnd) == .refused)
        sink.refuses = { _ in false }
        generator.pullAll(into: &sink, now: timeline.measureEnd + .milliseconds(5))
        #expect(generator.counts.offeredRecords == 4_000)
        #expect(generator.counts.sentInTimeRecords == 3_001)
        #expect(generator.madeRecords == 5_000)
    }

    @Test func theWarmUpIsMadeAndNotCounted() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: timeline.measureStart - Nanoseconds(1))
        #expect(sink.count == 1_000)
        #expect(generator.counts == GenerationCounts())
        #expect(generator.publishDelay.count == 0)
    }

    @Test func severalProducersShareTheRateAndDoNotSendInStep() {
        let configuration = SampleRun.configuration { $0.producers.count = 4 }
        var times: [Instant] = []
        for producer in 0..<4 {
            var generator = SampleRun.generator(configuration, producer: producer)
            var sink = KeepingSink()
            generator.pullAll(into: &sink, now: timeline.measureEnd)
            #expect(abs(sink.count - 1_250) <= 1)
            times += sink.records.map(\.sendTime)
        }
        #expect(Set(times).count == times.count)
    }

    @Test func atMaximumNothingIsMadeBeforeTheStartOrAfterTheEnd() {
        let configuration = SampleRun.configuration { $0.producers.rate = .max }
        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        #expect(generator.nextDue == timeline.start)
        #expect(
            generator.pull(into: &sink, now: timeline.start - Nanoseconds(1), timestamp: 0)
                == .done)
        #expect(sink.count == 0)
        #expect(generator.pull(into: &sink, now: timeline.start, timestamp: 0) == .more)
        let warmUpCount = sink.count
        #expect(warmUpCount > 0)
        #expect(generator.counts.offeredRecords == 0)
        let now = timeline.measureStart + .milliseconds(1)
        #expect(generator.pull(into: &sink, now: now, timestamp: 5) == .more)
        #expect(generator.counts.offeredRecords == sink.count - warmUpCount)
        #expect(generator.counts.sentInTimeRecords == sink.count - warmUpCount)
        #expect(sink.records.last?.sendTime == now)
        #expect(sink.records.last?.timestamp == 5)
        #expect(generator.nextDue == timeline.start)
        #expect(generator.pull(into: &sink, now: timeline.measureEnd, timestamp: 0) == .done)
        #expect(generator.nextDue == nil)
        #expect(generator.publishDelay.count == 0)
        #expect(generator.madeRecords == sink.count)
    }

    @Test func atMaximumAnAmpleSinkIsGivenNoMore() {
        let configuration = SampleRun.configuration { $0.producers.rate = .max }
        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        sink.hasAmple = true
        #expect(generator.pull(into: &sink, now: timeline.start, timestamp: 0) == .enough)
        #expect(sink.offers == 0)
        #expect(generator.counts.refusals == 0)
        sink.hasAmple = false
        #expect(generator.pull(into: &sink, now: timeline.start, timestamp: 0) == .more)
    }

    @Test func aFixedRateTakesNoNoticeOfAnAmpleSink() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        sink.hasAmple = true
        #expect(generator.pullAll(into: &sink, now: timeline.measureEnd) == .done)
        #expect(sink.count == 5_000)
    }

    @Test(arguments: [Rate.max, .recordsPerSecond(1e9)])
    func onePullMakesABoundedAmount(rate: Rate) {
        for (valueBytes, most) in [(40, 2_048), (100_000, 2), (1_000_000, 1)] {
            let configuration = SampleRun.configuration {
                $0.producers.rate = rate
                $0.records.valueBytes = valueBytes
            }
            var generator = SampleRun.generator(configuration)
            var sink = KeepingSink()
            let now = timeline.measureStart
            #expect(generator.pull(into: &sink, now: now, timestamp: 0) == .more)
            #expect(sink.count == most)
        }
    }
}
