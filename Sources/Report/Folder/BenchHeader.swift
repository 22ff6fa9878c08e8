import RunResults

/// What `environment.json` holds: everything of a bench but its runs.
struct BenchHeader: Codable {
    /// The layout of the folder's JSON files; 1 is the only one so far.
    static let currentFormat = 1

    /// What a header of any format says of it; nil where it says nothing.
    struct Stamp: Decodable {
        var format: Int?
    }

    var format = BenchHeader.currentFormat
    var workload: String
    var question: String
    var interrupted: Bool
    var skipped: [String]
    var environment: RunEnvironment
}

extension BenchHeader {
    init(_ bench: BenchResult) {
        self.init(
            workload: bench.workload, question: bench.question, interrupted: bench.interrupted,
            skipped: bench.skipped, environment: bench.environment)
    }

    func bench(runs: [RunResult]) -> BenchResult {
        BenchResult(
            workload: workload, question: question, environment: environment, runs: runs,
            skipped: skipped, interrupted: interrupted)
    }
}
