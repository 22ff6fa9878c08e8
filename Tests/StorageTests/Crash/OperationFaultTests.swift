import Records
import Storage
import Testing

/// One disk operation after the other fails, or is the disk's last.
@Suite struct OperationFaultTests {
    enum Kind: CaseIterable { case inputOutputError, noSpace, processCrash, powerLoss }

    static func fault(_ kind: Kind) -> FaultyDisk.Fault {
        switch kind {
        case .inputOutputError: .error(5)
        case .noSpace: .error(28)
        case .processCrash, .powerLoss: .death
        }
    }

    /// How many operations a life takes when nothing fails.
    private func operations(seed: UInt64, flush: CrashScenario.Flush) throws -> Int {
        var scenario = CrashScenario(seed: seed, flush: flush)
        let disk = FaultyDisk()
        try scenario.run(on: disk, steps: 45, closes: true)
        try #require(scenario.clean != nil)
        try #require(disk.openFiles == 0)
        return disk.operations
    }

    @Test(arguments: Kind.allCases, [CrashScenario.Flush.never, .everyMessage])
    func faultAtEveryOperationOfALifeBreaksNoPromise(
        _ kind: Kind, _ flush: CrashScenario.Flush
    ) throws {
        for seed in [UInt64(2), 9, 31] {
            for at in 1...(try operations(seed: seed, flush: flush)) {
                var scenario = CrashScenario(seed: seed, flush: flush)
                let disk = FaultyDisk()
                disk.fault = (at, Self.fault(kind))
                try scenario.run(on: disk, steps: 45, closes: true)
                let next = kind == .powerLoss ? disk.losePower(seed: seed) : disk.crashProcess()
                try PowerLossTests.check(
                    scenario, next, holdsServed: kind != .powerLoss,
                    "\(kind) at \(at), seed \(seed), flush \(flush)")
            }
        }
    }

    /// The second start fails or dies at each of its operations; the third finds what the second
    /// would have found.
    @Test(arguments: Kind.allCases)
    func faultAtEveryOperationOfRecoveryBreaksNoPromise(_ kind: Kind) throws {
        for seed in UInt64(0)..<24 {
            var scenario = CrashScenario(seed: seed, flush: .someMessages)
            let torn = FaultyDisk()
            try scenario.run(on: torn, steps: 50, closes: false)
            for at in 1..<1000 {
                let disk = torn.losePower(seed: seed)
                disk.fault = (at, Self.fault(kind))
                var isOver = false
                do {
                    _ = try LogDriver(disk: disk, settings: scenario.settings)
                    isOver = disk.operations < at
                } catch {
                    try #require(error is StorageError)
                    try #require(disk.openFiles == 0, "\(kind) at \(at), seed \(seed)")
                }
                let next = kind == .powerLoss ? disk.losePower(seed: seed) : disk.crashProcess()
                try PowerLossTests.check(
                    scenario, next, holdsServed: false, "\(kind) at \(at), seed \(seed)")
                if isOver { break }
            }
        }
    }

    @Test func failedWriteTakesTheLogOffline() throws {
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk)
        let bytes = try TestBatches.encode([TestRecord(value: [1, 2, 3])])
        try driver.append(bytes)
        driver.drain()
        try driver.append(bytes)
        try driver.append(bytes)
        disk.fault = (disk.operations + 1, .error(5))
        driver.drain()
        #expect(driver.log.hasFailed)
        #expect(driver.log.logEnd == Offset(1))
        #expect(throws: StorageError.logFailed(path: LogDriver.directory)) {
            try driver.append(bytes)
        }
        #expect(try driver.readAll() == driver.written[0].bytes)
        #expect(try driver.log.close() == nil)
        #expect(disk.openFiles == 0)
    }

    /// A roll that fails leaves the log as it was; a smaller batch still fits the old segment,
    /// and the empty file that the failed roll left must not cut the log at the next start.
    @Test func failedRollLosesNothingAtTheNextStart() throws {
        var settings = LogSettings()
        settings.segmentBytes = 700
        let small = try TestBatches.encode([TestRecord(value: [9])])
        let large = try TestBatches.encode([TestRecord(value: Array(repeating: 7, count: 500))])
        let probe = FaultyDisk()
        let rehearsal = try LogDriver(disk: probe, settings: settings)
        try rehearsal.append(large)
        rehearsal.drain()
        let before = probe.operations
        try rehearsal.append(large)
        for at in before + 1...probe.operations {
            let disk = FaultyDisk()
            let driver = try LogDriver(disk: disk, settings: settings)
            try driver.append(large)
            driver.drain()
            disk.fault = (at, .error(28))
            #expect(throws: StorageError.self) { try driver.append(large) }
            #expect(!driver.log.hasFailed)
            try driver.append(small)
            try driver.append(large)
            try driver.append(large)
            driver.drain()
            let expected = driver.written.flatMap(\.bytes)
            #expect(try driver.readAll() == expected)
            let next = try LogDriver(disk: disk.crashProcess(), settings: settings)
            #expect(try next.readAll() == expected, "fault at operation \(at)")
        }
    }

    @Test func emptyFileInsideAnotherSegmentIsRemovedWithoutACut() throws {
        var settings = LogSettings()
        settings.segmentBytes = 700
        let driver = try LogDriver(disk: FaultyDisk(), settings: settings)
        for _ in 0..<25 { try driver.append(try TestBatches.encode([TestRecord(value: [9])])) }
        driver.drain()
        let bases = driver.log.segments.map(\.baseOffset)
        try #require(bases.count == 3 && bases[1] > Offset(3))
        var files = try #require(driver.disk as? FaultyDisk).files
        files[LogDriver.directory + "/" + SegmentNames.stem(Offset(3)) + ".log"] = []
        let next = try LogDriver(disk: FaultyDisk(files: files), settings: settings)
        #expect(next.report.removedSegments == 1)
        #expect(next.log.segments.map(\.baseOffset) == bases)
        #expect(try next.readAll() == driver.written.flatMap(\.bytes))
    }
}
