/// What is derived from the raw counts of a run. Each is nil where the run does not have it, and
/// a nil is never shown as 0.
extension RunResult {
    /// Records per second whose intended time lay in the measured time.
    package var offeredRecordsPerSecond: Double? { perSecond(throughput.offeredRecords) }

    /// Records acknowledged per second.
    package var ackedRecordsPerSecond: Double? { perSecond(throughput.ackedRecords) }

    /// Keys and values acknowledged, 10^6 bytes per second.
    package var ackedMegabytesPerSecond: Double? {
        perSecond(throughput.ackedBytes).map { $0 / 1e6 }
    }

    /// Records processed per second over all groups; nil without a group.
    package var consumedRecordsPerSecond: Double? {
        dimensions.groups > 0 ? perSecond(throughput.consumedRecords) : nil
    }

    /// CPU seconds of engine, generator and checker for a million acknowledged records.
    package var cpuSecondsPerMillionRecords: Double? {
        perAcked(cost.engineCPUSeconds + cost.generatorCPUSeconds + cost.checkerCPUSeconds)
            .map { $0 * 1e6 }
    }

    /// CPU nanoseconds of brokers and clients per acknowledged record.
    package var engineCPUNanosecondsPerRecord: Double? {
        perAcked(cost.engineCPUSeconds).map { $0 * 1e9 }
    }

    /// CPU nanoseconds of the generator per acknowledged record.
    package var generatorCPUNanosecondsPerRecord: Double? {
        perAcked(cost.generatorCPUSeconds).map { $0 * 1e9 }
    }

    /// CPU nanoseconds of the checker per acknowledged record.
    package var checkerCPUNanosecondsPerRecord: Double? {
        perAcked(cost.checkerCPUSeconds).map { $0 * 1e9 }
    }

    /// Heap allocations per acknowledged record; nil where jemalloc is not linked.
    package var allocationsPerRecord: Double? {
        cost.allocations.flatMap { perAcked(Double($0)) }
    }

    /// Heap bytes allocated per acknowledged record; nil where jemalloc is not linked.
    package var allocatedBytesPerRecord: Double? {
        cost.allocatedBytes.flatMap { perAcked(Double($0)) }
    }

    /// Resident memory of the process, 10^6 bytes; nil where it was not read.
    package var residentMegabytes: Double? {
        cost.residentBytes > 0 ? Double(cost.residentBytes) / 1e6 : nil
    }

    /// Log bytes that all brokers wrote for each acknowledged byte of keys and values.
    package var writeAmplification: Double? {
        throughput.ackedBytes > 0
            ? Double(throughput.logBytesWritten) / Double(throughput.ackedBytes) : nil
    }

    /// Log bytes written per second as a share (1 is all) of what one core appends to fresh files
    /// on the data file system; nil where that ceiling was not measured. Several cores, or reused
    /// pages, can exceed 1.
    package func shareOfAppendCeiling(in environment: RunEnvironment) -> Double? {
        guard environment.appendCeilingBytesPerSecond > 0 else { return nil }
        return perSecond(throughput.logBytesWritten).map {
            $0 / environment.appendCeilingBytesPerSecond
        }
    }

    /// Log bytes of one replica written per second as a share (1 is all) of what one core
    /// encodes, checksums, appends to a fresh file and reads back; nil where not measured.
    package func shareOfPathCeiling(in environment: RunEnvironment) -> Double? {
        guard environment.pathCeilingBytesPerSecond > 0, dimensions.replicationFactor > 0 else {
            return nil
        }
        return perSecond(throughput.logBytesWritten).map {
            $0 / Double(dimensions.replicationFactor) / environment.pathCeilingBytesPerSecond
        }
    }

    /// Whether the run has no intended times, so that its latency is service time.
    package var isSaturation: Bool { dimensions.isSaturation }

    /// Whether throughput kept its level; nil in results that were written before, and of fewer
    /// slices than a line needs.
    package var steadyState: SteadyState? { series?.steadyState }

    private func perSecond(_ count: Int) -> Double? {
        measuredSeconds > 0 ? Double(count) / measuredSeconds : nil
    }

    private func perAcked(_ amount: Double) -> Double? {
        throughput.ackedRecords > 0 ? amount / Double(throughput.ackedRecords) : nil
    }
}

extension RunDimensions {
    /// Whether the load is `rate: max`, so that there are no intended times.
    package var isSaturation: Bool { rate == "max" }
}
