import Foundation
import RunResults
import Testing

@Suite struct GroupResultTests {
    @Test func `percentiles of pauses are pauses that there were`() {
        var result = GroupResult.Subscribed()
        result.setPauses(milliseconds: (1...200).reversed().map(Double.init))
        #expect(result.pauseP50Milliseconds == 100)
        #expect(result.pauseP99Milliseconds == 198)
        #expect(result.pauseMaxMilliseconds == 200)
        result.setPauses(milliseconds: [7])
        #expect(result.pauseP50Milliseconds == 7)
        #expect(result.pauseP99Milliseconds == 7)
        result.setPauses(milliseconds: [])
        #expect(result.pauseMaxMilliseconds == nil)
    }

    @Test func `of several looks into a slice the largest lag counts`() {
        var lags = LagSeriesResult(groups: 2, partitions: 2)
        lags.note([[1, 5], [0, 0]], slice: 0)
        lags.note([[3, 1], [2, 0]], slice: 0)
        lags.note([[0, 0], [9, 9]], slice: 2)
        #expect(lags.totals == [[6, 2], [], [0, 18]])
        #expect(lags.byPartition == [[3, 5, 2, 0], [], [0, 0, 9, 9]])
        #expect(
            lags.rows(warmupBuckets: 0).prefix(4) == [
                ["0", "0", "", "6", ""], ["0", "0", "0", "3", ""], ["0", "0", "1", "5", ""],
                ["0", "1", "", "2", ""],
            ])
        #expect(lags.rows(warmupBuckets: 0).last == ["200", "1", "1", "9", ""])
    }

    @Test func `a topic of many partitions has lag by group only`() {
        var lags = LagSeriesResult(groups: 1, partitions: 1_000)
        lags.note([Array(repeating: 2, count: 1_000)], slice: 0)
        #expect(lags.rows(warmupBuckets: 0) == [["0", "0", "", "2000", ""]])
    }

    @Test func `lag behind what is committed has a column of its own`() {
        var lags = LagSeriesResult(groups: 1, partitions: 2)
        var committed = lags
        lags.note([[1, 2]], slice: 1)
        committed.note([[10, 20]], slice: 1)
        #expect(
            lags.rows(committed: committed, warmupBuckets: 2) == [
                ["-100", "0", "", "3", "30"], ["-100", "0", "0", "1", "10"],
                ["-100", "0", "1", "2", "20"],
            ])
        #expect(LagSeriesResult.header.count == 5)
    }

    @Test func `of many members those that paused longest are kept`() {
        let all = (0..<300).map { number in
            var member = GroupResult.Member(name: "group 0 member \(number)")
            member.rebalances = number == 7 ? 0 : 1
            member.pausesMilliseconds = [Double(number % 280)]
            return member
        }
        var result = GroupResult.Subscribed()
        result.setMembers(Array(all.prefix(9)))
        #expect(result.members?.map(\.name.last) == ["0", "1", "2", "3", "4", "5", "6", "8"])
        result.setMembers(all)
        #expect(result.members?.count == GroupResult.Subscribed.membersMax)
        #expect(result.members?.first?.name == "group 0 member 279")
    }

    @Test func `a series with lags survives a round trip`() throws {
        var lags = LagSeriesResult(groups: 1, partitions: 1)
        lags.note([[4]], slice: 0)
        var series = RunSeries(measuredBuckets: 1, buckets: [SeriesBucket()], lags: lags)
        lags.note([[9]], slice: 0)
        series.committedLags = lags
        let back = try JSONDecoder().decode(RunSeries.self, from: JSONEncoder().encode(series))
        #expect(back == series)
    }
}
