import Faults
import LoadGenerator
import Records
import Testing
import Workloads

/// What is predicted of partitions, held against what a generator really makes.
@Suite struct PredictedSharesTests {
    private static let keys: [KeyChange] = [
        KeyChange("uniform") { $0.distribution = .uniform },
        KeyChange("zipfian") { $0.distribution = .zipfian },
        KeyChange("hot-set") {
            $0.distribution = .hotSet
            $0.hotKeys = .count(2)
        },
        KeyChange("sequential") { $0.distribution = .sequential },
        KeyChange("latest") {
            $0.distribution = .latest
            $0.exponent = 1.5
            $0.turnover = 100
        },
        KeyChange("histogram") {
            $0.distribution = .histogram
            $0.histogram = KeyHistogram(
                path: "h", weights: (0..<500).map { $0 == 77 ? 300 : 1 })
        },
        KeyChange("wrong-field") { $0.field = .wrong },
        KeyChange("long keys") {
            $0.distribution = .zipfian
            $0.bytes = 20
        },
    ]

    struct KeyChange: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout KeySettings) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout KeySettings) -> Void) {
            testDescription = name
            self.change = change
        }
    }

    private struct Outcome {
        var counts: [Int]
        var made: [Int]
        var records: [MadeRecord]
    }

    private func made(_ configuration: RunConfiguration) -> Outcome {
        var outcome = Outcome(
            counts: Array(repeating: 0, count: configuration.topic.allPartitions), made: [],
            records: [])
        for producer in 0..<configuration.producers.count {
            var generator = SampleRun.generator(configuration, producer: producer)
            var sink = KeepingSink()
            generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
            let records = sink.records
            for record in records { outcome.counts[record.partition] += 1 }
            outcome.made.append(records.count)
            outcome.records += records
        }
        return outcome
    }

    private func expectPredicted(
        _ outcome: Outcome, _ configuration: RunConfiguration, _ name: String
    ) throws {
        let predicted = try #require(PredictedShares(configuration, records: outcome.made))
        let total = predicted.weights.reduce(0, +)
        let records = Double(outcome.counts.reduce(0, +))
        for (count, weight) in zip(outcome.counts, predicted.weights) {
            let expected = records * weight / total
            // Five standard deviations of a binomial count; records in sequence stray less.
            let slack = 5 * expected.squareRoot() + 3
            #expect(
                abs(Double(count) - expected) < slack, "\(name): \(count) of \(expected), seed 7")
        }
    }

    @Test(arguments: keys, [1, 3])
    func theRealisedSharesAreThosePredicted(keys: KeyChange, producers: Int) throws {
        let configuration = SampleRun.configuration {
            $0.producers.count = producers
            $0.producers.rate = .recordsPerSecond(1_000_000)
            keys.change(&$0.records.key)
        }
        let outcome = made(configuration)
        #expect(outcome.counts.reduce(0, +) > 49_000)
        try expectPredicted(outcome, configuration, keys.testDescription)
    }

    @Test(arguments: keys)
    func topicsShareTheEntities(keys: KeyChange) throws {
        let configuration = SampleRun.configuration {
            $0.producers.count = 2
            $0.producers.rate = .recordsPerSecond(1_000_000)
            $0.topic.count = 4
            keys.change(&$0.records.key)
        }
        let outcome = made(configuration)
        #expect(outcome.counts.count == 24)
        try expectPredicted(outcome, configuration, keys.testDescription)
        // A key stays in one partition, which the hash gives within the key's topic.
        var places: [UInt64: Int] = [:]
        for record in outcome.records {
            let key = try #require(record.identifier)
            #expect(places[key, default: record.partition] == record.partition)
            places[key] = record.partition
            let hashed = record.key?.withUnsafeBytes { Murmur2.partition(of: $0, partitions: 6) }
            #expect(record.partition % 6 == hashed?.index)
        }
        #expect(Set(places.values.map { $0 / 6 }).count == 4)
    }

    @Test func everyProducerSendsToEveryTopic() {
        let configuration = SampleRun.configuration {
            $0.producers.count = 2
            $0.topic.count = 2
        }
        for producer in 0..<2 {
            var generator = SampleRun.generator(configuration, producer: producer)
            var sink = KeepingSink()
            generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
            #expect(Set(sink.records.map { $0.partition / 6 }) == [0, 1])
        }
    }

    @Test func nothingIsPredictedWhereKeysDoNotDecide() {
        let keyless = SampleRun.configuration { $0.records.key.field = .none }
        #expect(PredictedShares(keyless, records: [1]) == nil)
        let growing = SampleRun.configuration {
            $0.faults = [Fault(at: .milliseconds(1), action: .addPartitions(9))]
        }
        #expect(PredictedShares(growing, records: [1]) == nil)
    }

    @Test func latestKeysAreHotWhileTheRunIsShort() throws {
        let configuration = SampleRun.configuration {
            $0.records.key.distribution = .latest
            $0.records.key.exponent = 3
            $0.records.key.turnover = 1_000
        }
        // The newest is entity 0 for 1,000 records, and then entity 1 for 500.
        let predicted = try #require(PredictedShares(configuration, records: [1_500]))
        let total = predicted.weights.reduce(0, +)
        let key = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
        defer { key.deallocate() }
        let placement = KeyPlacement(configuration)
        let first = placement.partition(of: 0, key: key).index
        #expect(predicted.weights[first] / total > 0.5)
    }
}
