import LoadGenerator
import Records
import Testing
import Workloads

/// The same seed gives the same records, whenever the generator is pulled and refused.
@Suite struct DeterminismTests {
    /// What does not depend on when the generator was pulled.
    private func essence(_ records: [MadeRecord]) -> [[AnyHashable]] {
        records.map { [$0.partition, $0.key, $0.stamp, $0.filler, $0.sendTime] }
    }

    private func recordsPulledAtOnce(
        _ configuration: RunConfiguration, seed: UInt64 = 7
    ) -> [MadeRecord] {
        var generator = SampleRun.generator(configuration, seed: seed)
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
        return sink.records
    }

    @Test(arguments: Arrival.allCases, KeyDistribution.allCases)
    func pullingOftenMakesTheSameAsPullingOnce(arrival: Arrival, keys: KeyDistribution) {
        let configuration = SampleRun.configuration {
            $0.producers.arrival = arrival
            $0.records.key.distribution = keys
        }
        let atOnce = recordsPulledAtOnce(configuration)
        #expect(atOnce.count >= 4_000)

        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        var random = RandomSource(seed: 3)
        var now = SampleRun.timeline.start - .milliseconds(1)
        while now < SampleRun.timeline.measureEnd {
            generator.pullAll(into: &sink, now: now)
            now = now + Nanoseconds(Int64(random.next(below: 300_000)))
        }
        generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
        #expect(essence(sink.records) == essence(atOnce))
    }

    @Test(arguments: [KeyField.entity, .wrong, .none])
    func refusalsChangeNothing(field: KeyField) {
        let configuration = SampleRun.configuration {
            $0.records.key.field = field
            $0.producers.nullKeyPartitioner = .roundRobin
        }
        var generator = SampleRun.generator(configuration)
        var sink = KeepingSink()
        sink.refuses = { $0 % 3 != 2 }
        var pulls = 0
        while generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd) != .done {
            pulls += 1
        }
        #expect(pulls > 8_000)
        #expect(generator.counts.refusals == pulls)
        #expect(essence(sink.records) == essence(recordsPulledAtOnce(configuration)))
    }

    @Test func anotherSeedMakesOtherKeys() {
        let configuration = SampleRun.configuration()
        let first = recordsPulledAtOnce(configuration, seed: 1).map(\.key)
        let second = recordsPulledAtOnce(configuration, seed: 2).map(\.key)
        #expect(first.count == second.count)
        #expect(first != second)
    }

    @Test func atMaximumTheSameKeysComeWhateverThePulls() {
        let configuration = SampleRun.configuration { $0.producers.rate = .max }
        var runs: [[MadeRecord]] = []
        for step in [Nanoseconds.microseconds(10), .microseconds(70)] {
            var generator = SampleRun.generator(configuration)
            var sink = KeepingSink()
            var now = SampleRun.timeline.start
            while sink.count < 10_000 {
                _ = generator.pull(into: &sink, now: now, timestamp: 0)
                now = now + step
            }
            runs.append(Array(sink.records.prefix(10_000)))
        }
        #expect(runs[0].map(\.key) == runs[1].map(\.key))
        #expect(runs[0].map(\.partition) == runs[1].map(\.partition))
        #expect(runs[0].map(\.sendTime) != runs[1].map(\.sendTime))
    }
}
