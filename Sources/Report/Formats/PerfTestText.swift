import Foundation
import Records
package import RunResults

/// Runs as kafka-producer-perf-test prints its last line, for scripts that read that one.
package enum PerfTestText {
    /// For each run, in the order in which they ran, a line that begins with `#` and names it and
    /// its flags, and then the line of the perf test.
    package static func text(of bench: BenchResult) -> String {
        let labels = RunLabels(bench.runs.map(\.dimensions))
        return bench.runs.map { run in
            let flags = run.flags.map(\.rawValue).joined(separator: ", ")
            return "# \(labels.text(run.dimensions))  repetition \(run.repetition)"
                + (flags.isEmpty ? "" : "  [\(flags)]") + "\n\(line(of: run))\n"
        }.joined()
    }

    /// The line as Kafka prints it: MB are 2^20 bytes of values, without keys, percentiles are
    /// whole milliseconds, the part below cut off, and a run without a record has no mean.
    package static func line(of run: RunResult) -> String {
        let seconds = max(run.measuredSeconds, 1e-9)
        let latency = run.latency.publish
        let percentiles = [50, 95, 99, 99.9].map { percentile in
            (latency.value(atPercentile: percentile)?.rawValue ?? 0) / 1_000_000
        }
        let mean = latency.mean.map { String(format: "%.2f", milliseconds($0.rawValue)) } ?? "NaN"
        return "\(run.throughput.ackedRecords) records sent, "
            + String(
                format: "%f records/sec (%.2f MB/sec), ",
                Double(run.throughput.ackedRecords) / seconds,
                Double(valueBytes(of: run)) / seconds / 1_048_576)
            + "\(mean) ms avg latency, "
            + String(format: "%.2f ms max latency, ", milliseconds(latency.max?.rawValue ?? 0))
            + zip(percentiles, ["50th", "95th", "99th", "99.9th"])
            .map { "\($0) ms \($1)" }.joined(separator: ", ") + "."
    }

    /// What was acknowledged without its keys; with them where the results do not tell them apart.
    private static func valueBytes(of run: RunResult) -> Int {
        guard run.dimensions.valueBytes > 0 else { return run.throughput.ackedBytes }
        let keyBytes = max(0, run.dimensions.recordBytes - run.dimensions.valueBytes)
        return max(0, run.throughput.ackedBytes - keyBytes * run.throughput.ackedRecords)
    }

    private static func milliseconds(_ nanoseconds: Int64) -> Double {
        Double(nanoseconds) / 1e6
    }
}
