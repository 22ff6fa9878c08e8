import Records
import Storage
import Testing

/// The log on real files.
@Suite struct FileDiskTests {
    @Test func lifeOnRealFiles() throws {
        try withTemporaryDirectory { root in
            var settings = LogSettings()
            settings.segmentBytes = 2000
            settings.retentionBytes = 4000
            settings.flushMessages = 3
            let disk = FileDisk(root: root)
            let driver = try LogDriver(disk: disk, settings: settings)
            let batches = try TestBatches.assortment(count: 30, bytesMax: 500, seed: 2)
            for bytes in batches {
                try driver.append(bytes)
                driver.drain()
            }
            #expect(driver.deleteExcess(floor: driver.log.logEnd) > 0)
            driver.drain()
            let stands = driver.written.drop { $0.base < driver.log.logStart }.flatMap(\.bytes)
            #expect(try driver.readAll(bytesMax: 700) == stands)
            let crashed = try LogDriver(disk: FileDisk(root: root), settings: settings)
            #expect(try crashed.readAll() == stands)
            let clean = try crashed.log.close()
            let trusted = try LogDriver(
                disk: FileDisk(root: root), settings: settings, clean: clean)
            #expect(trusted.report.trustedCleanShutdown)
            #expect(try trusted.readAll() == stands)
        }
    }

    @Test func missingDirectoryIsADiskError() throws {
        try withTemporaryDirectory { root in
            #expect(throws: StorageError.self) {
                try LogDriver(disk: FileDisk(root: root + "/absent"))
            }
        }
    }
}
