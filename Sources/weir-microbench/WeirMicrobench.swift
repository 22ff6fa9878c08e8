import ArgumentParser
import MicroBenchmarks

/// Times the program's hot pieces one by one.
@main
struct WeirMicrobench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-microbench",
        abstract: "Times the program's hot pieces one by one.",
        discussion: """
            Each benchmark is sampled several times; the minimum is what a quiet machine does, \
            the median what this one did. Allocations are per operation.
            """)

    @Option(help: "Only benchmarks whose name contains this.")
    var filter = ""

    @Flag(help: "Print the names and end.")
    var list = false

    func run() throws {
        let chosen = MicroBenchmark.all.filter { filter.isEmpty || $0.name.contains(filter) }
        guard !chosen.isEmpty else {
            throw ValidationError("no benchmark's name contains '\(filter)'")
        }
        let names = chosen.map(\.name)
        if list {
            for name in names { print(name) }
            return
        }
        print(MicroTable.head(names: names))
        for benchmark in chosen {
            print(MicroTable.row(try MicroRunner().measure(benchmark), names: names))
        }
    }
}
