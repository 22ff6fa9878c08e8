import Faults
import LoadGenerator
import Records
import Testing
import Workloads

@Suite struct MovedKeysTests {
    private static let keys = 20_000

    private func configuration(from before: Int, to after: Int) -> RunConfiguration {
        var configuration = RunConfiguration(
            workload: "x", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings(), faults: [Fault(at: .zero, action: .addPartitions(after))])
        configuration.topic.partitions = before
        configuration.records.key.cardinality = Self.keys
        return configuration
    }

    /// Every key sent once at 1 ms by the hash over `before` partitions, and once at 3 ms over
    /// `used` ones. Partitions are added at 2 ms.
    private func moved(
        from before: Int, to after: Int, used: Int, additions: [Int64] = [2]
    ) throws -> MovedKeys? {
        let configuration = configuration(from: before, to: after)
        let places = try #require(KeyPlaces(configuration))
        for (time, partitions) in [(1, before), (3, used)] as [(Int64, Int)] {
            for key in 0..<UInt64(Self.keys) {
                places.sent(
                    identifier: key,
                    partition: Murmur2.partition(
                        ofEightBytes: key.bigEndian, partitions: partitions),
                    now: Instant(0) + .milliseconds(time))
            }
        }
        return MovedKeys(
            configuration, places: [places],
            additions: additions.map { Instant(0) + .milliseconds($0) })
    }

    @Test(arguments: [(3, 6, 50.0), (4, 6, 200.0 / 3), (3, 5, 80), (1, 4, 75), (6, 12, 50)])
    func theHashMovesWhatTheFormulaSays(before: Int, after: Int, percent: Double) throws {
        let moved = try #require(try moved(from: before, to: after, used: after))
        #expect(abs(moved.expectedPercent - percent) < 1e-9)
        #expect(abs(try #require(moved.percent) - percent) < 2)
    }

    @Test func whereNobodyTakesThemUpNothingMoves() throws {
        let moved = try #require(try moved(from: 3, to: 5, used: 3))
        #expect(moved.percent == 0)
        #expect(abs(moved.expectedPercent - 80) < 1e-9)
    }

    @Test(arguments: [[], [4], [0]] as [[Int64]])
    func withoutRecordsOnBothSidesThereIsNoShare(additions: [Int64]) throws {
        let moved = try #require(try moved(from: 3, to: 5, used: 5, additions: additions))
        #expect(moved.percent == nil)
    }

    @Test func severalProducersOfAKeyAreTakenTogether() throws {
        let configuration = configuration(from: 3, to: 5)
        let early = try #require(KeyPlaces(configuration))
        let late = try #require(KeyPlaces(configuration))
        early.sent(identifier: 7, partition: PartitionIndex(1), now: Instant(10))
        late.sent(identifier: 7, partition: PartitionIndex(4), now: Instant(30))
        late.sent(identifier: 8, partition: PartitionIndex(2), now: Instant(30))
        let moved = MovedKeys(
            configuration, places: [late, early], additions: [Instant(20)])
        #expect(moved?.percent == 100)
    }

    @Test func withoutKeysOrNewPartitionsNothingIsFollowed() {
        var unchanged = configuration(from: 3, to: 6)
        unchanged.faults = []
        var keyless = configuration(from: 3, to: 6)
        keyless.records.key.field = .none
        for configuration in [unchanged, keyless] {
            #expect(KeyPlaces(configuration) == nil)
            #expect(MovedKeys(configuration, places: [], additions: []) == nil)
        }
    }

    @Test func keysAreToldApartByTheirBytes() throws {
        let places = try #require(KeyPlaces(configuration(from: 3, to: 5)))
        var sink = KeepingSink()
        withUnsafeMutablePointer(to: &sink) { base in
            var placing = PlacingSink(base, places: places)
            withUnsafeTemporaryAllocation(byteCount: 24, alignment: 8) { key in
                guard let bytes = key.baseAddress else { return }
                RecordKey.write(513, size: 24, to: bytes)
                _ = placing.reserve(
                    partition: PartitionIndex(2), timestamp: 0, key: UnsafeRawBufferPointer(key),
                    valueBytes: 64, sendTime: Instant(1), now: Instant(5))
            }
        }
        #expect(places.trail(of: 513)?.lastPartition == 2)
        #expect(places.trail(of: 513)?.firstTime == Instant(5))
        #expect(places.trail(of: 512) == nil)
        #expect(sink.count == 1)
    }
}
