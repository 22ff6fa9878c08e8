import Foundation
import RunResults
import Testing

@Suite struct RunSeriesTests {
    private let series: RunSeries = {
        var buckets = [SeriesBucket(), SeriesBucket(), SeriesBucket()]
        buckets[0].ackedRecords = 2_000
        buckets[0].publishP50Microseconds = 12.5
        buckets[0].publishP99Microseconds = 99
        buckets[0].consumedRecords = 1_990
        buckets[0].endToEndP99Microseconds = 250
        buckets[0].lagRecords = 10
        buckets[0].inSyncReplicasMin = 3
        buckets[0].leaderlessPartitions = 0
        buckets[1].failedAttempts = 4
        buckets[1].faults = ["kill broker 1 begins", "cut link, one-way begins"]
        return RunSeries(measuredBuckets: 2, buckets: buckets)
    }()

    @Test func aSeriesSurvivesARoundTrip() throws {
        let back = try JSONDecoder().decode(RunSeries.self, from: JSONEncoder().encode(series))
        #expect(back == series)
    }

    @Test func columnsOfUnequalLengthAreRefused() throws {
        let text = String(decoding: try JSONEncoder().encode(series), as: UTF8.self)
        let broken = text.replacingOccurrences(of: "[2000,0,0]", with: "[2000,0]")
        #expect(broken != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RunSeries.self, from: Data(broken.utf8))
        }
    }

    @Test func aRowTellsOfASlice() {
        let rows = series.buckets.indices.map { bucket in
            SeriesColumn.all.map { $0.csvText(series, bucket: bucket) }
        }
        #expect(
            rows == [
                [
                    "0", "measured", "2000", "12.5", "99", "1990", "250", "0", "10", "3", "0", "",
                    "",
                ],
                [
                    "100", "measured", "0", "", "", "0", "", "4", "", "", "",
                    "kill broker 1 begins;cut link, one-way begins", "",
                ],
                ["200", "drain", "0", "", "", "0", "", "0", "", "", "", "", ""],
            ])
    }

    @Test func theWarmUpComesFirstAndBeforeTime() throws {
        var warm = series
        warm.warmupBuckets = 1
        warm.measuredBuckets = 1
        let rows = warm.buckets.indices.map { bucket in
            SeriesColumn.all.prefix(2).map { $0.csvText(warm, bucket: bucket) }
        }
        #expect(rows == [["-100", "warm-up"], ["0", "measured"], ["100", "drain"]])
        let back = try JSONDecoder().decode(RunSeries.self, from: JSONEncoder().encode(warm))
        #expect(back == warm)
        let lags = LagSeriesResult(groups: 1, partitions: 1)
        var noted = lags
        noted.note([[7]], slice: 0)
        #expect(noted.rows(warmupBuckets: 3).map { $0[0] } == ["-300", "-300"])
    }

    @Test func slicesOfAWindowThatLeavesTheLineAreMarked() throws {
        var windows = [Int](repeating: 100_000, count: 9)
        windows[4] = 20_000
        var long = RunSeries(
            warmupBuckets: 1, measuredBuckets: 9,
            buckets: [SeriesBucket](repeating: SeriesBucket(), count: 11))
        long.steadyState = SteadyState(windows: windows)
        let column = try #require(SeriesColumn.all.last)
        #expect(
            long.buckets.indices.map { column.csvText(long, bucket: $0) }
                == ["", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes", "yes", ""])
        let back = try JSONDecoder().decode(RunSeries.self, from: JSONEncoder().encode(long))
        #expect(back == long)
    }

    @Test func theHeaderOfASeriesStaysAsItIs() {
        let header = """
            start_ms,phase,acked_records,publish_p50_us,publish_p99_us,consumed_records,\
            end_to_end_p99_us,failed_attempts,lag_records,isr_min_replicas,\
            leaderless_partitions,faults,steady
            """
        #expect(SeriesColumn.all.map(\.name).joined(separator: ",") == header)
    }
}
