import Platform

/// What the gate looks at and how it waits.
package protocol DirtyPages: Sendable {
    /// Whether the data lives in memory.
    func isInMemory() throws(MeasurementError) -> Bool
    /// Dirty and writeback pages of the system, bytes.
    func dirtyBytes() throws(MeasurementError) -> Int
    /// Has the dirty pages written, without waiting for it.
    func startWriting() throws(MeasurementError)
    /// Monotonic nanoseconds.
    var nowNanoseconds: Int64 { get }
    /// Lets some time pass.
    func pause()
}

/// The dirty pages of this system, in real time.
package struct SystemDirtyPages: DirtyPages {
    private let dataDirectory: String
    private let parker = Parker()

    /// The pages that matter to runs with their logs in `dataDirectory`, which must exist.
    package init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    package func isInMemory() throws(MeasurementError) -> Bool {
        try onPlatform { () throws(PlatformError) in
            try FileSystemInfo(holding: dataDirectory).isInMemory
        }
    }

    package func dirtyBytes() throws(MeasurementError) -> Int {
        let memory = try onPlatform { () throws(PlatformError) in try MemoryInfo.current() }
        return memory.dirtyBytes + memory.writebackBytes
    }

    /// The request blocks its thread until all is written, which may outlast the gate's patience;
    /// so it has a thread of its own that no one waits for. Should it fail, the kernel writes the
    /// pages at its own time.
    package func startWriting() throws(MeasurementError) {
        let directory = dataDirectory
        try onPlatform { () throws(PlatformError) in
            _ = try SystemThread(name: "weir-sync") {
                try? FileSystem.synchronizeAll(holding: directory)
            }
        }
    }

    package var nowNanoseconds: Int64 { MonotonicClock.now }

    package func pause() { parker.park(until: MonotonicClock.now + 100_000_000) }
}
