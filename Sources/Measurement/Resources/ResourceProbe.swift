import Platform

/// Takes snapshots of what the process and the system have used.
///
/// At both edges of the measured time every worker thread calls `flushThreadCache()`, then one
/// thread takes the snapshot.
package struct ResourceProbe: Sendable {
    /// Which edge of the measured time a snapshot is: what the probe itself uses stays outside.
    package enum Edge: Hashable, Sendable {
        case start, end
    }

    private let allocator = AllocatorProbe()

    package init() {}

    /// Makes the calling thread's allocations countable; does nothing where jemalloc is not
    /// linked. For the edges of the measured time only.
    package func flushThreadCache() { allocator?.flushThreadCache() }

    /// What was used up to now, the calling thread's allocations included. It takes at most a few
    /// hundred microseconds.
    package func snapshot(at edge: Edge) throws(MeasurementError) -> ResourceSnapshot {
        var snapshot = ResourceSnapshot()
        switch edge {
        case .start:
            try readSystem(into: &snapshot)
            readProcess(into: &snapshot)
        case .end:
            readProcess(into: &snapshot)
            try readSystem(into: &snapshot)
        }
        return snapshot
    }

    /// Resident memory of the process now, bytes.
    package func residentBytes() throws(MeasurementError) -> Int {
        try onPlatform { () throws(PlatformError) in try ProcessMemory.residentBytes() }
    }

    private func readProcess(into snapshot: inout ResourceSnapshot) {
        snapshot.processCPUNanoseconds = CPUClock.process
        flushThreadCache()
        snapshot.allocated = allocator?.count()
    }

    private func readSystem(
        into snapshot: inout ResourceSnapshot
    ) throws(MeasurementError) {
        let (memory, resident) = try onPlatform { () throws(PlatformError) in
            (try MemoryInfo.current(), try ProcessMemory.residentBytes())
        }
        snapshot.dirtyBytes = memory.dirtyBytes + memory.writebackBytes
        snapshot.residentBytes = resident
        snapshot.ioPressureMicroseconds = IOPressure.stalledMicroseconds()
    }
}
