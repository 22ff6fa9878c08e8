import ArgumentParser
import Glibc
import Report
import RunResults

/// What a bench prints on its standard output.
enum BenchOutput: String, ExpressibleByArgument, CaseIterable {
    case text
    case perfTest = "perf-test"
    case json

    static let help: ArgumentHelp = """
        What is printed: text, tables for people; perf-test, each run as the last line of \
        kafka-producer-perf-test, after a line with # that names it; json, one document.
        """

    func show(_ bench: BenchResult, resultsPath: String) throws {
        switch self {
        case .text:
            let summary = TerminalSummary(bench, isTerminal: isatty(STDOUT_FILENO) != 0)
            print(summary.text(resultsPath: resultsPath))
        case .perfTest: print(PerfTestText.text(of: bench), terminator: "")
        case .json:
            print(try BenchJSON(bench, resultsPath: resultsPath).text(), terminator: "")
        }
    }
}
