import Records
import Storage
import Testing

@Suite struct TimestampLookupTests {
    private func check(_ timestamps: [[Int64]], codec: Codec, segmentBytes: Int) throws {
        var settings = LogSettings()
        settings.segmentBytes = segmentBytes
        settings.indexIntervalBytes = 120
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk, settings: settings)
        for batch in timestamps {
            try driver.append(
                try TestBatches.encode(
                    batch.map { TestRecord(value: [1, 2, 3], timestamp: $0) }, codec: codec))
        }
        driver.drain()
        let all = timestamps.flatMap { $0 }
        let candidates = Set(all.flatMap { [$0 - 1, $0, $0 + 1] }).sorted()
        func checkLookups(_ driver: LogDriver) throws {
            for timestamp in candidates {
                let expected = all.firstIndex { $0 >= timestamp }.map { Offset(Int64($0)) }
                let found = try driver.log.offset(atOrAfter: timestamp, pool: driver.pool)
                try #require(found == expected, "timestamp \(timestamp) of \(timestamps)")
            }
        }
        try checkLookups(driver)
        try checkLookups(try LogDriver(disk: disk.crashProcess(), settings: settings))
        let clean = try driver.log.close()
        let trusted = try LogDriver(disk: disk, settings: settings, clean: clean)
        try #require(trusted.report.trustedCleanShutdown)
        try checkLookups(trusted)
    }

    @Test(arguments: Codec.allCases)
    func risingTimestampsAcrossSegments(_ codec: Codec) throws {
        let batches = (0..<20).map { batch -> [Int64] in
            let first = Int64(1000 + batch * 30)
            return [first, first + 10, first + 20]
        }
        try check(batches, codec: codec, segmentBytes: 500)
    }

    @Test func equalTimestampsGiveTheFirst() throws {
        try check(Array(repeating: [7, 7], count: 12), codec: .none, segmentBytes: 300)
    }

    @Test(arguments: Codec.allCases)
    func timestampsThatGoBackAndForth(_ codec: Codec) throws {
        for seed in 0..<UInt64(30) {
            var random = SeededRandom(seed)
            let batches = (0..<15).map { _ in
                (0...random.below(4)).map { _ in Int64(random.below(60)) - 10 }
            }
            try check(batches, codec: codec, segmentBytes: 200 + random.below(900))
        }
    }

    @Test func recordsNotYetVisibleAreNotFound() throws {
        var settings = LogSettings()
        settings.flushMessages = 1
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        try driver.append(try TestBatches.encode([TestRecord(value: [1], timestamp: 50)]))
        driver.performOne()
        driver.completeOne()
        #expect(try driver.log.offset(atOrAfter: 10, pool: driver.pool) == nil)
        driver.drain()
        #expect(try driver.log.offset(atOrAfter: 10, pool: driver.pool) == .zero)
    }
}
