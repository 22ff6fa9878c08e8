import ArgumentParser
import Glibc

/// The command line: parsing and exit codes only.
@main
struct Weir: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir",
        abstract: "Measures a partitioned, replicated log under keyed load, and sizes it.",
        discussion: """
            Exit codes: 0 done, 1 a check failed, 2 bad input, 3 the machine refused \
            (disk full, no permission).
            """,
        version: "0.1.0",
        subcommands: [
            BenchCommand.self, CompareCommand.self, CompareCheckCommand.self,
            PlanCommand.self, SimulateCommand.self, CheckCommand.self, PitfallsCommand.self,
            ReportCommand.self, WorkloadsCommand.self, ImportOMBCommand.self,
        ])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            failure.exit()
        } catch {
            let code = exitCode(for: error)
            if code == .success {
                print(fullMessage(for: error))
                Glibc.exit(0)
            }
            let message = message(for: error)
            if !message.isEmpty { CommandFailure.printError("weir: \(message); see --help") }
            Glibc.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
