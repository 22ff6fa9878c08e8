import ArgumentParser
import Checker
import LoadGenerator
import Platform
import Targets
import Workloads

/// How runs are done, on the command line.
struct RunOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replaces a setting; commas sweep it. May be given more than once.",
            valueName: "setting=value[,value]"))
    var settings: [String] = []

    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            "Adds a fault to those of the file, such as at=5s,kill=leader,partition=0,for=3s. May "
                + "be given more than once.",
            valueName: "key=value,key=value"))
    var faults: [String] = []

    @Option(
        help: ArgumentHelp(
            "The results folder, which must not exist (default: a new one in Results).",
            valueName: "dir"))
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Where the logs go (default: /dev/shm where that is memory with room, else $TMPDIR).",
            valueName: "dir"))
    var dataDir: String?

    @Option(help: "Replaces the file's run.seed.")
    var seed: UInt64?

    @Option(
        help: """
            What runs are done on: embedded, in real time on this machine's disk, or simulated, in \
            virtual time on modelled disks, links and processors (default: embedded).
            """)
    var engine: Engine?

    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case embedded, simulated
    }

    @Flag(help: "One short run of each cell: to try a file out, not to measure.")
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

    func overrides(_ variation: WorkloadVariation?) -> WorkloadOverrides {
        WorkloadOverrides(
            settings: settings, seed: seed, faults: faults, isQuick: quick, variation: variation)
    }

    /// What runs are done on; searches are done as several runs.
    ///
    /// - Parameter onHistory: takes what clients did, record by record; nil where that is not
    ///   recorded.
    func target(
        _ directory: String, keepsData: Bool = false,
        onHistory: (@Sendable (RunPlan, HistoryRecording) -> Void)? = nil
    ) -> any LogTarget {
        if engine == .simulated { return SearchingTarget(SimulatedTarget(onHistory: onHistory)) }
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.keepsData = keepsData
        options.threadsMax = threads ?? SystemInfo.usableCPUs
        options.onHistory = onHistory
        return SearchingTarget(EmbeddedTarget(options))
    }
}
