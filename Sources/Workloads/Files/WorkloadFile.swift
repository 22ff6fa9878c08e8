package import Faults
import Records

/// A workload: the question it asks and the cells that answer it.
package struct WorkloadFile: Sendable {
    /// The file's name as it was given.
    package let path: String
    package let name: String
    /// What the workload answers, on one line.
    package let question: String
    /// How to read the answer, on one line; nil when the file does not say.
    package let reading: String?
    /// Where the file's text begins, for errors about what it lacks.
    package let start: SourcePlace
    /// The file's text, without the overrides.
    package let source: String
    /// What the command line changed.
    package let overrides: WorkloadOverrides
    /// What is done to the cluster in every run: the file's faults, then those of the options.
    package let faults: [Fault]
    /// The configurations to run, at least one, no two alike.
    package let cells: [RunConfiguration]
    /// The cells of the matrix that cannot exist.
    package let skipped: [SkippedCell]

    /// What it claims about a pitfall; nil where it is about none.
    package let pitfall: Pitfall?

    /// The faults with where they were written.
    let placedFaults: [PlacedFault]
    /// The file's own settings, overrides applied.
    let base: SettingGrid
    /// The settings of each `also` entry that added cells, overrides applied.
    let additions: [SettingGrid]

    /// Warm-up and measuring of all runs together, in seconds; what a run needs besides is not
    /// counted.
    package var estimatedSeconds: Double {
        cells.reduce(0) { $0 + $1.estimatedSeconds * Double($1.run.repetitions) }
    }

    /// Reads and parses the file at `path`. Throws `WorkloadError` for the first mistake found.
    package static func load(
        path: String, overrides: WorkloadOverrides = .none
    ) throws(WorkloadError) -> WorkloadFile {
        let text = try SourceText.read(path: path)
        return try WorkloadFile(parsing: text, path: path, overrides: overrides)
    }
}
