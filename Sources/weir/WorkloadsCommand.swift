import ArgumentParser
import Workloads

struct WorkloadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workloads",
        abstract: "Lists the workloads of a folder with the question that each answers.")

    @Argument(help: "The folder.", completion: .directory)
    var directory = "Workloads"

    func run() throws {
        try failing {
            let catalog = try WorkloadCatalog.list(directory: directory)
            for entry in catalog.entries {
                print("\(entry.name)  (\(entry.path))")
                print("    \(entry.question)")
                print(
                    "    \(entry.cellCount) configurations, about "
                        + "\(Int(entry.estimatedSeconds.rounded(.up))) s")
            }
            if catalog.entries.isEmpty { print("no workloads in \(directory)") }
            guard let error = catalog.errors.first else { return }
            throw error
        }
    }
}
