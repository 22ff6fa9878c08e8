import Records
import Storage
import Testing

@Suite struct EpochCheckpointTests {
    private static let path = LogDriver.directory + "/leader-epoch-checkpoint"

    /// Three epochs over several segments, the first of them partly deleted, and one without a
    /// record at the end.
    private func closed() throws -> (FaultyDisk, PartitionLog.CleanState, LeaderEpochCache) {
        let disk = FaultyDisk()
        let driver = try LogDriver(disk: disk, settings: Self.settings)
        for index in 0..<12 {
            try driver.append(
                try TestBatches.encode([TestRecord(value: [1, 2, 3])]),
                epoch: LeaderEpoch(Int32(index / 4) * 2))
        }
        driver.drain()
        try #require(driver.deleteExcess(floor: driver.log.logEnd) == 2)
        try driver.log.beginEpoch(LeaderEpoch(9))
        driver.drain()
        return (disk, try #require(try driver.log.close()), driver.log.epochs)
    }

    private static let settings: LogSettings = {
        var settings = LogSettings()
        settings.segmentBytes = 80
        settings.retentionBytes = 700
        return settings
    }()

    @Test func cleanCloseLeavesKafkasFormat() throws {
        let (disk, _, _) = try closed()
        let text = try #require(disk.files[Self.path])
        #expect(String(decoding: text, as: UTF8.self) == "0\n4\n0 2\n2 4\n4 8\n9 12\n")
    }

    @Test func cleanStartTakesTheFileWithAnEpochThatHasNoRecord() throws {
        let (disk, clean, epochs) = try closed()
        let driver = try LogDriver(disk: disk, settings: Self.settings, clean: clean)
        #expect(driver.report.trustedCleanShutdown)
        #expect(driver.log.epochs == epochs)
        #expect(driver.log.lastEpoch == LeaderEpoch(4))
    }

    @Test(arguments: [
        "", "0", "0\n", "0\n0\n", "1\n4\n0 2\n2 4\n4 8\n9 12\n", "0\n4\n0 2\n2 4\n4 8\n9 12",
        "0\n3\n0 2\n2 4\n4 8\n9 12\n", "0\n4\n0 2\n2 4\n4 8\n9  12\n", "0\n3\n0 2\n2 4\n4 4\n",
        "0\n3\n0 2\n2 4\n2 8\n", "0\n3\n0 1\n2 4\n4 8\n", "0\n2\n0 2\n2 4\n",
        "0\n4\n0 2\n2 4\n4 8\n9 13\n", "0\n3\n0 2\n2 4\n5 8\n", "0\n4\n0 2\n2 4\n4 8\nx 12\n",
    ])
    func damagedFileIsReplacedByWhatTheBatchesTell(_ text: String) throws {
        let (disk, clean, epochs) = try closed()
        var files = disk.files
        files[Self.path] = Array(text.utf8)
        let driver = try LogDriver(
            disk: FaultyDisk(files: files), settings: Self.settings, clean: clean)
        #expect(driver.report.trustedCleanShutdown)
        #expect(driver.log.epochs.entries == Array(epochs.entries.dropLast()))
    }

    @Test func missingFileAndUncleanStartReadTheBatches() throws {
        let (disk, clean, epochs) = try closed()
        var files = disk.files
        files[Self.path] = nil
        for clean in [clean, nil] {
            let driver = try LogDriver(
                disk: FaultyDisk(files: files), settings: Self.settings, clean: clean)
            #expect(driver.log.epochs.entries == Array(epochs.entries.dropLast()))
            #expect(driver.log.lastEpoch == LeaderEpoch(4))
        }
    }

    @Test func fileOfAnEarlierShutdownIsNotBelieved() throws {
        let (disk, clean, _) = try closed()
        let driver = try LogDriver(disk: disk, settings: Self.settings, clean: clean)
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        try driver.append(bytes, epoch: LeaderEpoch(11))
        driver.drain()
        let next = try LogDriver(disk: disk.crashProcess(), settings: Self.settings)
        #expect(
            next.log.epochs.latest
                == LeaderEpochCache.Entry(epoch: LeaderEpoch(11), start: Offset(12)))
    }

    @Test func leaderWithoutARecordBeginsItsEpochAtTheLogsEnd() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        try driver.append(bytes, epoch: LeaderEpoch(1))
        try driver.log.beginEpoch(LeaderEpoch(3))
        #expect(driver.log.epochs.entries.map(\.start) == [.zero, Offset(1)])
        #expect(driver.log.lastEpoch == LeaderEpoch(1))
        #expect(throws: StorageError.staleEpoch(last: LeaderEpoch(3), found: LeaderEpoch(2))) {
            try driver.log.beginEpoch(LeaderEpoch(2))
        }
        try driver.append(bytes, epoch: LeaderEpoch(3))
        #expect(driver.log.epochs.entries.map(\.epoch) == [LeaderEpoch(1), LeaderEpoch(3)])
        #expect(driver.log.epochs.entries.map(\.start) == [.zero, Offset(1)])
    }

    /// It led in epoch 3 without writing; the next leader's log goes on in epoch 1.
    @Test func followersAppendDropsAnEpochOfItsOwnWithoutARecord() throws {
        let driver = try LogDriver(disk: FaultyDisk())
        let bytes = try TestBatches.encode([TestRecord(value: [1])])
        try driver.append(bytes, epoch: LeaderEpoch(1))
        try driver.log.beginEpoch(LeaderEpoch(3))
        driver.drain()
        try driver.append(copied: [
            TestBatches.stamped(bytes, base: Offset(1), epoch: LeaderEpoch(1)),
            TestBatches.stamped(bytes, base: Offset(2), epoch: LeaderEpoch(3)),
        ])
        #expect(driver.log.epochs.entries.map(\.epoch) == [LeaderEpoch(1), LeaderEpoch(3)])
        #expect(driver.log.epochs.entries.map(\.start) == [.zero, Offset(2)])
    }
}
