import Records
import Storage
import Testing

/// One random life. The model is the list of batches written and three offsets.
struct LogLife {
    private var random: SeededRandom
    private let disk = FaultyDisk()
    private let settings: LogSettings
    private var driver: LogDriver
    private var epoch = LeaderEpoch.initial
    /// Every batch of the log's whole life.
    private var batches: [WrittenBatch] = []
    /// Batches of `batches` taken over from the present driver.
    private var takenOver = 0
    private var segments: [(base: Offset, bytes: Int, first: Instant?)] = [(.zero, 0, nil)]
    private var logEnd = Offset.zero
    private var flushedEnd = Offset.zero
    /// Ends of the appends and syncs under way; an append that waits for its sync has `shows`
    /// unset.
    private var underWay: [(end: Offset, isSync: Bool, shows: Bool)] = []
    private var reads: [Int32: (from: Offset, bound: Offset, bytesMax: Int)] = [:]
    private var ticket: Int32 = 0

    private static let samples = Result {
        try TestBatches.assortment(count: 30, bytesMax: 400, seed: 12)
            + TestBatches.assortment(count: 3, bytesMax: 4000, seed: 13)
    }

    init(seed: UInt64) throws {
        random = SeededRandom(seed)
        var settings = LogSettings()
        settings.segmentBytes = 600 + random.below(4000)
        settings.indexIntervalBytes = 1 + random.below(1500)
        settings.segmentTime = random.oneIn(2) ? .microseconds(500) : nil
        settings.flushMessages = random.oneIn(3) ? 1 + random.below(12) : nil
        settings.flushInterval = random.oneIn(3) ? .microseconds(300) : nil
        settings.retentionBytes = random.oneIn(2) ? random.below(6000) : nil
        self.settings = settings
        driver = try LogDriver(disk: disk, settings: settings)
    }

    mutating func step(_ what: String) throws {
        driver.now = driver.now + .microseconds(Int64(random.below(100)))
        switch random.below(17) {
        case 0..<5: try append()
        case 5..<8: for _ in 0...random.below(4) { driver.performOne() }
        case 8..<11: for _ in 0...random.below(4) { try completeOne(what) }
        case 11..<13: try planRead(what)
        case 13:
            let before = driver.asked.count
            driver.flushIfDue()
            noteRequests(from: before)
        case 14: try deleteExcess(what)
        case 15: if random.oneIn(3) { try truncate(what) }
        default: if random.oneIn(4) { try reopen(what) }
        }
        try check(what)
    }

    mutating func finish(_ what: String) throws {
        try drain(what)
        try check(what)
        let stands = batches.filter { $0.base >= segments[0].base }.flatMap(\.bytes)
        try #require(try driver.readAll(bytesMax: 1 + random.below(3000)) == stands, "\(what)")
    }

    private mutating func append() throws {
        let samples = try Self.samples.get()
        if random.oneIn(10) { epoch = LeaderEpoch(epoch.rawValue + 1) }
        let before = driver.asked.count
        let count = random.oneIn(3) ? 1 + random.below(3) : 0
        if count == 0 {
            try driver.append(samples[random.below(samples.count)], epoch: epoch)
        } else {
            var copies: [WrittenBatch] = []
            for _ in 0..<count {
                copies.append(
                    TestBatches.stamped(
                        samples[random.below(samples.count)],
                        base: copies.last?.next ?? driver.log.nextOffset, epoch: epoch))
            }
            try driver.append(copied: copies)
        }
        let new = driver.written[takenOver...]
        takenOver = driver.written.count
        batches += new
        account(bytes: new.reduce(0) { $0 + $1.bytes.count }, base: new.first?.base ?? .zero)
        noteRequests(from: before)
    }

    /// Rolls the model's segments as the settings say.
    private mutating func account(bytes: Int, base: Offset) {
        let active = segments[segments.count - 1]
        let isOld = settings.segmentTime.map { limit in
            active.first.map { driver.now - $0 > limit } ?? false
        }
        if active.bytes > 0, isOld == true || active.bytes + bytes > settings.segmentBytes {
            segments.append((base, 0, nil))
        }
        segments[segments.count - 1].bytes += bytes
        if segments[segments.count - 1].first == nil {
            segments[segments.count - 1].first = driver.now
        }
    }

