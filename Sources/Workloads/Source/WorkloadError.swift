/// Why a workload cannot be used. The description is one line that names the place, the value
/// and what was expected.
package enum WorkloadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder at `path` cannot be read.
    case unreadable(path: String, reason: String)
    /// The file at `path` cannot be written.
    case unwritable(path: String, reason: String)
    /// What is written at `place` is not a workload.
    case invalid(place: SourcePlace, problem: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .unwritable(let path, let reason): "\(path): could not be written: \(reason)"
        case .invalid(let place, let problem): "\(place): \(problem)"
        }
    }
}
