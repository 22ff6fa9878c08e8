import Measurement
import Platform
import Testing

@Suite struct CeilingProbeTests {
    @Test func measuresBothWaysAndLeavesNothing() throws {
        try withTemporaryDirectory { directory in
            let ceiling = try CeilingProbe(bytesMax: 4 << 20).measure(dataDirectory: directory)
            #expect(ceiling.appendBytesPerSecond > 1_000_000)
            #expect(ceiling.readBytesPerSecond > 1_000_000)
            #expect(try Directory.list(directory) == [])
        }
    }

    @Test func withoutTimeItStillMeasuresOneWrite() throws {
        try withTemporaryDirectory { directory in
            let ceiling = try CeilingProbe(nanosecondsMax: 0).measure(dataDirectory: directory)
            #expect(ceiling.appendBytesPerSecond > 0)
            #expect(ceiling.readBytesPerSecond > 0)
        }
    }

    @Test func aMissingDirectoryIsNamed() throws {
        try withTemporaryDirectory { directory in
            let place = directory + "/none"
            let error = #expect(throws: MeasurementError.self) {
                try CeilingProbe().measure(dataDirectory: place)
            }
            #expect(error?.description.hasPrefix(place + ": ") == true)
        }
    }
}

@Suite struct PreflightTests {
    @Test func createsTheDirectoryAndLeavesNothingInIt() throws {
        try withTemporaryDirectory { directory in
            let data = directory + "/a/b"
            let preflight = try Preflight.check(dataDirectory: data, freeBytesMin: 1)
            #expect(try Directory.list(data) == [])
            #expect((1...preflight.fileSystem.freeBytes).contains(preflight.byteCap))
            #expect(try preflight.openFilesLimit == OpenFilesLimit.current())
        }
    }

    @Test func aFileInTheWayIsNamed() throws {
        try withTemporaryDirectory { directory in
            let place = directory + "/file"
            try FileHandle(opening: place, .createNew).close()
            let error = #expect(throws: MeasurementError.self) {
                try Preflight.check(dataDirectory: place)
            }
            #expect(
                error?.description == "\(place): cannot create the directory: File exists")
        }
    }

    @Test func tooLittleSpaceIsOneClearLine() throws {
        try withTemporaryDirectory { directory in
            let error = #expect(throws: MeasurementError.self) {
                try Preflight.check(dataDirectory: directory, freeBytesMin: .max)
            }
            let text = try #require(error?.description)
            #expect(text.hasPrefix("\(directory): "))
            #expect(text.hasSuffix(", expected at least 9223372036 GB"))
            #expect(!text.contains("\n"))
        }
    }

    /// Files in memory take memory that the run itself needs; a disk does not.
    @Test func theCapInMemoryIsHalfOfWhatIsAvailable() throws {
        let info = try FileSystemInfo(holding: "/")
        let cap = Preflight.byteCap(fileSystem: info, availableMemoryBytes: 1_000)
        #expect(cap == (info.isInMemory ? min(info.freeBytes, 500) : info.freeBytes))
    }

    @Test(.enabled(if: (try? FileSystemInfo(holding: "/dev/shm"))?.isInMemory == true))
    func theCapOfTmpfsIsHalfOfWhatIsAvailable() throws {
        let info = try FileSystemInfo(holding: "/dev/shm")
        #expect(Preflight.byteCap(fileSystem: info, availableMemoryBytes: 1_000) == 500)
        #expect(
            Preflight.byteCap(fileSystem: info, availableMemoryBytes: .max)
                == min(info.freeBytes, .max / 2))
    }
}
