/// Everything that one run left, apart from the machine it ran on.
package struct RunResult: Sendable, Codable {
    package var dimensions: RunDimensions
    /// 1 for the first repetition of a configuration.
    package var repetition: Int
    /// The seed from which the run's keys, sizes and intended times were drawn.
    package var seed: UInt64
    /// The run's place in the interleaved order, from 1.
    package var order: Int
    /// Seconds since 1970 when the run began.
    package var startedAtUnixSeconds: Double
    /// The measured time in seconds, warm-up and drain excluded.
    package var measuredSeconds: Double
    package var throughput: ThroughputCounts
    package var latency: LatencyResults
    package var verification: VerificationCounts
    package var lag: LagResult
    package var cost: CostResult
    package var flags: [HonestyFlag]

    package init(
        dimensions: RunDimensions, repetition: Int, seed: UInt64, order: Int,
        startedAtUnixSeconds: Double, measuredSeconds: Double, throughput: ThroughputCounts,
        latency: LatencyResults, verification: VerificationCounts, lag: LagResult,
        cost: CostResult, flags: [HonestyFlag]
    ) {
        self.dimensions = dimensions
        self.repetition = repetition
        self.seed = seed
        self.order = order
        self.startedAtUnixSeconds = startedAtUnixSeconds
        self.measuredSeconds = measuredSeconds
        self.throughput = throughput
        self.latency = latency
        self.verification = verification
        self.lag = lag
        self.cost = cost
        self.flags = flags
    }
}

/// The settings that tell one configuration from another, as the CSV columns name them.
/// Two runs with equal dimensions are repetitions of each other.
package struct RunDimensions: Hashable, Sendable, Codable {
    package var workload = ""
    /// `embedded`, `null`, later `simulated` and `kafka`.
    package var engine = ""
    /// `uniform`, `zipfian 0.99`, `none`, `wrong-field`.
    package var keyDistribution = ""
    package var keyCardinality = 0
    /// Bytes of key and value.
    package var recordBytes = 0
    /// `max`, or records per second as a decimal number.
    package var rate = ""
    /// `constant` or `poisson`; empty at `rate: max`.
    package var arrival = ""
    package var partitions = 0
    package var replicationFactor = 0
    package var minInsyncReplicas = 0
    /// `0`, `1` or `all`.
    package var acks = ""
    package var brokers = 0
    package var producers = 0
    package var groups = 0
    /// Members of each group.
    package var consumers = 0
    package var batchBytes = 0
    package var lingerMilliseconds = 0.0
    package var maxInFlight = 0
    package var compression = ""
    /// `sticky` or `round-robin`; empty where records have keys.
    package var nullKeyPartitioner = ""
    package var roundTripMicroseconds = 0.0
    package var jitterMicroseconds = 0.0
    /// Megabits per second; 0 is unlimited.
    package var bandwidthMegabitsPerSecond = 0.0
    package var serviceTimeMicroseconds = 0.0
    /// 0 is off.
    package var flushMessages = 0
    /// 0 is off.
    package var flushMilliseconds = 0.0

    package init() {}
}

/// What passed in the measured time.
package struct ThroughputCounts: Sendable, Codable, Equatable {
    /// Records whose intended time lay in the measured time; at `rate: max`, records sent in it.
    package var offeredRecords = 0
    /// Records acknowledged in the measured time.
    package var ackedRecords = 0
    /// Bytes of keys and values of those.
    package var ackedBytes = 0
    /// Records processed in the measured time, over all groups.
    package var consumedRecords = 0
    /// Sends that the cluster refused or that could not be written, over the whole run.
    package var failedRecords = 0
    /// Bytes that all brokers wrote to their logs in the measured time.
    package var logBytesWritten = 0

    package init() {}
}

package struct LatencyResults: Sendable, Codable {
    /// From the intended send time to the acknowledgement; at `rate: max`, from the actual send.
    package var publish = LatencyHistogram()
    /// From the intended send time to the end of processing; at `rate: max`, from the actual send.
    package var endToEnd = LatencyHistogram()
    /// From the intended to the actual send time; empty at `rate: max`.
    package var publishDelay = LatencyHistogram()

    package init() {}
}

/// What the checker counted over the whole run, warm-up and drain included, all groups together.
/// `correctness.md` terms: section names are in `Results/README.md`.
package struct VerificationCounts: Sendable, Codable, Equatable {
    /// Records that were processed and checked, over all groups.
    package var checkedRecords = 0
    /// Records processed after one of the same entity with a higher sequence, per group.
    package var keyOrderViolations = 0
    /// Entity sequences below the highest processed one that a group never processed.
    package var keyGaps = 0
    /// Sends that a group processed more than once, each repeat counted.
    package var duplicates = 0
    /// Sends acknowledged but not read by some group by the end of the drain (and, with no group,
    /// not in the final log).
    package var lostAcknowledged = 0
    /// Records read that no producer sent, or whose stamp makes no sense.
    package var phantoms = 0
    /// Offsets that one consumer skipped or read again in a partition.
    package var offsetGaps = 0

    package init() {}
}

package struct LagResult: Sendable, Codable, Equatable {
    /// The largest lag of any group in the measured time: records appended and not yet processed.
    package var maxRecords = 0
    /// The least-squares slope of the summed lag over the measured time, records per second.
    package var slopeRecordsPerSecond = 0.0
    /// The largest lag of one partition.
    package var maxPartitionRecords = 0

    package init() {}
}

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
    /// Worker threads that ran shards at some time in the measured time.
    package var threads = 0

    package init() {}
}

/// A reason not to take a run's numbers at face value. A flagged number is never printed bare.
package enum HonestyFlag: String, Hashable, Sendable, Codable, CaseIterable {
    /// The generator, not the cluster, set the pace.
    case generatorLimited = "generator-limited"
    /// Lag or throughput drifted over the measured time.
    case notSteady = "not-steady"
    /// Fewer records were sent than the schedule asked for, beyond 0.5 %.
    case fellBehind = "fell-behind"
    /// The kernel throttled writers or tasks stalled on I/O.
    case diskThrottled = "disk-throttled"
    /// A percentile has fewer than ten samples beyond it.
    case tooFewSamples = "too-few-samples"
    /// The run stopped at its byte cap.
    case byteCap = "byte-cap"
    /// Ctrl-C ended the run.
    case interrupted = "interrupted"
    /// Consumers did not reach the end of the log before the drain gave up.
    case notDrained = "not-drained"
}
