import Records
import Storage

/// A short life of a log, drawn from a seed, on a disk that may fail, and what the log owes its
/// users after it.
struct CrashScenario {
    enum Flush: CaseIterable { case never, everyMessage, someMessages, byTime }

    let seed: UInt64
    let settings: LogSettings
    private(set) var written: [WrittenBatch] = []
    /// What the log said was durable: nothing below may be lost.
    private(set) var promisedEnd = Offset.zero
    /// Records below were served: a crash of the process alone loses none of them.
    private(set) var servedEnd = Offset.zero
    private(set) var clean: PartitionLog.CleanState?

    private static let batches = Result {
        try TestBatches.assortment(count: 40, bytesMax: 700, seed: 3)
            + TestBatches.assortment(count: 4, bytesMax: 9000, seed: 4)
    }

    init(seed: UInt64, flush: Flush) {
        var random = SeededRandom(seed)
        self.seed = seed
        var settings = LogSettings()
        settings.segmentBytes = 1500 + random.below(12_000)
        settings.indexIntervalBytes = 100 + random.below(2000)
        settings.retentionBytes = random.oneIn(3) ? 6000 : nil
        switch flush {
        case .never: break
        case .everyMessage: settings.flushMessages = 1
        case .someMessages: settings.flushMessages = 2 + random.below(20)
        case .byTime: settings.flushInterval = .milliseconds(1)
        }
        self.settings = settings
    }

    /// Lives on the disk until the steps are over or the disk has died. Ends with a clean
    /// shutdown where `closes` says so.
    mutating func run(on disk: FaultyDisk, steps: Int, closes: Bool) throws {
        var random = SeededRandom(seed &+ 77)
        let batches = try Self.batches.get()
        let driver: LogDriver
        do { driver = try LogDriver(disk: disk, settings: settings) } catch {
            guard error is StorageError else { throw error }
            return
        }
        for step in 0..<steps where !disk.isDead {
            driver.now = driver.now + .microseconds(Int64(random.below(600)))
            switch random.below(10) {
            case 0..<5:
                let bytes = batches[random.below(batches.count)]
                // A refused append changes nothing; the next may be taken.
                _ = try? driver.append(bytes, epoch: LeaderEpoch(Int32(step / 10)))
            case 5..<8:
                for _ in 0...random.below(4) { driver.performOne() }
                for _ in 0...random.below(3) { driver.completeOne() }
            case 8:
                driver.flushIfDue()
            default:
                if random.oneIn(2) {
                    _ = driver.deleteExcess(floor: driver.log.logEnd)
                } else {
                    truncate(driver, &random)
                }
            }
            note(driver)
        }
        if closes {
            driver.drain()
            note(driver)
            clean = try? driver.log.close()
            if let clean { promisedEnd = clean.logEnd }
        }
    }

    /// Cuts the log at some offset, as a follower does. What lies beyond is owed no more from
    /// then on, whether the cut succeeds or not.
    private mutating func truncate(_ driver: LogDriver, _ random: inout SeededRandom) {
        driver.drain()
        note(driver)
        let log = driver.log
        let room = log.logEnd.distance(from: log.logStart)
        let target = log.logEnd.advanced(by: -random.below(min(room, 12) + 1))
        let end = written.last { $0.next <= target }?.next ?? log.logStart
        promisedEnd = min(promisedEnd, end)
        servedEnd = min(servedEnd, end)
        _ = try? driver.truncate(to: target)
    }

    private mutating func note(_ driver: LogDriver) {
        written = driver.written
        if settings.flushMessages == 1 {
            promisedEnd = driver.log.logEnd
        } else if settings.flushMessages != nil || settings.flushInterval != nil {
            promisedEnd = driver.log.flushedEnd
        }
        servedEnd = driver.log.logEnd
    }

    /// Why what a log holds breaks its promises, or nil where it keeps them.
    func complaint(about driver: LogDriver, holdsServed: Bool) throws -> String? {
        let log = driver.log
        if log.logEnd < promisedEnd { return "ends at \(log.logEnd), promised \(promisedEnd)" }
        if holdsServed, log.logEnd < servedEnd {
            return "ends at \(log.logEnd), served \(servedEnd)"
        }
        let stands = written.filter { $0.base >= log.logStart && $0.next <= log.logEnd }
        guard try driver.readAll(bytesMax: 3000) == stands.flatMap(\.bytes) else {
            return "holds other bytes than were written"
        }
        let reachesBack = stands.first.map { $0.base == log.logStart } ?? true
        return reachesBack ? nil : "begins inside a batch"
    }
}