    private mutating func noteRequests(from start: Int) {
        let new = driver.asked[start...]
        let next = batches.last?.next ?? .zero
        for (index, request) in zip(new.indices, new) {
            switch request.operation {
            case .append:
                var waits = false
                if index + 1 < driver.asked.count, case .sync = driver.asked[index + 1].operation {
                    waits = true
                }
                underWay.append((next, false, !waits))
            case .sync:
                // A sync before the append is the roll's: it covers what came before.
                let isRolls = index + 1 < driver.asked.count
                underWay.append((isRolls ? segments[segments.count - 1].base : next, true, true))
            case .read, .remove: break
            }
        }
    }

    private mutating func completeOne(_ what: String) throws {
        guard let completion = driver.completeOne() else { return }
        switch completion.request.operation {
        case .append, .sync:
            let done = underWay.removeFirst()
            if done.isSync { flushedEnd = max(flushedEnd, done.end) }
            if done.shows { logEnd = max(logEnd, done.end) }
        case .read(let read): try finish(read, what)
        case .remove: break
        }
    }

    private mutating func planRead(_ what: String) throws {
        let from = Offset(Int64(random.below(Int(driver.log.nextOffset.rawValue) + 2)))
        let bound = Offset(from.rawValue + Int64(random.below(40)))
        let bytesMax = random.oneIn(3) ? 1 : random.below(5000)
        ticket += 1
        let isInside = from >= segments[0].base && from <= logEnd
        do {
            let request = try driver.log.planRead(
                from: from, bound: bound, bytesMax: bytesMax, ticket: ticket, pool: driver.pool)
            try #require(isInside, "\(what)")
            try #require((request != nil) == (from < min(bound, logEnd)), "\(what)")
            guard let request else { return }
            reads[ticket] = (from, min(bound, logEnd), bytesMax)
            driver.ask(request)
        } catch let error as StorageError {
            let expected = StorageError.offsetOutOfRange(
                requested: from, logStart: segments[0].base, logEnd: logEnd)
            try #require(!isInside && error == expected, "\(what)")
        }
    }

    private mutating func finish(_ read: ReadRequest, _ what: String) throws {
        let asked = try #require(reads[read.ticket], "\(what)")
        do {
            switch try driver.log.finishRead(read, pool: driver.pool) {
            case .again(let again): driver.ask(again)
            case .batches(let buffer):
                reads[read.ticket] = nil
                let stands = batches.drop { $0.next <= asked.from }
                    .prefix { $0.next <= asked.bound }
                let found = Array(buffer.bytes)
                try #require(stands.flatMap(\.bytes).starts(with: found), "\(what)")
                try #require(found.isEmpty == stands.isEmpty, "\(what)")
                let allowed = max(
                    asked.bytesMax, settings.indexIntervalBytes, BatchLayout.records, 4500)
                try #require(found.count <= allowed, "\(what)")
                driver.pool.give(buffer)
            }
        } catch let error as StorageError {
            reads[read.ticket] = nil
            guard case .offsetOutOfRange = error else { throw error }
            try #require(asked.from < segments[0].base, "\(what)")
        }
    }

    private mutating func deleteExcess(_ what: String) throws {
        let floor = Offset(Int64(random.below(Int(driver.log.nextOffset.rawValue) + 3)))
        let count = driver.deleteExcess(floor: floor)
        var expected = 0
        if let limit = settings.retentionBytes {
            var excess = segments.reduce(-limit) { $0 + $1.bytes }
            while expected < segments.count - 1,
                excess >= segments[expected].bytes,
                segments[expected + 1].base <= min(floor, logEnd)
            {
                excess -= segments[expected].bytes
                expected += 1
            }
        }
        try #require(count == expected, "\(what)")
        segments.removeFirst(count)
        flushedEnd = max(flushedEnd, segments[0].base)
    }

