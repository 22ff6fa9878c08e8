import Records
import Storage
import Testing

@Suite struct PowerLossTests {
    /// Power goes at a random moment. What was promised stands, nothing else than what was
    /// written is read, a second start changes nothing, and the log can go on.
    @Test(arguments: CrashScenario.Flush.allCases)
    func powerLossKeepsWhatWasPromised(_ flush: CrashScenario.Flush) throws {
        for seed in 0..<UInt64(1000) {
            var scenario = CrashScenario(seed: seed, flush: flush)
            let disk = FaultyDisk()
            try scenario.run(on: disk, steps: Int(seed % 60) + 5, closes: false)
            try Self.check(
                scenario, disk.losePower(seed: seed), holdsServed: false,
                "seed \(seed), flush \(flush)")
        }
    }

    @Test(arguments: CrashScenario.Flush.allCases)
    func processCrashKeepsWhatWasServed(_ flush: CrashScenario.Flush) throws {
        for seed in 0..<UInt64(150) {
            var scenario = CrashScenario(seed: seed, flush: flush)
            let disk = FaultyDisk()
            try scenario.run(on: disk, steps: Int(seed % 60) + 5, closes: false)
            try Self.check(
                scenario, disk.crashProcess(), holdsServed: true, "seed \(seed), flush \(flush)")
        }
    }

    /// A second power loss right after recovery takes nothing more where the log flushes.
    @Test func whatRecoveryServesSurvivesTheNextPowerLoss() throws {
        for seed in 0..<UInt64(200) {
            var scenario = CrashScenario(seed: seed, flush: .someMessages)
            let disk = FaultyDisk()
            try scenario.run(on: disk, steps: 40, closes: false)
            let second = disk.crashProcess()
            let driver = try LogDriver(disk: second, settings: scenario.settings)
            let third = try LogDriver(
                disk: second.losePower(seed: seed), settings: scenario.settings)
            try #require(third.log.logEnd == driver.log.logEnd, "seed \(seed)")
            try #require(third.log.logStart == driver.log.logStart, "seed \(seed)")
            try #require(third.report.truncatedBytes == 0, "seed \(seed)")
        }
    }

    /// Whatever names come back, a log does not begin where it never began: a follower that had
    /// lost its head would pass for one that has everything.
    @Test func noPowerLossTakesTheHeadOfALog() throws {
        var settings = LogSettings()
        settings.segmentBytes = 300
        for seed in 0..<UInt64(60) {
            let disk = FaultyDisk()
            var driver = try LogDriver(disk: disk, settings: settings)
            for number in 0..<20 {
                // A process that ended before the log had a second segment.
                if number == Int(seed % 5) {
                    driver = try LogDriver(disk: disk, settings: settings)
                }
                try driver.append(try TestBatches.encode([TestRecord(value: [1, 2, 3])]))
                driver.drain()
                let after = try LogDriver(disk: disk.losePower(seed: seed), settings: settings)
                try #require(after.log.logStart == .zero, "seed \(seed), batch \(number)")
            }
        }
    }

    /// At every operation of a roll from the first segment to the second.
    @Test func noPowerLossDuringTheFirstRollTakesTheHead() throws {
        var settings = LogSettings()
        settings.segmentBytes = 300
        let bytes = try TestBatches.encode([TestRecord(value: [1, 2, 3])])
        for at in 1..<100 {
            let disk = FaultyDisk()
            let driver = try LogDriver(disk: disk, settings: settings)
            disk.fault = (disk.operations + at, .death)
            for _ in 0..<5 {
                _ = try? driver.append(bytes)
                driver.drain()
            }
            for seed in 0..<UInt64(10) {
                let after = try LogDriver(disk: disk.losePower(seed: seed), settings: settings)
                try #require(after.log.logStart == .zero, "operation \(at), seed \(seed)")
            }
            if !disk.isDead { return }
        }
        Issue.record("five batches take a hundred operations")
    }

    /// Thousands of logs are made at once: none syncs a directory before it has something to lose.
    @Test func aNewLogSyncsItsNamesOnceAndLate() throws {
        var settings = LogSettings()
        settings.segmentBytes = 300
        let bytes = try TestBatches.encode([TestRecord(value: [1, 2, 3])])
        for flushes in [false, true] {
            settings.flushMessages = flushes ? 1 : nil
            let disk = FaultyDisk()
            let driver = try LogDriver(disk: disk, settings: settings)
            #expect(disk.directorySyncs == 0 && disk.syncs == 0)
            try driver.append(bytes)
            driver.drain()
            #expect(disk.directorySyncs == (flushes ? 2 : 0))
            while driver.log.segments.count < 2 { try driver.append(bytes) }
            driver.drain()
            #expect(disk.directorySyncs == (flushes ? 3 : 2))
            while driver.log.segments.count < 4 { try driver.append(bytes) }
            #expect(disk.directorySyncs == (flushes ? 5 : 2))
        }
    }

    static func check(
        _ scenario: CrashScenario, _ disk: FaultyDisk, holdsServed: Bool, _ what: String
    ) throws {
        let driver = try LogDriver(disk: disk, settings: scenario.settings)
        let complaint = try scenario.complaint(about: driver, holdsServed: holdsServed)
        try #require(complaint == nil, "\(what)")
        let bytes = try driver.readAll()

        let again = try LogDriver(disk: disk, settings: scenario.settings)
        try #require(again.report.truncatedBytes == 0, "\(what)")
        try #require(again.report.removedSegments == 0, "\(what)")
        let result = try again.append(
            try TestBatches.encode([TestRecord()]),
            epoch: again.log.lastEpoch ?? .initial)
        try #require(result.baseOffset == driver.log.logEnd, "\(what)")
        again.drain()
        try #require(try again.readAll() == bytes + again.written[0].bytes, "\(what)")
    }
}
