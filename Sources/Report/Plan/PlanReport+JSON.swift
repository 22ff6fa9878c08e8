import Foundation
package import Planner

extension PlanReport {
    /// For programs: an object with the one key `plan` or `refusal`, keys sorted.
    ///
    /// - Throws: `EncodingError` when a figure is not finite, which no validated request gives.
    package static func json(_ outcome: PlanOutcome) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(outcome), as: UTF8.self) + "\n"
    }
}
