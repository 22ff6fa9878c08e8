/// Why no plan could be attempted: an input that is missing or makes no sense.
///
/// A request that makes sense and cannot be met is no error; it is a `Refusal` with excuses.
package enum PlanError: Error, Hashable, Sendable {
    /// `flag` was given `value`, which is not `expected`.
    case invalidValue(flag: String, value: String, expected: String)
    /// The results hold no row from which the per-partition rate can be read.
    case noUsableRows(lookedFor: String, found: String, results: String)
    /// Neither results nor a stated per-partition rate were given.
    case noPartitionRate
    /// Groups read the topic, and nothing says what one consumer carries.
    case noConsumerRate(lookedFor: String, results: String?)
}

extension PlanError: CustomStringConvertible {
    /// One line that names the place, the value and what was expected.
    package var description: String {
        switch self {
        case .invalidValue(let flag, let value, let expected):
            return "\(flag) is \(value.isEmpty ? "empty" : value); expected \(expected)"
        case .noUsableRows(let lookedFor, let found, let results):
            return "\(results) has no row with \(lookedFor); it has \(found): "
                + "run that setting, or state --per-partition-throughput"
        case .noPartitionRate:
            return "--per-partition-throughput is missing and there are no results to read it "
                + "from; expected one of the two"
        case .noConsumerRate(let lookedFor, let results):
            let place = results.map { "\($0) has no row with \(lookedFor)" }
            return "\(place ?? "there are no results to read a consumer's rate from"); "
                + "expected such a row, --per-consumer-throughput, --service-time or --groups 0"
        }
    }
}
