import ArgumentParser
import Glibc
import Report

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes a results folder's summaries anew from its runs, and prints them.")

    @Argument(help: "The results folder.", completion: .directory)
    var directory: String

    func run() throws {
        try failing {
            let bench = try ResultsFolder.rerender(directory)
            print(
                TerminalSummary(bench, isTerminal: isatty(STDOUT_FILENO) != 0)
                    .text(resultsPath: directory))
        }
    }
}
