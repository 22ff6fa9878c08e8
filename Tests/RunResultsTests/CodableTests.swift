import Foundation
import RunResults
import Testing

@Suite struct CodableTests {
    @Test func aRunSurvivesARoundTrip() throws {
        var run = sampleRun()
        run.latency.publish = try histogram([[0, 3], [1_234_567, 2], [70_000_000_000, 1]])
        run.flags = HonestyFlag.allCases
        run.failover = FailoverResult()
        run.failover?.failoverMaxMilliseconds = 7
        run.verification.permittedLosses = ["acks-1": 5]
        run.dimensions.faultPlan = "{at: 1s, kill: leader}"
        let back = try JSONDecoder().decode(RunResult.self, from: JSONEncoder().encode(run))
        #expect(back == run)
        #expect(back.seed == UInt64.max)
        #expect(back.cost.allocatedBytes == nil)
    }

    /// As a run of before there were faults.
    @Test func whatIsMissingIsNotKnown() throws {
        let run = sampleRun()
        let text = String(decoding: try JSONEncoder().encode(run), as: UTF8.self)
        for name in ["failover", "permittedLosses", "reorderings", "enableIdempotence"] {
            #expect(!text.contains(name))
        }
        let back = try JSONDecoder().decode(RunResult.self, from: Data(text.utf8))
        #expect(back == run)
        #expect(back.failover == nil)
        #expect(back.verification.lostForbidden == nil)
        #expect(back.dimensions.enableIdempotence == nil)
    }

    @Test func aHistogramIsPairsOfNanosecondsAndCounts() throws {
        let text = String(
            decoding: try JSONEncoder().encode(try histogram([[1_000, 5], [7, 1], [1_000, 2]])),
            as: UTF8.self)
        #expect(text == "[[7,1],[1000,7]]")
        #expect(try JSONEncoder().encode(LatencyHistogram()) == Data("[]".utf8))
    }

    /// The top of a bucket stood in for the largest latency, so a file that was written again
    /// differed from the first.
    @Test func noFigureMovesInARoundTrip() throws {
        let first = try histogram([[123_456_789, 900], [987_654_321, 100]])
        let again = try JSONDecoder().decode(
            LatencyHistogram.self, from: JSONEncoder().encode(first))
        for percentile in [50.0, 90, 99, 100] {
            #expect(
                again.value(atPercentile: percentile) == first.value(atPercentile: percentile))
        }
        #expect(again.maxMicroseconds == first.maxMicroseconds)
        #expect(try JSONEncoder().encode(again) == JSONEncoder().encode(first))
    }

    @Test(arguments: ["[[1]]", "[[1,2,3]]", "[[-1,2]]", "[[9223372036854775808,1]]", "{}", "[1,2]"])
    func whatIsNoHistogramIsRefused(_ text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LatencyHistogram.self, from: Data(text.utf8))
        }
    }

    @Test func thePercentileDistributionIsInMicroseconds() throws {
        let text = try histogram([[2_000, 50], [4_000, 50]]).percentileDistribution
        let lines = text.split(separator: "\n").map(String.init)
        let fields = lines[0].split(separator: " ")
        #expect(fields == ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"])
        #expect(lines[1].split(separator: " ") == ["2.000", "0.000000000000", "50", "1.00"])
        #expect(lines.contains { $0.split(separator: " ") == ["4.001", "1.000000000000", "100"] })
        #expect(lines.contains { $0.hasPrefix("#[Max     =        4.001, Total count    =") })
        let values = lines.dropFirst().filter { !$0.hasPrefix("#") }
        #expect(values.allSatisfy { (3...4).contains($0.split(separator: " ").count) })
    }
}
