import Measurement
import Platform

/// Times benchmarks on the thread's CPU clock: many short samples each, of equally many operations,
/// some of which no other program disturbs.
package struct MicroRunner: Sendable {
    /// How long one sample is to take.
    package var sampleNanoseconds: Int64 = 4_000_000
    package var samples = 75

    package init() {}

    /// Prepares and times `benchmark`.
    package func measure(_ benchmark: MicroBenchmark) throws -> MicroResult {
        let work = try benchmark.prepare()
        let count = calibrated(work)
        var nanoseconds: [Double] = []
        nanoseconds.reserveCapacity(samples)
        let probe = AllocatorProbe()
        probe?.flushThreadCache()
        let allocatedBefore = probe?.count()
        var operations = 0
        for _ in 0..<samples {
            let begin = CPUClock.thread
            let performed = work.run(count)
            nanoseconds.append(Double(CPUClock.thread - begin) / Double(performed))
            operations += performed
        }
        probe?.flushThreadCache()
        var allocations: Double?
        if let allocatedBefore, let allocated = probe?.count() {
            allocations =
                Double(allocated.since(allocatedBefore).allocations) / Double(operations)
        }
        return MicroResult(
            name: benchmark.name, operation: benchmark.operation, nanoseconds: nanoseconds,
            allocations: allocations)
    }

    /// No sample has more operations than this, however little each takes.
    private static let operationsMax = 1 << 32

    /// Warms the work up and answers how many operations fill a sample.
    private func calibrated(_ work: any MicroWork) -> Int {
        var count = 1
        while true {
            let begin = CPUClock.thread
            let performed = work.run(count)
            let elapsed = max(1, CPUClock.thread - begin)
            if elapsed >= sampleNanoseconds / 4 || performed >= Self.operationsMax {
                let operations = Double(performed) * Double(sampleNanoseconds) / Double(elapsed)
                return Int(min(max(1, operations), Double(Self.operationsMax)))
            }
            count = performed * 2
        }
    }
}
