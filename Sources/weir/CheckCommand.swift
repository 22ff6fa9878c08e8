import ArgumentParser
import Report

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judges a recorded history: order, loss, duplication.",
        discussion: """
            A history is a file of JSON lines, of Weir or of any other log system; \
            Sources/Checker/HISTORY.md documents it. What the settings in its header permit is \
            counted apart. Exits with 1 if it finds what they forbid.

            Example:
              weir check history.jsonl --format csv
            """)

    @Argument(help: "The history.", completion: .file(extensions: ["jsonl"]))
    var history: String

    @Option(help: "md, csv or json.")
    var format = Format.md

    @Option(help: "Judges the consumers of this group only; what all read still counts.")
    var group: String?

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case md, csv, json
    }

    func run() throws {
        try failing {
            let report = try HistoryFile.report(at: history, group: group)
            switch format {
            case .md: print(report.markdown, terminator: "")
            case .csv: print(report.csv, terminator: "")
            case .json: print(try report.json(), terminator: "")
            }
            if report.hasForbidden { throw CommandFailure(message: "", code: 1) }
        }
    }
}
