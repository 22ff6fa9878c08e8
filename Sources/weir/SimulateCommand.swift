import ArgumentParser
import Faults
import Glibc
import Platform
import Records
import Simulation
import Targets
import Workloads

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Explores seeded histories of the cluster in virtual time, with faults.",
        discussion: """
            The very brokers, clients, generator and checker of a benchmark, with modelled disks, \
            links and processors. Each seed draws a cluster, a load and faults; invariants are \
            checked after every step, the clients' history at the end. A seed that fails is made \
            smaller and printed as a command that shows it again. Exits with 1 if a seed fails.

            Examples:
              weir simulate --seeds 1000
              weir simulate --seed 7 --trace
              weir simulate --for 10min --first-seed 100000
            """)

    @Option(help: "How many seeds (default: 1000, or as many as fit with --for).")
    var seeds: Int?

    @Option(help: "The first seed of many.")
    var firstSeed: UInt64 = 1

    @Option(help: "One seed alone.")
    var seed: UInt64?

    @Flag(help: "Prints the history of --seed, a line for each thing that happens.")
    var trace = false

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Goes on for so long: 90s, 10min, 2h.", valueName: "time"))
    var duration: String?

    @Option(help: "Threads (default: the CPUs that this process may use).")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "With --seed: this fault instead of those drawn; may be given more than once.",
            valueName: "fault"))
    var fault: [String] = []

    @Flag(help: "With --seed: no faults.")
    var noFaults = false

    @Option(
        help: ArgumentHelp(
            "With --seed: how long everything may fail.", valueName: "time"))
    var safetyTime: String?

    @Option(
        help: ArgumentHelp(
            "With --seed: how long producers get records (default: until enough came of it).",
            valueName: "time"))
    var sendingTime: String?

    #if PLANTED_BUGS
        @Option(help: ArgumentHelp("Switches a bug on.", valueName: "bug"))
        var plant: String?

        @Flag(help: "Looks for seeds that show each planted bug by the name of what it breaks.")
        var mutants = false
    #endif

    @Flag(help: "Prints a failing seed as it is, without making it smaller.")
    var noShrink = false

    func validate() throws {
        if let seeds, seeds < 1 { throw ValidationError("--seeds: \(seeds) is not above 0") }
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads: \(threads) is not in 1...256")
        }
        if seed != nil, seeds != nil || duration != nil {
            throw ValidationError("--seed is one seed alone: not with --seeds or --for")
        }
        let isAlone = seed != nil
        if !isAlone, trace { throw ValidationError("--trace needs --seed") }
        if !isAlone, noFaults || !fault.isEmpty || safetyTime != nil || sendingTime != nil {
            throw ValidationError(
                "--fault, --no-faults, --safety-time and --sending-time need --seed")
        }
        if noFaults, !fault.isEmpty { throw ValidationError("--no-faults excludes --fault") }
    }

    func run() throws {
        try failing {
            #if PLANTED_BUGS
                if mutants { return try runMutants() }
            #endif
            if let seed { return try runOne(seed) }
            try runMany()
        }
    }

    private func runOne(_ seed: UInt64) throws {
        var scenario = drawn(seed)
        if noFaults { scenario.faults = [] }
        if !fault.isEmpty {
            scenario.faults = try OptionReader.faults(fault)
        }
        if let safetyTime {
            scenario.safetyTime = try OptionReader.duration(
                safetyTime, of: "--safety-time")
        }
        if let sendingTime {
            scenario.sendingTime = try OptionReader.duration(
                sendingTime, of: "--sending-time")
            scenario.goals = SimulationGoals()
        }
        let sink: ((String) -> Void)? = trace ? { print($0, terminator: "\n") } : nil
        let report = SeedTrial(scenario).run(trace: sink)
        print(SimulationText.one(report), terminator: "")
        guard report.isSound else {
            try shrink(report)
            throw CommandFailure(message: "", code: 1)
        }
    }

    #if PLANTED_BUGS
        /// A line for each bug. Fails where one is not caught, or its seed fails without it too.
        private func runMutants() throws {
            var failures = 0
            for bug in PlantedBug.allCases {
                let seeds = firstSeed..<(firstSeed + UInt64(seeds ?? 500))
                guard let found = MutationTrial(bug).run(seeds: seeds) else {
                    failures += 1
                    print("\(bug): not caught in \(seeds.count) seeds")
                    continue
                }
                let isSound = found.withoutBug.isEmpty
                if !isSound { failures += 1 }
                print(
                    "\(bug): \(found.name), seed \(found.seed), which "
                        + (isSound ? "passes without it" : "fails without it too"))
            }
            print("\(PlantedBug.allCases.count - failures) of \(PlantedBug.allCases.count) caught")
            if failures > 0 { throw CommandFailure(message: "", code: 1) }
        }
    #endif

    private func drawn(_ seed: UInt64) -> SimulationScenario {
        #if PLANTED_BUGS
            var scenario = SimulationScenario(drawnFrom: seed)
            if let bug = PlantedBug.allCases.first(where: { "\($0)" == plant }) {
                scenario.plant(bug)
            }
            return scenario
        #else
            return SimulationScenario(drawnFrom: seed)
        #endif
    }

    private func runMany() throws {
        try InterruptFlag.install()
        let limit = try duration.map {
            try OptionReader.duration($0, of: "--for")
        }
        let watcher = SimulationProgress(
            seeds: limit == nil ? (seeds ?? 1000) : seeds, time: limit)
        let count = UInt64(seeds ?? (limit == nil ? 1000 : Int(Int32.max)))
        let command = self
        let campaign = SimulationCampaign(seeds: firstSeed..<(firstSeed &+ count)) {
            command.drawn($0)
        }
        let tally = try campaign.run(
            threads: threads ?? SystemInfo.usableCPUs, watcher: watcher)
        watcher.finish()
        print(SimulationText.many(tally, seconds: watcher.seconds), terminator: "")
        if let first = tally.failures.first {
            try shrink(first)
            throw CommandFailure(message: "", code: 1)
        }
        if InterruptFlag.isRaised { throw CommandFailure(message: "", code: 130) }
    }

    /// Makes a failing seed smaller and prints the command that shows it again.
    private func shrink(_ report: SeedReport) throws {
        guard !noShrink, let name = report.findings.first?.name else {
            print("\nreproduce: \(SimulationText.command(report.scenario, isWhole: true))")
            return
        }
        let smallest = ScenarioShrinker().shrink(report.scenario) { candidate in
            SeedTrial(candidate).run().findings.contains { $0.name == name }
        }
        print("\nreproduce: \(SimulationText.command(smallest, isWhole: false))")
    }
}
