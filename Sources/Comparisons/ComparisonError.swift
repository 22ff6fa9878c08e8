/// Why something cannot be compared, as one line.
package enum ComparisonError: Error, Hashable, Sendable {
    /// `runs.csv` has no such column.
    case unknownColumn(name: String, nearest: String?)
    /// The column is a setting or a count.
    case notAMeasure(name: String)
    /// A condition is not written as `COLUMN > +N%` or `COLUMN < -N%`.
    case invalidCondition(text: String, problem: String)
    /// Two benches have nothing to set against each other.
    case nothingInCommon(String)
}

extension ComparisonError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownColumn(let name, let nearest):
            "'\(name)' is no column of runs.csv"
                + (nearest.map { "; did you mean '\($0)'?" }
                    ?? "; expected a measure, such as publish_p99_us")
        case .notAMeasure(let name):
            "'\(name)' is a setting or a count, which has no ratio; expected a measure, such as "
                + "publish_p99_us"
        case .invalidCondition(let text, let problem): "'\(text)': \(problem)"
        case .nothingInCommon(let reason): reason
        }
    }
}
