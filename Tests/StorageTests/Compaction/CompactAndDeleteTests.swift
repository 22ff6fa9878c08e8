import Records
import Storage
import Testing

/// Topics that are compacted and lose old segments too.
@Suite struct CompactAndDeleteTests {
    private func sample(
        _ disk: FaultyDisk, _ change: (inout LogSettings) -> Void
    ) throws -> LogDriver {
        let driver = try LogDriver.compacted(disk) {
            $0.cleanupPolicy = .compactAndDelete
            change(&$0)
        }
        for number in 0..<120 {
            let time = TestRecord.sometime + Int64(number)
            try driver.appendKeyed(
                [KeyedRecord(key: number % 50, value: number, timestamp: time)])
        }
        driver.drain()
        return driver
    }

    /// Whatever the pass is doing when the oldest segments go, it stops or goes on with what is
    /// left: nothing of it stays behind, and no record that is not gone is lost.
    @Test func segmentsThatGoDuringAPassStopItOrAreNotMissed() throws {
        var abandoned = 0
        var finished = 0
        for steps in 0..<80 {
            let disk = FaultyDisk()
            let driver = try sample(disk) { $0.retentionBytes = 2500 }
            let before = try driver.writtenTable()
            let found = try #require(
                driver.log.cleanable(below: driver.log.logEnd, now: TestRecord.sometime))
            driver.log.beginCleaning(found)
            for _ in 0..<steps where driver.log.isBeingCleaned { try driver.clean(bytesMax: 200) }
            let isUnderWay = driver.log.isBeingCleaned
            let went = driver.deleteExcess(floor: driver.log.logEnd)
            if isUnderWay, went > 0 {
                if driver.log.isBeingCleaned { finished += 1 } else { abandoned += 1 }
            }
            while driver.log.isBeingCleaned { try driver.clean(bytesMax: 200) }
            driver.drain()
            try driver.cleanFully()
            let start = driver.log.logStart.rawValue
            let expected = Self.table(of: before, from: start)
            try #require(try driver.table().values == expected, "after \(steps) slices")
            try #require(driver.log.cleaned.firstDirty >= driver.log.logStart)
            let names = disk.names.keys.filter { $0.hasSuffix(".cleaned") }
            try #require(names.isEmpty, "after \(steps) slices")
            try #require(disk.openFiles == driver.log.segments.count, "after \(steps) slices")
            let next = try LogDriver(disk: disk.crashProcess(), settings: driver.settings)
            try #require(try next.table().values == expected, "after \(steps) slices")
        }
        #expect(abandoned > 3 && finished > 3, "\(abandoned) \(finished)")
    }

    /// The latest value of each key that has one from `start` on.
    private static func table(of all: LogTable, from start: Int64) -> [String: String] {
        var values: [String: String] = [:]
        for (offset, text) in all.records.sorted(by: { $0.key < $1.key }) where offset >= start {
            let words = text.split(separator: " ").map(String.init)
            values[words[0]] = words[1]
        }
        return values
    }

    /// Copies keep the latest timestamp of their segments, by which they go.
    @Test func compactedSegmentsGoByTimeToo() throws {
        let driver = try sample(FaultyDisk()) { $0.retentionTime = .milliseconds(1000) }
        let before = try driver.writtenTable()
        try driver.cleanFully()
        let end = driver.log.logEnd
        let bases = driver.log.segments.map(\.baseOffset)
        // Record n carries the timestamp n: those before 70 are too old then.
        let now = TestRecord.sometime + 1070
        #expect(driver.deleteExpired(floor: end, now: now) > 0)
        driver.drain()
        let start = driver.log.logStart
        #expect(start <= Offset(70) && bases.contains(start))
        for segment in driver.log.segments {
            #expect(try #require(segment.timestampMax) >= TestRecord.sometime + 70)
        }
        #expect(try driver.table().values == Self.table(of: before, from: start.rawValue))
        #expect(driver.log.cleaned.firstDirty >= start)
        // In the end all goes, and the log goes on where it was.
        #expect(driver.deleteExpired(floor: end, now: TestRecord.sometime + 5000) > 0)
        driver.drain()
        #expect(driver.log.logStart == end && driver.log.logEnd == end)
        try driver.appendKeyed([KeyedRecord(key: 1, value: 1)])
        driver.drain()
        #expect(try driver.table().values.count == 1)
    }
}
