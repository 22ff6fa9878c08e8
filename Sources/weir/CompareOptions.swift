import ArgumentParser
import Comparisons

/// How comparisons are judged, on the command line.
struct CompareOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The column of runs.csv that is judged by itself (default: acked_records_per_s at "
                + "rate max, else publish_p50_us).",
            valueName: "column"))
    var measure: String?

    @Option(help: ArgumentHelp("Up to where a difference does not matter.", valueName: "percent"))
    var margin = Share(percent: 5)

    @Option(
        help: ArgumentHelp(
            "How often the interval of that measure holds the truth, and those of all others "
                + "together do.",
            valueName: "percent"))
    var confidence = Share(percent: 99)

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if a comparison shows it: 'publish_p99_us > +10%', \
            'acked_records_per_s < -5%'. It does where the whole interval lies beyond the bound. \
            May be given more than once.
            """,
            valueName: "condition"))
    var failIf: [String] = []

    @Flag(help: "Exit with 1 also where the runs vary too much to decide a --fail-if.")
    var failUndecided = false

    @Option(help: "What is printed: md or csv.")
    var format = Format.md

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case md, csv
    }

    func validate() throws {
        guard margin.value > 0, margin.value < 1 else {
            throw ValidationError("--margin: expected a percentage above 0 and below 100")
        }
        guard confidence.value >= 0.5, confidence.value <= 0.9999 else {
            throw ValidationError("--confidence: expected a percentage in 50...99.99")
        }
        if failUndecided, failIf.isEmpty {
            throw ValidationError("--fail-undecided needs --fail-if")
        }
    }

    /// Throws `CommandFailure` for a column or a condition that is none.
    func settings() throws -> ComparisonSettings {
        if let measure {
            do { _ = try ComparableColumn.named(measure) } catch {
                throw CommandFailure.badInput("--measure: \(error)")
            }
        }
        return ComparisonSettings(
            confidence: confidence.value, margin: margin.value, primary: measure,
            columns: try conditions().map(\.column))
    }

    /// Throws `CommandFailure` for the first that cannot be read.
    func conditions() throws -> [FailCondition] {
        try failIf.map { text in
            do { return try FailCondition(parsing: text) } catch {
                throw CommandFailure.badInput("--fail-if: \(error)")
            }
        }
    }

    /// Ends the command where a condition is met, or, if that was asked for, undecided.
    func check(_ report: ComparisonReport) throws {
        let judgements = report.judgements
        for condition in report.conditions {
            let outcomes = judgements.filter { $0.condition == condition }.map(\.outcome)
            let met = outcomes.filter { $0 == .met }.count
            let undecided = outcomes.filter { $0 == .undecided }.count
            let name = "--fail-if '\(condition.text)'"
            if met > 0 {
                throw CommandFailure(
                    message: "\(name): met in \(met) of \(outcomes.count) comparisons", code: 1)
            }
            guard undecided > 0 else { continue }
            let text = "\(name): undecided in \(undecided) of \(outcomes.count) comparisons"
            if failUndecided { throw CommandFailure(message: text, code: 1) }
            CommandFailure.printError("weir: \(text), no failure without --fail-undecided")
        }
    }
}
