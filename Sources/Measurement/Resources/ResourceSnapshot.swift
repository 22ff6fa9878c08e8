package import RunResults

/// What the process and the system have used up to one moment.
package struct ResourceSnapshot: Hashable, Sendable {
    /// CPU time of all threads of the process, user and system, nanoseconds.
    package var processCPUNanoseconds: Int64 = 0
    /// Memory of the process that is resident, bytes.
    package var residentBytes = 0
    /// Dirty and writeback pages of the system, bytes.
    package var dirtyBytes = 0
    /// Microseconds since boot in which some task waited for I/O; nil where the kernel does not
    /// say.
    package var ioPressureMicroseconds: Int?
    /// Allocations so far; nil where jemalloc is not linked.
    package var allocated: AllocationCount?

    package init() {}

    /// What was used between `start` and this snapshot. `shares` and `threads` are the caller's:
    /// the engine's CPU time is what the process used beyond the shares, not below 0.
    package func cost(
        since start: ResourceSnapshot, shares: CPUShares, threads: Int
    ) -> CostResult {
        var cost = CostResult()
        let used = processCPUNanoseconds - start.processCPUNanoseconds
        let others =
            shares.generatorNanoseconds + shares.checkerNanoseconds + shares.idleSpinNanoseconds
        cost.engineCPUSeconds = Double(max(0, used - others)) / 1e9
        cost.generatorCPUSeconds = Double(shares.generatorNanoseconds) / 1e9
        cost.checkerCPUSeconds = Double(shares.checkerNanoseconds) / 1e9
        cost.idleSpinCPUSeconds = Double(shares.idleSpinNanoseconds) / 1e9
        if let allocated, let allocatedAtStart = start.allocated {
            let difference = allocated.since(allocatedAtStart)
            cost.allocations = difference.allocations
            cost.allocatedBytes = difference.bytes
        }
        cost.residentBytes = residentBytes
        cost.dirtyBytesMax = max(dirtyBytes, start.dirtyBytes)
        if let ioPressureMicroseconds, let pressureAtStart = start.ioPressureMicroseconds {
            cost.ioPressureMicroseconds = ioPressureMicroseconds - pressureAtStart
        }
        cost.threads = threads
        return cost
    }
}

/// CPU time that is not the engine's, in nanoseconds.
package struct CPUShares: Hashable, Sendable {
    /// Drawing, stamping and encoding records.
    package var generatorNanoseconds: Int64 = 0
    /// Decoding and checking records.
    package var checkerNanoseconds: Int64 = 0
    /// Spinning until the next deadline.
    package var idleSpinNanoseconds: Int64 = 0

    package init() {}
}
