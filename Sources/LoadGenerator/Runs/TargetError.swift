/// Why a run could not be done.
package enum TargetError: Error, Hashable, Sendable {
    /// The machine refused: disk full, no permission, too few file descriptors. One line.
    case machine(String)
}

extension TargetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .machine(let reason): reason
        }
    }
}
