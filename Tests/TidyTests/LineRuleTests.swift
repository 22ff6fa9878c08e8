import Testing

@Suite struct LineRuleTests {
    @Test(arguments: LineRule.all)
    func theRepositoryKeeps(rule: LineRule) throws {
        var violations: [String] = []
        for path in Repository.files where rule.appliesTo(path) {
            let text = try #require(try Repository.text(of: path), "\(path) is not UTF-8")
            violations += rule.violations(in: text, path: path)
        }
        #expect(violations == [])
    }

    /// A rule that finds nothing anywhere would keep the test above green for ever.
    @Test(arguments: [
        ("no unfinished work", "Makefile", "# TO" + "DO: later"),
        ("lines of at most 100 characters", "Tests/A.swift", String(repeating: "x", count: 101)),
        ("no white space at the end of a line", "README.md", "text "),
        ("no tabs", "Sources/CLibraries/A/a.c", "\tint x;"),
        ("no operation that traps instead of failing", "Tests/A.swift", "let a = try" + "! b()"),
        (
            "access between modules is package, but for what must inline into other modules",
            "Sources/Brokers/A.swift",
            "@inlinable public let a = 1"
        ),
        ("only the command line prints", "Sources/Report/A.swift", "if a { print" + "(a) }"),
        ("no chance in a step function", "Sources/Client/A.swift", "let a = Int.random(in: 0..<9)"),
        ("no clock in a step function", "Sources/Brokers/A.swift", "let a = MonotonicClock.now"),
        ("no thread in a step function", "Sources/Storage/A.swift", "Task { await a() }"),
        ("no path of this machine", "README.md", "cd /ho" + "me/someone/weir"),
    ])
    func finds(name: String, path: String, line: String) throws {
        let rule = try #require(LineRule.all.first { $0.name == name })
        #expect(rule.violations(in: "\n" + line + "\n", path: path) == ["\(path):2: \(line)"])
    }

    @Test func everyRuleIsTried() {
        #expect(LineRule.all.count == 11)
        #expect(Set(LineRule.all.map(\.name)).count == LineRule.all.count)
    }

    @Test(arguments: [
        ("no clock in a step function", "Sources/Brokers/A.swift", "// unlike ContinuousClock"),
        ("no clock in a step function", "Sources/Cluster/A.swift", "let a = MonotonicClock.now"),
        ("only the command line prints", "Sources/Report/A.swift", "let a = fingerprint(b)"),
        ("only the command line prints", "Sources/weir/A.swift", "print" + "(a)"),
        (
            "access between modules is package, but for what must inline into other modules",
            "Sources/Brokers/A.swift", "/// public knowledge"
        ),
        (
            "access between modules is package, but for what must inline into other modules",
            "Sources/Brokers/A.swift", "case open"
        ),
    ])
    func allows(name: String, path: String, line: String) throws {
        let rule = try #require(LineRule.all.first { $0.name == name })
        #expect(rule.violations(in: line, path: path) == [])
    }
}
