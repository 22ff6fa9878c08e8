/// Where the time of records went, from the intended send time to the end of processing: stage by
/// stage, of the records of some batches.
///
/// Of each record the stages add up to its end-to-end latency, and so do their means. At
/// `rate: max` everything begins at the actual send.
package struct StageLatencies: Sendable, Codable, Equatable {
    private var accumulate = LatencyHistogram()
    private var queue = LatencyHistogram()
    private var append = LatencyHistogram()
    private var replicate = LatencyHistogram()
    private var fetch = LatencyHistogram()
    private var process = LatencyHistogram()
    /// All stages of each record together.
    package var total = LatencyHistogram()

    package init() {}

    package subscript(stage: LatencyStage) -> LatencyHistogram {
        _read {
            switch stage {
            case .accumulate: yield accumulate
            case .queue: yield queue
            case .append: yield append
            case .replicate: yield replicate
            case .fetch: yield fetch
            case .process: yield process
            }
        }
        _modify {
            switch stage {
            case .accumulate: yield &accumulate
            case .queue: yield &queue
            case .append: yield &append
            case .replicate: yield &replicate
            case .fetch: yield &fetch
            case .process: yield &process
            }
        }
    }

    /// Adds the latencies of `other` to these.
    package mutating func add(_ other: StageLatencies) {
        for stage in LatencyStage.allCases { self[stage].add(other[stage]) }
        total.add(other.total)
    }
}
