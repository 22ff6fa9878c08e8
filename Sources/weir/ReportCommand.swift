import ArgumentParser
import Report

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes a results folder's summaries and pages anew from its runs.",
        discussion: """
            Examples:
              weir report Results/reference
              weir report Results/reference --format perf-test
            """)

    @Argument(help: "The results folder.", completion: .directory)
    var directory: String

    @Option(help: BenchOutput.help)
    var format = BenchOutput.text

    func run() throws {
        try failing {
            let bench = try ResultsFolder.rerender(directory) {
                StandardError.write("\($0)\n")
            }
            try format.show(bench, resultsPath: directory)
        }
    }
}
