package import Records

/// What a rate has to meet that `rate: search` looks for, and how closely it is told.
package struct SearchSettings: Hashable, Sendable, Codable {
    /// `slo.achieved`: the smallest share of the offered records that is acknowledged in time,
    /// 0.5...1.
    package var achievedMin = 0.995
    /// `slo.publish.p99`: what 99 % of records may take to the acknowledgement at most; nil asks
    /// nothing of latency.
    package var publishP99Max: Nanoseconds?
    /// `search.precision`: how far the lowest rate that failed may lie above the highest that
    /// passed, as a part of it: 0.005...0.5.
    package var precision = 0.04

    package init() {}
}
