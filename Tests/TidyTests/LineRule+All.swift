extension LineRule {
    /// Modules that are step functions or pure: time, chance and effects are handed to them, and
    /// the same seed gives the same trace.
    static let stepModules = [
        "Records", "Messages", "ConsumerGroups", "Storage", "Replication", "Brokers", "Client",
        "Checker",
    ]

    static let all: [LineRule] = [
        LineRule(
            "no unfinished work", readsComments: true, appliesTo: isText,
            isBroken: holdsAny(["TO" + "DO", "FIX" + "ME", "XX" + "X:"])),
        LineRule(
            "lines of at most 100 characters", readsComments: true, appliesTo: isSwift,
            isBroken: { $0.count > 100 }),
        LineRule(
            "no white space at the end of a line", readsComments: true, appliesTo: isText,
            isBroken: { $0.last?.isWhitespace == true }),
        LineRule(
            "no tabs", readsComments: true, appliesTo: { isSwift($0) || isC($0) },
            isBroken: { $0.contains("\t") }),
        LineRule(
            "no operation that traps instead of failing",
            appliesTo: isSwift,
            isBroken: holdsAny(["try" + "! ", " as" + "! ", "fatal" + "Error("])),
        LineRule(
            "access between modules is package, but for what must inline into other modules",
            appliesTo: { isSwift($0) && isSource($0) && !mayInlineAcross($0) },
            isBroken: { line in
                let word = line.split(separator: " ").first { !$0.hasPrefix("@") }
                return word == "public" || word == "open"
            }),
        LineRule(
            "only the command line prints",
            appliesTo: { isSwift($0) && isSource($0) && !isCommandLine($0) },
            isBroken: { line in
                line.split(whereSeparator: { " {;".contains($0) })
                    .contains { $0.hasPrefix("print" + "(") || $0.hasPrefix("debugPrint(") }
            }),
        LineRule(
            "no chance in a step function", appliesTo: isInStepModule,
            isBroken: holdsAny([
                "SystemRandomNumberGenerator", ".random(", "shuffled()", ".shuffle()",
                "randomElement()", ".hashValue", "Hasher()", "arc4random", "getrandom", "UUID()",
            ])),
        LineRule(
            "no clock in a step function", appliesTo: isInStepModule,
            isBroken: holdsAny([
                "clock_gettime", "Date()", "Date.now", "ContinuousClock", "SuspendingClock",
                "DispatchTime", "MonotonicClock", "WallClock", "gettimeofday",
            ])),
        LineRule(
            "no thread in a step function", appliesTo: isInStepModule,
            isBroken: holdsAny([
                "pthread_", "Thread(", "Task {", "Task.detached", "DispatchQueue",
            ])),
        LineRule(
            "no path of this machine", readsComments: true,
            appliesTo: { isText($0) || isResult($0) },
            isBroken: holdsAny([
                Repository.root + "/", "/ho" + "me/", "/Us" + "ers/", "/ro" + "ot/",
            ])
        ),
    ]

    private static func holdsAny(_ words: [String]) -> @Sendable (Substring) -> Bool {
        { line in words.contains { line.contains($0) } }
    }

    @Sendable private static func isSwift(_ path: String) -> Bool { path.hasSuffix(".swift") }

    @Sendable private static func isC(_ path: String) -> Bool {
        path.hasSuffix(".c") || path.hasSuffix(".h")
    }

    /// Swift 6.3 inlines only what is public into other modules.
    private static func mayInlineAcross(_ path: String) -> Bool {
        let places = [
            "Sources/Records/", "Sources/Workloads/", "Sources/RunResults/", "Sources/Checker/",
            "Sources/Client/Producer/", "Sources/LoadGenerator/",
            "Sources/Targets/Clients/AccumulatorSink.swift",
        ]
        return places.contains { path.hasPrefix($0) }
    }

    private static func isCommandLine(_ path: String) -> Bool {
        ["Sources/weir/", "Sources/weir-microbench/"].contains { path.hasPrefix($0) }
    }

    private static func isSource(_ path: String) -> Bool { path.hasPrefix("Sources/") }

    /// What people write; measured results and test fixtures are as they came.
    @Sendable private static func isText(_ path: String) -> Bool {
        let endings = [".swift", ".c", ".h", ".md", ".yaml", ".yml", ".modulemap", "Makefile"]
        return endings.contains { path.hasSuffix($0) } || path.hasPrefix(".ci/")
    }

    private static func isResult(_ path: String) -> Bool {
        path.hasPrefix("Results/")
            && [".csv", ".json", ".jsonl"].contains(where: path.hasSuffix)
    }

    @Sendable private static func isInStepModule(_ path: String) -> Bool {
        isSwift(path) && stepModules.contains { path.hasPrefix("Sources/\($0)/") }
    }
}
