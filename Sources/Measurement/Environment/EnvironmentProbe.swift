import Platform
package import RunResults

/// Finds out where a benchmark runs.
package enum EnvironmentProbe {
    /// The version of this program.
    package static let weirVersion = "0.1.0"

    /// The machine and the build, with the file system that holds `dataDirectory`, which must
    /// exist. What the system does not tell is `unknown`. The ceilings are left at 0. Of
    /// the program's own path, the first word of `commandLine`, only the name is kept.
    package static func capture(
        dataDirectory: String, commandLine: [String]
    ) throws(MeasurementError) -> RunEnvironment {
        let (fileSystem, memory, openFiles) = try onPlatform { () throws(PlatformError) in
            (
                try FileSystemInfo(holding: dataDirectory), try MemoryInfo.current(),
                try OpenFilesLimit.current()
            )
        }
        var environment = RunEnvironment()
        environment.weirVersion = weirVersion
        environment.swiftVersion = swiftVersion
        environment.buildMode = buildMode
        environment.operatingSystem = SystemInfo.operatingSystem ?? "unknown"
        environment.kernel = SystemInfo.kernel
        environment.architecture = SystemInfo.architecture
        environment.cpuModel = SystemInfo.cpuModel ?? "unknown"
        environment.cpus = SystemInfo.usableCPUs
        environment.memoryBytes = memory.totalBytes
        environment.dataFileSystem = fileSystem.typeName
        environment.dataDirectoryFreeBytes = fileSystem.freeBytes
        environment.allocator = LinkedAllocator() == nil ? "libc" : "jemalloc"
        environment.openFilesLimit = openFiles
        environment.startedAt = WallClock.utcText(unixSeconds: WallClock.unixSeconds)
        environment.commandLine = commandLine
        if let program = commandLine.first?.split(separator: "/").last {
            environment.commandLine[0] = String(program)
        }
        return environment
    }

    /// The compiler's version, as far as the source can ask for it.
    private static var swiftVersion: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3.2)
            "6.3.2 or later"
        #elseif compiler(>=6.3.1)
            "6.3.1"
        #elseif compiler(>=6.3)
            "6.3.0"
        #else
            "6.2"
        #endif
    }

    private static var buildMode: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
