import ArgumentParser
import Workloads

struct ImportOMBCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-omb",
        abstract: "Makes a workload file from one of OpenMessaging Benchmark.",
        discussion: """
            What became of each key is said on the standard error and in comments of the file. \
            A key or a value that OpenMessaging Benchmark does not know is an error.

            Example:
              weir import-omb simple-workload.yaml -o simple.yaml
            """)

    @Argument(
        help: "The workload of OpenMessaging Benchmark.",
        completion: .file(extensions: ["yaml", "yml"]))
    var workload: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write, which must not exist (default: the standard output).",
            valueName: "file"))
    var output: String?

    func run() throws {
        try failing {
            let imported = try OMBImport.load(path: workload)
            if let output {
                try imported.write(to: output)
            } else {
                print(imported.text, terminator: "")
            }
            for note in imported.notes { StandardError.write("\(note)\n") }
        }
    }
}
