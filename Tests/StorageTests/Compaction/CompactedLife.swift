import Records
import Storage
import Testing

/// A compacted log and the dictionary that it has to replay to.
struct CompactedLife {
    private(set) var driver: LogDriver
    private let disk: FaultyDisk
    /// Every record ever written, by offset: what the log may still have of it.
    private var records: [Int64: String] = [:]
    private var expected: [String: String] = [:]
    /// The offset of each key's latest record.
    private var latest: [String: Int64] = [:]
    private var now = TestRecord.sometime
    private var epoch: Int32 = 0
    private var value = 0
    private var sequences: [Int64: Int32] = [:]

    init(seed: UInt64, disk: FaultyDisk) throws {
        var random = SeededRandom(seed &+ 1000)
        self.disk = disk
        driver = try LogDriver.compacted(disk, segmentBytes: 300 + random.below(1500)) {
            $0.deleteRetention = .milliseconds(Int64(random.below(100)))
            $0.minCleanableDirtyRatio = random.oneIn(2) ? 0 : 0.5
            $0.dedupeBufferBytes = random.oneIn(3) ? 3000 : 1 << 20
            if random.oneIn(3) { $0.flushMessages = 1 + random.below(3) }
        }
    }

    mutating func step(_ random: inout SeededRandom) throws {
        now += Int64(random.below(20))
        switch random.below(12) {
        case 0..<6: try append(&random)
        case 6..<9:
            if driver.log.isBeingCleaned {
                try driver.clean(bytesMax: 1 + random.below(3000))
            } else if let found = driver.log.cleanable(below: driver.log.logEnd, now: now) {
                driver.log.beginCleaning(found)
            }
        case 9: driver.drain()
        case 10: if random.oneIn(4) { epoch += 1 }
        default: if random.oneIn(6) { try restart(&random) }
        }
    }

    private mutating func append(_ random: inout SeededRandom) throws {
        let new = (0...random.below(5)).map { _ in
            value += 1
            return KeyedRecord(
                key: random.below(12), value: random.oneIn(5) ? nil : value, timestamp: now)
        }
        var producer: TestProducer?
        if random.oneIn(2) {
            let id = Int64(random.below(3))
            producer = TestProducer(id: id, sequence: sequences[id] ?? 0)
            sequences[id] = (sequences[id] ?? 0) + Int32(new.count)
        }
        var offset = driver.log.nextOffset.rawValue
        try driver.appendKeyed(
            new, epoch: LeaderEpoch(epoch), codec: random.oneIn(4) ? .zstd : .none,
            producer: producer)
        for record in new {
            let key = "key-\(record.key)"
            let value = record.value.map { "value-\($0)" }
            records[offset] = "\(key) \(value ?? "-") \(record.timestamp)"
            expected[key] = value
            latest[key] = offset
            offset += 1
        }
    }

    /// A clean restart or a crash of the process, after all appends are written.
    private mutating func restart(_ random: inout SeededRandom) throws {
        driver.drain()
        var clean: PartitionLog.CleanState?
        if random.oneIn(2) { clean = try driver.log.close() }
        let end = driver.log.logEnd
        let epochs = driver.log.epochs.entries
        driver = try LogDriver(disk: disk, settings: driver.settings, clean: clean)
        try #require(driver.log.logEnd == end)
        try #require(driver.log.epochs.entries == epochs)
        try #require(driver.report.trustedCleanShutdown == (clean != nil))
    }

    mutating func check(_ what: String) throws {
        driver.drain()
        let table = try driver.table(bytesMax: 700)
        try #require(table.values == expected, "\(what)")
        for (offset, text) in table.records {
            try #require(records[offset] == text, "\(what), offset \(offset)")
        }
        // No older record of a key is left before what is clean.
        let clean = driver.log.cleaned.firstDirty.rawValue
        for segment in driver.log.segments {
            try #require(segment.writtenBytes == segment.byteCount, "\(what)")
        }
        for (key, offset) in latest where offset < clean && expected[key] != nil {
            try #require(table.records[offset] != nil, "\(what), \(key) at \(offset)")
        }
    }
}
