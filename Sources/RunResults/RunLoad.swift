/// What a run's load asks of the cluster, which decides what is worth measuring.
package enum RunLoad: Hashable, Sendable, CaseIterable {
    /// Records at intended times: latency counts from those.
    case offered
    /// `rate: max`: as many records as are taken, without intended times.
    case saturation
    /// Nothing is sent in the measured time: what was sent before is read.
    case reading
}

extension RunDimensions {
    /// What the load asks of the cluster.
    package var load: RunLoad {
        if sending == "warmup" { return .reading }
        return isSaturation ? .saturation : .offered
    }
}
