import Measurement
import Platform
import RunResults
import Testing

@Suite struct EnvironmentProbeTests {
    @Test func describesTheMachineAndTheBuild() throws {
        try withTemporaryDirectory { directory in
            let environment = try EnvironmentProbe.capture(
                dataDirectory: directory, commandLine: ["/opt/x/weir", "bench", "a b.yaml"])
            #expect(environment.weirVersion == "0.1.0")
            #expect(environment.swiftVersion.hasPrefix("6."))
            #expect(environment.commandLine == ["weir", "bench", "a b.yaml"])
            #expect(environment.kernel == SystemInfo.kernel)
            #expect(environment.cpus == SystemInfo.usableCPUs)
            #expect(environment.memoryBytes == (try MemoryInfo.current().totalBytes))
            #expect(
                environment.dataFileSystem == (try FileSystemInfo(holding: directory).typeName))
            #expect(environment.dataDirectoryFreeBytes > 0)
            #expect(["jemalloc", "libc"].contains(environment.allocator))
            #expect(environment.openFilesLimit > 0)
            #expect(environment.startedAt.count == "2026-01-31T09:30:00Z".count)
            #expect(!environment.operatingSystem.isEmpty)
            #expect(!environment.cpuModel.isEmpty)
        }
    }

    @Test func theBuildModeIsThatOfThisBuild() throws {
        let environment = try EnvironmentProbe.capture(dataDirectory: "/", commandLine: [])
        #if DEBUG
            #expect(environment.buildMode == "debug")
        #else
            #expect(environment.buildMode == "release")
        #endif
    }

    @Test func aMissingDirectoryIsAnError() {
        let error = #expect(throws: MeasurementError.self) {
            try EnvironmentProbe.capture(dataDirectory: "/nowhere/at/all", commandLine: [])
        }
        #expect(
            error?.description
                == "/nowhere/at/all: cannot stat the file system: No such file or directory")
    }
}