    private mutating func truncate(_ what: String) throws {
        try drain(what)
        let start = segments[0].base
        let target = Offset(
            start.rawValue + Int64(random.below(logEnd.distance(from: start) + 2)))
        try driver.truncate(to: target)
        takenOver = driver.written.count
        batches.removeAll { $0.next > target }
        guard target < logEnd else { return }
        logEnd = batches.last.map { max($0.next, start) } ?? start
        let isFlushing = settings.flushMessages != nil || settings.flushInterval != nil
        flushedEnd = isFlushing ? logEnd : min(flushedEnd, logEnd)
        while segments.count > 1, segments[segments.count - 1].base > target {
            segments.removeLast()
        }
        let active = segments[segments.count - 1]
        let left = batches.filter { $0.base >= active.base }.reduce(0) { $0 + $1.bytes.count }
        segments[segments.count - 1].bytes = left
        if left == 0 { segments[segments.count - 1].first = nil }
        try drain(what)
    }

    private mutating func drain(_ what: String) throws {
        while !driver.asked.isEmpty || !driver.performed.isEmpty {
            driver.performOne()
            try completeOne(what)
        }
    }

    /// A clean restart, or a crash that loses what was not performed.
    private mutating func reopen(_ what: String) throws {
        let isClean = random.oneIn(2)
        var clean: PartitionLog.CleanState?
        if isClean {
            try drain(what)
            clean = try driver.log.close()
            try #require(clean != nil, "\(what)")
        }
        let end = driver.performedEnd
        driver = try LogDriver(disk: disk, settings: settings, clean: clean)
        try #require(driver.report.trustedCleanShutdown == isClean, "\(what)")
        batches.removeAll { $0.next > end }
        takenOver = 0
        underWay = []
        reads = [:]
        logEnd = end
        let isDurable = isClean || settings.flushMessages != nil || settings.flushInterval != nil
        flushedEnd = isDurable ? end : segments[0].base
        // A segment that was made for lost appends stays, empty, while it is the only such.
        while segments.count > 1, segments[segments.count - 1].base > end {
            segments.removeLast()
        }
        for index in segments.indices {
            let next = index + 1 < segments.count ? segments[index + 1].base : end
            segments[index].bytes = batches.reduce(0) {
                $0 + ($1.base >= segments[index].base && $1.next <= next ? $1.bytes.count : 0)
            }
            segments[index].first = nil
        }
    }

    private func check(_ what: String) throws {
        let log = driver.log
        try #require(log.logStart <= log.flushedEnd, "\(what)")
        try #require(log.flushedEnd <= log.logEnd && log.logEnd <= log.nextOffset, "\(what)")
        try #require(log.logStart == segments[0].base, "\(what)")
        try #require(log.logEnd == logEnd, "\(what)")
        try #require(log.flushedEnd == flushedEnd, "\(what)")
        try #require(log.nextOffset == batches.last?.next ?? .zero, "\(what)")
        try #require(log.segments.map(\.baseOffset) == segments.map(\.base), "\(what)")
        try #require(log.segments.map(\.byteCount) == segments.map(\.bytes), "\(what)")
        try #require(log.byteCount == segments.reduce(0) { $0 + $1.bytes }, "\(what)")
        try #require(!log.hasFailed, "\(what)")
        let written = log.epochs.entries.filter { $0.start < log.nextOffset }
        try #require(written == expectedEpochs, "\(what)")
        for segment in log.segments {
            try #require(segment.writtenBytes <= segment.byteCount, "\(what)")
        }
    }

    /// Where each epoch begins in what stands.
    private var expectedEpochs: [LeaderEpochCache.Entry] {
        var entries: [LeaderEpochCache.Entry] = []
        for batch in batches where batch.base >= segments[0].base {
            if entries.last?.epoch != batch.epoch {
                entries.append(LeaderEpochCache.Entry(epoch: batch.epoch, start: batch.base))
            }
        }
        return entries
    }
}
