package import Planner

/// Renders what a plan request came to. The same outcome always gives the same text.
package enum PlanReport {
    /// For people: whose numbers were used, then the recommendation and why, or the excuses.
    package static func markdown(_ outcome: PlanOutcome) -> String {
        switch outcome {
        case .plan(let plan): PlanMarkdown(plan).text
        case .impossible(let refusal): RefusalMarkdown(refusal).text
        }
    }

    /// For spreadsheets: the columns `name,value,unit,reason`, a row a figure, in base units
    /// (bytes, seconds, shares of 1).
    package static func csv(_ outcome: PlanOutcome) -> String {
        switch outcome {
        case .plan(let plan): PlanTable(plan).csv
        case .impossible(let refusal): PlanTable(refusal).csv
        }
    }
}
