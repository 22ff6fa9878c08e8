/// The machine and the build that a benchmark ran on.
package struct RunEnvironment: Sendable, Codable, Equatable {
    package var weirVersion = ""
    package var swiftVersion = ""
    /// `release` or `debug`.
    package var buildMode = ""
    package var operatingSystem = ""
    package var kernel = ""
    package var architecture = ""
    package var cpuModel = ""
    package var cpus = 0
    package var memoryBytes = 0
    /// The file system that held the logs: `tmpfs`, `ext4`, …
    package var dataFileSystem = ""
    package var dataDirectoryFreeBytes = 0
    /// `jemalloc` or `libc`.
    package var allocator = ""
    package var openFilesLimit = 0
    package var startedAt = ""
    package var commandLine: [String] = []
    /// Bytes per second of appending 64 KiB writes to fresh files on the data file system, on one
    /// core, measured just before the runs; 0 where not measured.
    package var appendCeilingBytesPerSecond = 0.0
    /// Bytes per second of encode, CRC-32C, write to a fresh file and read back, on one core,
    /// measured just before the runs; 0 where not measured.
    package var pathCeilingBytesPerSecond = 0.0

    package init() {}
}
