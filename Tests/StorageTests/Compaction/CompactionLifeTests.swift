import Records
import Storage
import Testing

/// Logs that live while they are compacted: appends, reads, restarts and crashes in between.
@Suite struct CompactionLifeTests {
    /// A random life: the log replays to the dictionary at every look.
    @Test(arguments: 0..<UInt64(40))
    func theLogReplaysToTheDictionaryAtAnyTime(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let disk = FaultyDisk()
        var life = try CompactedLife(seed: seed, disk: disk)
        for step in 0..<250 {
            try life.step(&random)
            if step % 10 == 0 { try life.check("seed \(seed), step \(step)") }
        }
        try life.check("seed \(seed)")
    }

    /// What a read was asked for before its segments were replaced is read to its end.
    @Test func readsUnderWaySurviveASwap() throws {
        let driver = try LogDriver.compacted(segmentBytes: 4000)
        let value = [UInt8](repeating: 1, count: 500)
        for number in 0..<60 {
            let key = [UInt8(number % 3)]
            try driver.append(try TestBatches.encode([TestRecord(key: key, value: value)]))
        }
        driver.drain()
        let found = try #require(
            driver.log.cleanable(below: driver.log.logEnd, now: TestRecord.sometime))
        // Too little for one batch, so that each read goes on after the swap.
        let requests = try (0..<50).compactMap {
            try driver.log.planRead(
                from: Offset($0), bound: Offset(60), bytesMax: 100, ticket: 1, pool: driver.pool)
        }
        for request in requests { driver.ask(request) }
        driver.log.beginCleaning(found)
        while driver.log.isBeingCleaned { try driver.clean(bytesMax: 10_000) }
        while !driver.asked.isEmpty { driver.performOne() }
        var finished = 0
        while let completion = driver.completeOne() {
            guard case .read(var read) = completion.request.operation else { continue }
            var bytes: [UInt8] = []
            while bytes.isEmpty {
                switch try driver.log.finishRead(read, pool: driver.pool) {
                case .batches(let buffer): bytes = Array(buffer.bytes)
                case .again(let again):
                    let done = driver.disk.perform(again)
                    guard case .read(let next) = done.request.operation else { break }
                    read = next
                }
            }
            _ = try LogDriver.validEnd(of: bytes, from: read.from, mayHaveGaps: true)
            finished += 1
        }
        #expect(finished == requests.count)
    }

    /// A follower takes a compacted log as it is, gaps and all, and cuts it where it has to.
    @Test func aFollowerCopiesAndCutsWhatIsLeft() throws {
        let leader = try LogDriver.compacted()
        for number in 0..<80 {
            try leader.appendKeyed(
                [KeyedRecord(key: number % 3, value: number)],
                epoch: LeaderEpoch(Int32(number / 30)))
        }
        leader.drain()
        try leader.cleanFully()
        let disk = FaultyDisk()
        let follower = try LogDriver.compacted(disk)
        while follower.log.logEnd < leader.log.logEnd {
            let bytes = try #require(
                try leader.read(
                    from: follower.log.logEnd, bound: leader.log.logEnd, bytesMax: 300))
            _ = try follower.log.appendAsFollower(
                BatchBuffer(bytes), now: follower.now, requests: &follower.asked)
            follower.drain()
        }
        #expect(try follower.table() == (try leader.table()))
        #expect(follower.log.epochs.entries == leader.log.epochs.entries)
        let next = try LogDriver.compacted(disk.crashProcess())
        #expect(try next.table() == (try leader.table()))
        #expect(next.log.logEnd == leader.log.logEnd)
        try follower.cleanFully()
        for target in [75, 61, 40, 7, 1].map({ Offset($0) }) {
            try follower.truncate(to: target)
            follower.drain()
            #expect(follower.log.logEnd <= target)
            #expect(follower.log.cleaned.firstDirty <= follower.log.logEnd)
            let expected = try leader.table().records.filter { $0.key < target.rawValue }
            #expect(try follower.table().records == expected)
        }
    }

    /// A batch whose bytes have changed is not copied under a new checksum.
    @Test func rotStopsThePassAndStays() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for number in 0..<40 { try driver.appendKeyed([KeyedRecord(key: 1, value: number)]) }
        driver.drain()
        let path = try #require(disk.names.keys.filter { $0.hasSuffix(".log") }.sorted().first)
        disk.names[path]?.bytes[70] ^= 1
        let files = disk.names.keys.sorted()
        #expect(throws: StorageError.self) { try driver.cleanFully() }
        #expect(driver.log.rottenSegment == .zero && !driver.log.hasFailed)
        #expect(disk.names.keys.sorted() == files)
        #expect(try !driver.cleanFully())
    }

    @Test func theCheckpointIsBelievedOnlyWithinTheLog() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for number in 0..<40 { try driver.appendKeyed([KeyedRecord(key: 1, value: number)]) }
        driver.drain()
        try driver.cleanFully()
        let path = LogDriver.directory + "/" + CleanerCheckpoint.name
        let next = try LogDriver.compacted(disk.crashProcess())
        #expect(next.log.cleaned == driver.log.cleaned)
        for text in ["", "1 5 -", "1 5 - 77\n", "garbage"] {
            let harmed = disk.crashProcess()
            harmed.names[path]?.bytes = Array(text.utf8)
            #expect(try LogDriver.compacted(harmed).log.cleaned.firstDirty == .zero, "\(text)")
        }
        try driver.truncate(to: Offset(3))
        #expect(driver.log.cleaned.firstDirty <= Offset(3))
        let cut = try LogDriver.compacted(disk.crashProcess())
        #expect(cut.log.cleaned.firstDirty <= Offset(3))
    }
}
