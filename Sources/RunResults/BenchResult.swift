/// What one `weir bench` left: its runs in the order in which they ran, and where they ran.
package struct BenchResult: Sendable {
    package var workload: String
    package var question: String
    package var environment: RunEnvironment
    package var runs: [RunResult]
    /// Cells of the matrix that cannot exist, each as one line with its reason.
    package var skipped: [String]
    /// Whether Ctrl-C cut the matrix short.
    package var interrupted: Bool

    package init(
        workload: String, question: String, environment: RunEnvironment, runs: [RunResult],
        skipped: [String], interrupted: Bool
    ) {
        self.workload = workload
        self.question = question
        self.environment = environment
        self.runs = runs
        self.skipped = skipped
        self.interrupted = interrupted
    }
}
