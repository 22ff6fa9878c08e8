/// What a run's load asks of the cluster, which decides what is worth measuring.
package enum RunLoad: Hashable, Sendable, CaseIterable {
    /// Records at intended times: latency counts from those.
    case offered
    /// `rate: search`: the highest rate at which nothing is left over, at intended times.
    case search
    /// `rate: max`: as many records as are taken, without intended times.
    case saturation
    /// Nothing is sent in the measured time: what was sent before is read.
    case reading
}

extension RunDimensions {
    /// What the load asks of the cluster.
    package var load: RunLoad {
        if sending == "warmup" { return .reading }
        if rate == "search" { return .search }
        return isSaturation ? .saturation : .offered
    }
}
