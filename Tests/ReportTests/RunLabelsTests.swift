import Report
import RunResults
import Testing

@Suite struct RunLabelsTests {
    private func run(_ change: (inout RunDimensions) -> Void) -> RunDimensions {
        var run = RunDimensions()
        run.partitions = 6
        run.replicationFactor = 3
        run.acks = "all"
        run.groups = 1
        run.consumers = 2
        run.rate = "max"
        change(&run)
        return run
    }

    @Test func whatAllRunsHaveInCommonIsLeftOut() {
        let runs = [run { _ in }, run { $0.acks = "1" }]
        #expect(
            runs.map(RunLabels(runs).text) == [
                "partitions 6  RF 3  acks all  consumers 1x2  rate max",
                "partitions 6  RF 3  acks 1  consumers 1x2  rate max",
            ])
    }

    @Test func whatFollowsFromAnotherSettingIsLeftOut() {
        let runs = [
            run { $0.minInsyncReplicas = 2 },
            run {
                $0.replicationFactor = 1
                $0.minInsyncReplicas = 1
            },
        ]
        #expect(
            runs.map(RunLabels(runs).text) == [
                "partitions 6  RF 3  acks all  consumers 1x2  rate max",
                "partitions 6  RF 1  acks all  consumers 1x2  rate max",
            ])
    }

    @Test func whatElseVariesIsNamed() {
        let runs = [run { $0.lingerMilliseconds = 0 }, run { $0.lingerMilliseconds = 5 }]
        #expect(
            runs.map(RunLabels(runs).text) == [
                "partitions 6  RF 3  acks all  consumers 1x2  rate max  linger 0 ms",
                "partitions 6  RF 3  acks all  consumers 1x2  rate max  linger 5.00 ms",
            ])
    }
}
