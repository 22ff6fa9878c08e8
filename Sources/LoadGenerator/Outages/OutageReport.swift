package import Records

/// The outages that all producers of a run met, taken together.
///
/// Outages of one partition that overlap, whichever producers met them, are one: from the first
/// begin to the last end. Takes O(n log n) time in the outages.
package struct OutageReport: Hashable, Sendable {
    /// Outages that touch the measured time, at their whole length; by partition, then by begin.
    package private(set) var outages: [Outage] = []
    /// How much of the measured time some partition was in an outage.
    package private(set) var unavailable = Nanoseconds.zero

    package init(_ outages: [Outage], timeline: RunTimeline) {
        let sorted = outages.sorted {
            ($0.partition, $0.begin, $0.end) < ($1.partition, $1.begin, $1.end)
        }
        var merged: [Outage] = []
        for outage in sorted {
            if let last = merged.last, last.partition == outage.partition,
                outage.begin < last.end
            {
                merged[merged.count - 1].end = max(last.end, outage.end)
                merged[merged.count - 1].isFailover = last.isFailover || outage.isFailover
            } else {
                merged.append(outage)
            }
        }
        self.outages = merged.filter {
            $0.begin < timeline.measureEnd && $0.end > timeline.measureStart
        }
        unavailable = Self.union(of: self.outages, timeline)
    }

    /// How long each failover took, the shortest first.
    package var failoverTimes: [Nanoseconds] {
        outages.filter(\.isFailover).map { $0.end - $0.begin }.sorted()
    }

    private static func union(of outages: [Outage], _ timeline: RunTimeline) -> Nanoseconds {
        var sum = Nanoseconds.zero
        var covered = timeline.measureStart
        for outage in outages.sorted(by: { $0.begin < $1.begin }) {
            let begin = max(outage.begin, covered)
            let end = min(outage.end, timeline.measureEnd)
            guard begin < end else { continue }
            sum += end - begin
            covered = end
        }
        return sum
    }
}
