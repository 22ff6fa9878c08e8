package import RunResults
package import Workloads

/// A log that a run can be driven against.
package protocol LogTarget: AnyObject {
    /// What the `engine` column says.
    var engine: String { get }

    /// Does one run and answers what it left, or nil where the observer interrupted it. Blocks
    /// until the run has been drained and cleaned up after.
    ///
    /// - Throws: `TargetError` where the run could not be done or measured.
    func run(_ plan: RunPlan, observer: any RunObserver) throws(TargetError) -> RunResult?
}

/// One run of a matrix.
package struct RunPlan: Sendable {
    package let configuration: RunConfiguration
    /// From 1.
    package let repetition: Int
    /// The run's own seed, derived from the workload's and the repetition.
    package let seed: UInt64
    /// The run's place in the interleaved order, from 1.
    package let order: Int

    package init(configuration: RunConfiguration, repetition: Int, seed: UInt64, order: Int) {
        self.configuration = configuration
        self.repetition = repetition
        self.seed = seed
        self.order = order
    }
}

/// Who watches runs, and may end them.
package protocol RunObserver: AnyObject, Sendable {
    /// Whether the run is to be given up; earlier runs keep.
    var isInterrupted: Bool { get }
    /// A few times a second while a run is under way.
    func progress(_ progress: RunProgress)
}

/// How a run stands.
package struct RunProgress: Hashable, Sendable {
    package enum Phase: String, Hashable, Sendable {
        case preparing = "preparing"
        case warmup = "warm-up"
        case measuring = "measuring"
        case draining = "draining"
    }

    package var phase: Phase
    /// Seconds since the run's start.
    package var elapsedSeconds: Double
    /// Records acknowledged per second since the last progress.
    package var ackedRecordsPerSecond: Double
    /// Records appended and not yet processed, over all groups.
    package var lagRecords: Int

    package init(
        phase: Phase, elapsedSeconds: Double, ackedRecordsPerSecond: Double, lagRecords: Int
    ) {
        self.phase = phase
        self.elapsedSeconds = elapsedSeconds
        self.ackedRecordsPerSecond = ackedRecordsPerSecond
        self.lagRecords = lagRecords
    }
}
