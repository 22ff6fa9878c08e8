import Records
import Storage
import Testing

/// The producers' state on every replica, through restarts and cuts.
@Suite struct ProducerStateTests {
    private static var settings: LogSettings {
        var settings = LogSettings()
        settings.segmentBytes = 500
        return settings
    }

    /// Three producers, one with two epochs, between plain batches.
    private func sample() throws -> LogDriver {
        let driver = try LogDriver(disk: FaultyDisk(), settings: Self.settings)
        for round in Int32(0)..<9 {
            try driver.append(producer: 1, sequence: round * 2, records: 2)
            try driver.append(try TestBatches.encode([TestRecord()]))
            if round < 3 { try driver.append(producer: 2, sequence: round) }
            try driver.append(
                producer: 3, sequence: round % 4, producerEpoch: Int16(round / 4))
        }
        driver.drain()
        try #require(driver.log.producers.producers.count == 3)
        return driver
    }

    @Test func followerKeepsTheSameState() throws {
        let leader = try sample()
        let follower = try LogDriver(disk: FaultyDisk())
        for start in stride(from: 0, to: leader.written.count, by: 4) {
            let end = min(start + 4, leader.written.count)
            try follower.append(copied: Array(leader.written[start..<end]))
        }
        #expect(follower.log.producers.contents == leader.log.producers.contents)
        follower.drain()
        #expect(try follower.append(producer: 1, sequence: 16, records: 2).outcome == .duplicate)
        #expect(try follower.append(producer: 1, sequence: 18).outcome == .appended)
    }

    @Test func restartAfterACrashReadsItFromTheLog() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        let next = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
        #expect(next.log.producers.contents == driver.log.producers.contents)
    }

    @Test func cleanRestartReadsItFromItsFileHoweverDamaged() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        let clean = try #require(try driver.log.close())
        let path = LogDriver.directory + "/producer-snapshot"
        let bytes = try #require(disk.files[path])
        let expected = driver.log.producers.contents
        func open(_ snapshot: [UInt8], _ what: String) throws {
            var files = disk.files
            files[path] = snapshot
            let next = try LogDriver(
                disk: FaultyDisk(files: files), settings: Self.settings, clean: clean)
            try #require(next.report.trustedCleanShutdown, "\(what)")
            try #require(next.log.producers.contents == expected, "\(what)")
        }
        try open(bytes, "as it was")
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0x41
            try open(damaged, "byte \(place)")
            try open(Array(bytes[..<place]), "cut at \(place)")
        }
        try open(bytes + [0], "one byte more")
    }

    @Test func logWithoutProducersLeavesNoFile() throws {
        let driver = try sample()
        let disk = try #require(driver.disk as? FaultyDisk)
        let clean = try #require(try driver.log.close())
        let second = try LogDriver(disk: disk, settings: Self.settings, clean: clean)
        second.log.expireProducers(now: Instant(0))
        second.log.expireProducers(now: Instant(0) + .seconds(86_400))
        let again = try #require(try second.log.close())
        #expect(!disk.files.keys.contains { $0.hasSuffix("producer-snapshot") })
        let third = try LogDriver(disk: disk, settings: Self.settings, clean: again)
        #expect(third.report.trustedCleanShutdown && third.log.producers.producers.isEmpty)
    }

    @Test func restartedLogCountsExpiryFromItsFirstCheck() throws {
        let disk = try #require(try sample().disk as? FaultyDisk)
        let next = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
        next.log.expireProducers(now: Instant(5_000_000_000_000_000))
        #expect(next.log.producers.producers.count == 3)
        next.log.expireProducers(now: Instant(5_000_000_000_000_000) + .seconds(86_400))
        #expect(next.log.producers.producers.isEmpty)
    }

    /// After a cut anywhere every producer's last batch is known, so that it can go on from there,
    /// and what was cut is no duplicate.
    @Test func cutAnywhereLeavesEachProducersLastBatch() throws {
        let end = try sample().log.logEnd.rawValue
        for target in 0..<end {
            let what = "cut at \(target)"
            let driver = try sample()
            try driver.truncate(to: Offset(target))
            let disk = try #require(driver.disk as? FaultyDisk)
            let twin = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
            let (kept, rebuilt) = (
                driver.log.producers.contents, twin.log.producers.contents
            )
            try #require(kept.map(\.id) == rebuilt.map(\.id), "\(what)")
            for (some, all) in zip(kept, rebuilt) {
                try #require(some.epoch == all.epoch, "\(what)")
                try #require(!some.batches.isEmpty, "\(what)")
                try #require(all.batches.suffix(some.batches.count) == some.batches, "\(what)")
            }
            let next = kept.first { $0.id == 1 }?.batches.last.map { $0.lastSequence + 1 } ?? 0
            let result = try driver.append(producer: 1, sequence: next, records: 2)
            try #require(result.outcome == .appended, "\(what)")
        }
    }

    @Test func emptiedLogKnowsNobody() throws {
        let driver = try sample()
        try driver.truncateFully(startingAt: Offset(1000))
        #expect(driver.log.producers.producers.isEmpty)
        #expect(try driver.append(producer: 1, sequence: 40).outcome == .appended)
    }

    /// Retention takes a producer's records and not what is known of it.
    @Test func retentionForgetsNobody() throws {
        var settings = Self.settings
        settings.retentionBytes = 0
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        try driver.append(producer: 1, sequence: 0)
        for _ in 0..<20 { try driver.append(try TestBatches.encode([TestRecord()])) }
        driver.drain()
        #expect(driver.deleteExcess(floor: driver.log.logEnd) > 0)
        #expect(try driver.append(producer: 1, sequence: 0).outcome == .duplicate)
    }

    /// Producers send, repeat, skip and start anew at random; the model is the list of all that
    /// each wrote.
    @Test func randomProducersAgreeWithTheModel() throws {
        for seed in 0..<UInt64(150) {
            var life = try ProducerLife(seed: seed)
            for step in 0..<120 { try life.step("seed \(seed), step \(step)") }
        }
    }
}

