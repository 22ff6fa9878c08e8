import Faults
import LoadGenerator
import Records
import Testing
import Workloads

@Suite struct MovedKeysTests {
    private func keys(
        from before: Int, to after: Int, change: (inout RunConfiguration) -> Void = { _ in }
    ) -> MovedKeys? {
        var configuration = RunConfiguration(
            workload: "x", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings(), faults: [Fault(at: .zero, action: .addPartitions(after))])
        configuration.topic.partitions = before
        configuration.records.key.cardinality = 20_000
        change(&configuration)
        return MovedKeys(configuration)
    }

    @Test(arguments: [(3, 6, 50.0), (4, 6, 200.0 / 3), (3, 5, 80), (1, 4, 75), (6, 12, 50)])
    func theHashMovesWhatTheFormulaSays(before: Int, after: Int, percent: Double) throws {
        let moved = try #require(keys(from: before, to: after))
        #expect(abs(moved.expectedPercent - percent) < 1e-9)
        #expect(abs(moved.percent - percent) < 2)
    }

    @Test func longKeysMoveToo() throws {
        let moved = try #require(keys(from: 3, to: 6) { $0.records.key.bytes = 24 })
        #expect(abs(moved.percent - 50) < 2)
    }

    @Test func withoutKeysOrNewPartitionsNothingMoves() {
        #expect(keys(from: 3, to: 6) { $0.faults = [] } == nil)
        #expect(keys(from: 3, to: 6) { $0.records.key.field = .none } == nil)
    }
}
