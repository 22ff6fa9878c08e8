import ArgumentParser
import LoadGenerator
import Platform
import Targets
import Workloads

/// How the runs of a comparison are done, on the command line.
struct ComparedRunOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replaces a setting on all sides; commas make a comparison for each value. May be "
                + "given more than once.",
            valueName: "setting=value[,value]"))
    var settings: [String] = []

    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            "Adds a fault on all sides. May be given more than once.",
            valueName: "key=value,key=value"))
    var faults: [String] = []

    @Option(
        help: ArgumentHelp(
            "The results folder, which must not exist (default: Results/NAME-compared-TIME).",
            valueName: "dir"))
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Where the logs go (default: /dev/shm where that is memory with room, else $TMPDIR).",
            valueName: "dir"))
    var dataDir: String?

    @Option(help: "Replaces the file's run.seed.")
    var seed: UInt64?

    @Option(help: "What runs are done on: embedded or simulated.")
    var engine: BenchCommand.Engine?

    @Flag(help: "Short runs: to try a comparison out.")
    var quick = false

    @Option(help: "Worker threads at most (default: the CPUs that this process may use).")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads: \(threads) is not in 1...256")
        }
    }

    /// Whether any was given.
    var isGiven: Bool {
        !settings.isEmpty || !faults.isEmpty || results != nil || dataDir != nil || seed != nil
            || engine != nil || quick || threads != nil
    }

    func overrides(_ variation: WorkloadVariation) -> WorkloadOverrides {
        WorkloadOverrides(
            settings: settings, seed: seed, faults: faults, isQuick: quick, variation: variation)
    }

    func target(_ directory: String) -> any LogTarget {
        if engine == .simulated { return SearchingTarget(SimulatedTarget(onHistory: nil)) }
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.threadsMax = threads ?? SystemInfo.usableCPUs
        return SearchingTarget(EmbeddedTarget(options))
    }
}
