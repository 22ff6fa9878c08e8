import LoadGenerator
import RunResults
import Testing

@Suite struct LagSeriesTests {
    @Test func aLineHasItsSlope() {
        var series = LagSeries()
        for step in 0..<10 {
            series.add(seconds: Double(step) * 0.5, records: 100 + 20 * step, partitionMax: step)
        }
        #expect(abs(series.result.slopeRecordsPerSecond - 40) < 1e-9)
        #expect(series.result.maxRecords == 280)
        #expect(series.result.maxPartitionRecords == 9)
    }

    @Test func whatComesAndGoesHasNoSlope() {
        var series = LagSeries()
        for (step, records) in [0, 50, 90, 50, 0].enumerated() {
            series.add(seconds: Double(step), records: records, partitionMax: records / 2)
        }
        #expect(abs(series.result.slopeRecordsPerSecond) < 1e-9)
        #expect(series.result.maxRecords == 90)
        #expect(series.result.maxPartitionRecords == 45)
    }

    @Test func lagThatIsWorkedOffFalls() {
        var series = LagSeries()
        series.add(seconds: 0, records: 1_000, partitionMax: 400)
        series.add(seconds: 2, records: 0, partitionMax: 0)
        #expect(series.result.slopeRecordsPerSecond == -500)
    }

    @Test(arguments: [0, 1, 3])
    func samplesAtOneTimeHaveNoSlope(count: Int) {
        var series = LagSeries()
        for index in 0..<count { series.add(seconds: 1, records: index, partitionMax: 0) }
        #expect(series.result.slopeRecordsPerSecond == 0)
        #expect(series.result.maxRecords == max(0, count - 1))
    }
}
