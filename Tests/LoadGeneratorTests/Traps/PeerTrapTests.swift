import Checker
import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// What other benchmarks of logs have fallen into, one test for each trap.
@Suite struct PeerTrapTests {
    private let timeline = SampleRun.timeline

    private func problem(_ settings: String) -> String {
        let text = "name: trap\nquestion: Does it fall in?\n\(settings)\n"
        do {
            _ = try WorkloadFile(parsing: text, path: "trap.yaml")
            return "no error"
        } catch { return error.description }
    }

    /// OpenMessaging Benchmark ignores a key that it does not know, and measures something else.
    @Test(arguments: [
        ("topic: {partitons: 12}", "trap.yaml:3:9: unknown key 'partitons' in topic"),
        ("producer: {acks: all}", "trap.yaml:3:1: unknown key 'producer'"),
        ("records: {key: {cardinalty: 5}}", "unknown key 'cardinalty' in records.key"),
    ])
    func aMisspelledKeyIsAnErrorAtItsPlace(settings: String, expected: String) {
        #expect(problem(settings).contains(expected), "\(problem(settings))")
    }

    /// OpenMessaging Benchmark takes an unknown key distributor for NO_KEY.
    @Test(arguments: [
        ("records: {key: {distribution: KEY_ROUND_ROBIN}}", "KEY_ROUND_ROBIN"),
        ("producers: {arrival: posson}", "posson"),
        ("producers: {acks: quorum}", "quorum"),
        ("producers: {compression.type: brotli}", "brotli"),
    ])
    func anUnknownChoiceIsAnErrorThatNamesTheOthers(settings: String, value: String) {
        let problem = problem(settings)
        #expect(problem.contains("'\(value)' is not one of "), "\(problem)")
    }

    /// Three files shipped with OpenMessaging Benchmark say 100 partitions in their name and have
    /// 10, and its results omit acks and the replication factor.
    @Test func labelsFollowFromTheSettingsWhateverTheNameSays() throws {
        let text = """
            name: 100-partitions-acks-all
            question: Whose label is right?
            topic: {partitions: 10, replication.factor: 2}
            producers: {acks: 1}
            cluster: {brokers: 3}
            """
        let cell = try #require(try WorkloadFile(parsing: text, path: "trap.yaml").cells.first)
        let dimensions = RunDimensions(cell, engine: "embedded")
        #expect(dimensions.partitions == 10)
        #expect(dimensions.acks == "1")
        #expect(dimensions.replicationFactor == 2)
        let names = ResultColumn.all.map(\.name)
        for name in ["partitions", "acks", "replication_factor", "key_distribution", "rate"] {
            #expect(names.contains(name))
        }
    }

    /// Kafka's end-to-end latency tool once clipped at 5 s, as histograms of a fixed range do.
    @Test(arguments: [6.0, 61, 3_600, 86_400])
    func aHistogramGrowsInsteadOfClipping(seconds: Double) throws {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(1), count: 99)
        histogram.record(.seconds(seconds))
        let longest = try #require(histogram.max).seconds
        #expect(histogram.count == 100)
        #expect(abs(longest / seconds - 1) < 0.001)
        #expect(abs((histogram.value(atPercentile: 50)?.seconds ?? 0) - 0.001) < 0.000_002)
    }

    /// Kafka's ThroughputThrottler holds the average since the start: after a stall it sends what
    /// it owes as if that were the load. Here a stall changes no intended time, and every record
    /// that it held up is charged with how late it left.
    @Test func aStallMovesNoIntendedTimeAndIsCharged() {
        let stall = Nanoseconds.milliseconds(20)
        var steady = SampleRun.generator(SampleRun.configuration())
        var stalled = SampleRun.generator(SampleRun.configuration())
        var steadySink = KeepingSink()
        var stalledSink = KeepingSink()
        var now = timeline.start
        while now < timeline.measureEnd + .milliseconds(1) {
            steady.pullAll(into: &steadySink, now: now)
            let isStalled =
                now >= timeline.measureStart && now < timeline.measureStart + stall
            if !isStalled { stalled.pullAll(into: &stalledSink, now: now) }
            now = now + .microseconds(50)
        }
        let intended = stalledSink.records.map(\.stamp.intendedTime)
        #expect(intended == steadySink.records.map(\.stamp.intendedTime))
        #expect(stalledSink.records.allSatisfy { $0.pulledAt >= $0.stamp.intendedTime })
        // 100,000 a second: 10 µs from each to the next, before, in and after the stall.
        let gaps = zip(intended, intended.dropFirst()).map { ($1 - $0).rawValue }
        #expect(gaps.allSatisfy { abs($0 - 10_000) <= 1 })
        // Half of the 40 ms fell into the stall; those records waited 10 ms on average.
        #expect(stalled.publishDelay.count == 4_000)
        let median = stalled.publishDelay.value(atPercentile: 75)?.seconds ?? 0
        #expect(abs(median - 0.010) < 0.001)
        #expect(abs((stalled.publishDelay.max?.seconds ?? 0) - 0.020) < 0.001)
        #expect((steady.publishDelay.max?.seconds ?? 1) < 0.000_1)
    }

    /// OpenMessaging Benchmark subtracts wall clocks and drops what is not above 0. Here the time
    /// of day, which jumps, is in no latency, and a latency of 0 counts.
    @Test(arguments: [Int64.min / 2, -1_000_000, 0, 4_102_444_800_000])
    func theTimeOfDayIsInNoLatency(timeOfDay: Int64) throws {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        while generator.pull(into: &sink, now: timeline.measureEnd, timestamp: timeOfDay) == .more {
        }
        #expect(sink.count == 5_000)
        #expect(abs((generator.publishDelay.max?.seconds ?? 0) - 0.040) < 0.001)

        let group = GroupChecker(entities: 10, producers: 1, partitions: 1, members: 1)
        var receiver = RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(.zero))
        let intended = timeline.measureStart + .milliseconds(1)
        for (first, now) in [(0, intended), (3, intended + .milliseconds(2))] {
            let batch = try StampedBatch(
                RecordStamp.run(3, from: first, intended: intended), baseOffset: Int64(first))
            var cursor = batch.cursor
            _ = try receiver.process(
                &cursor, partition: PartitionIndex(0), position: Offset(Int64(first)), now: now)
        }
        #expect(receiver.endToEnd.count == 6)
        #expect(receiver.endToEnd.value(atPercentile: 0) == .zero)
        #expect(abs((receiver.endToEnd.max?.seconds ?? 0) - 0.002) < 0.000_01)
    }

    /// Benchmarks called keyed gave nearly every record a key of its own, so that no order could
    /// break. Here keys come again, as many as the row says.
    @Test func keyedMeansThatKeysComeAgain() {
        let configuration = SampleRun.configuration()
        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: timeline.measureEnd)
        let records = sink.records
        let keys = Set(records.compactMap(\.identifier))
        #expect(records.count == 5_000)
        #expect(records.allSatisfy { $0.key != nil })
        #expect(keys.count <= 500)
        #expect(records.map(\.stamp.entitySequence).max() ?? 0 > 5)
        let dimensions = RunDimensions(configuration, engine: "embedded")
        #expect(dimensions.keyCardinality == 500)
        #expect(ResultColumn.all.map(\.name).contains("key_cardinality"))
    }
}
