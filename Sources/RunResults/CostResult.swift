/// What the measured time cost this machine.
package struct CostResult: Sendable, Codable, Equatable {
    /// CPU seconds of brokers, clients and everything else but the two below.
    package var engineCPUSeconds = 0.0
    /// CPU seconds of drawing, stamping and encoding records.
    package var generatorCPUSeconds = 0.0
    /// CPU seconds of decoding and checking records.
    package var checkerCPUSeconds = 0.0
    /// CPU seconds burned in waiting for the next deadline; part of none of the above.
    package var idleSpinCPUSeconds = 0.0
    /// Heap allocations in the measured time; nil where jemalloc is not linked.
    package var allocations: Int?
    /// Heap bytes allocated in the measured time; nil where jemalloc is not linked.
    package var allocatedBytes: Int?
    /// Resident memory of the process at the end of the measured time, bytes.
    package var residentBytes = 0
    /// Dirty and writeback pages of the system, the larger of start and end, bytes.
    package var dirtyBytesMax = 0
    /// Microseconds in which some task stalled on I/O; nil where the kernel does not say.
    package var ioPressureMicroseconds: Int?
    /// From nothing to a cluster with its topic and clients, seconds; nil in older results and
    /// where nothing was set up in real time.
    package var setupSeconds: Double?
    /// What the process's resident memory grew by meanwhile, bytes; nil as above.
    package var setupResidentBytes: Int?
    /// Worker threads that ran shards at some time in the measured time.
    package var threads = 0

    package init() {}
}
