package import Checker
package import LoadGenerator
import Measurement
import Platform
package import RunResults
import Workloads

/// Runs against the engine in this process, in real time, over real files.
package final class EmbeddedTarget: LogTarget {
    package let engine = "embedded"
    private let options: Options

    /// How runs are done, apart from what a workload says.
    package struct Options: Sendable {
        /// An existing directory under which each run makes a directory of its own.
        package var dataDirectory: String
        /// Whether the logs stay when a run has ended.
        package var keepsData = false
        /// Takes what clients did in each run, record by record; nil where that is not recorded.
        package var onHistory: (@Sendable (RunPlan, HistoryRecording) -> Void)?
        /// Threads that work at most; at least 1.
        package var threadsMax = 1
        /// Kept bytes at which a run stops early, where there is room for more.
        package var byteCapMax = Int.max

        package init(dataDirectory: String) { self.dataDirectory = dataDirectory }
    }

    package init(_ options: Options) { self.options = options }

    package func run(
        _ plan: RunPlan, observer: any RunObserver
    ) throws(TargetError) -> RunResult? {
        do throws(MeasurementError) {
            let preflight = try Preflight.check(dataDirectory: options.dataDirectory)
            let gate = DirtyPageGate(
                pages: SystemDirtyPages(dataDirectory: options.dataDirectory))
            _ = try gate.wait(isInterrupted: { observer.isInterrupted })
            if observer.isInterrupted { return nil }
            let directory: String
            do throws(PlatformError) {
                directory = try Directory.createUnique(
                    prefix: "weir-run-\(plan.order)-", in: options.dataDirectory)
            } catch { throw .platform(error) }
            defer { if !options.keepsData { try? Directory.removeTree(directory) } }
            let run = EmbeddedRun(
                plan: plan, engine: engine, directory: directory, options: options,
                preflight: preflight, observer: observer)
            return try run.execute()
        } catch { throw .machine("\(error)") }
    }
}