private struct ProducerLife {
    private typealias Sent = (epoch: Int16, first: Int32, records: Int, base: Offset)

    private var random: SeededRandom
    private var driver: LogDriver
    private let disk = FaultyDisk()
    private var settings = LogSettings()
    /// By producer, all that stands.
    private var sent: [[Sent]] = [[], [], []]

    init(seed: UInt64) throws {
        random = SeededRandom(seed)
        settings.segmentBytes = 300 + random.below(2000)
        driver = try LogDriver(disk: disk, settings: settings)
    }

    mutating func step(_ what: String) throws {
        let id = random.below(3)
        let last = sent[id].last
        let next = last.map { $0.first + Int32($0.records) } ?? 0
        let epoch = last?.epoch ?? 0
        switch random.below(14) {
        case 0..<6: try append(id, epoch, next, 1 + random.below(4), what)
        case 6..<9:
            guard !sent[id].isEmpty else { return }
            let old = sent[id][random.below(sent[id].count)]
            try append(id, old.epoch, old.first, old.records, what)
        case 9: try append(id, epoch, next + Int32(random.below(5)) - 2, 1, what)
        case 10: try append(id, epoch + 1, Int32(random.below(2)), 1, what)
        case 11: try driver.append(try TestBatches.encode([TestRecord()]))
        case 12 where random.oneIn(3):
            driver.drain()
            driver = try LogDriver(disk: disk, settings: settings)
        case 13 where random.oneIn(3):
            driver.drain()
            let room = driver.log.logEnd.distance(from: .zero)
            let target = driver.log.logEnd.advanced(by: -random.below(min(room, 20) + 1))
            try driver.truncate(to: target)
            let end = driver.log.logEnd
            for id in sent.indices {
                sent[id].removeAll { $0.base.advanced(by: $0.records) > end }
            }
        default: break
        }
    }

    private mutating func append(
        _ id: Int, _ epoch: Int16, _ first: Int32, _ records: Int, _ what: String
    ) throws {
        guard first >= 0 else { return }
        let last = sent[id].last
        let present = sent[id].reversed().prefix { $0.epoch == last?.epoch }
        let known = driver.log.producers.producer(Int64(id))?.batches.count ?? 0
        try #require(known <= min(5, present.count), "\(what)")
        let same = present.prefix(known).first {
            $0.epoch == epoch && $0.first == first && $0.records == records
        }
        let isNext =
            last.map {
                epoch == $0.epoch
                    ? first == $0.first + Int32($0.records)
                    : epoch > $0.epoch && first == 0
            } ?? true
        do {
            let result = try driver.append(
                producer: Int64(id), sequence: first, records: records, producerEpoch: epoch)
            if let same {
                try #require(result.outcome == .duplicate, "\(what)")
                try #require(result.baseOffset == same.base, "\(what)")
            } else {
                try #require(result.outcome == .appended && isNext, "\(what)")
                sent[id].append((epoch, first, records, result.baseOffset))
            }
        } catch let error as StorageError {
            let isStale = last.map { epoch < $0.epoch } ?? false
            switch error {
            case .staleProducerEpoch: try #require(isStale, "\(what)")
            case .outOfOrderSequence: try #require(!isStale && same == nil && !isNext, "\(what)")
            default: throw error
            }
        }
    }
}
