import Records
import RunResults

/// Latencies of 1 µs to 1 ms put into a histogram.
package final class HistogramWork: MicroWork {
    private var histogram = LatencyHistogram()
    private var random = RandomSource(seed: 3)

    package init() {}

    package func run(_ count: Int) -> Int {
        var source = random
        for _ in 0..<count {
            histogram.record(Nanoseconds(1_000 + Int64(source.next(below: 1_000_000))))
        }
        random = source
        return count
    }

    /// Latencies in the histogram.
    package var effects: Int { histogram.count }
}
