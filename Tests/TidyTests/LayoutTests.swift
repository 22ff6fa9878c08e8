import Testing

@Suite struct LayoutTests {
    @Test func theTopHoldsOnlyWhatBelongsThere() {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "Workloads", "Results", "Makefile", "README.md",
            ".ci", ".gitignore", ".swift-format", ".swift-version", ".github", ".editorconfig",
            "LICENSE",
        ]
        let names = Set(Repository.files.map { String($0.prefix { $0 != "/" }) })
        #expect(names.subtracting(allowed).sorted() == [])
        #expect(names.isSuperset(of: ["Package.swift", "Sources", "Tests", "Makefile"]))
    }

    @Test(.enabled(if: Repository.trackedFiles != nil, "needs git"))
    func nothingThatABuildMakesIsTracked() throws {
        let tracked = try #require(Repository.trackedFiles)
        let made = tracked.filter { path in
            path.hasPrefix(".build") || path.contains("/.build") || path.hasSuffix(".o")
                || path.hasSuffix("Package.resolved")
        }
        #expect(made == [])
    }

    @Test func whatABuildMakesIsIgnored() throws {
        let text = try #require(try Repository.text(of: ".gitignore"))
        let lines = text.split(separator: "\n")
        for name in [".build", ".build-*", "Package.resolved", "/Results/*"] {
            #expect(lines.contains { $0 == name }, "\(name)")
        }
    }

    @Test func noSourceFileIsLongerThan500Lines() throws {
        let files = Repository.files.filter { $0.hasPrefix("Sources/") }
        var long: [String] = []
        for path in files {
            let lines = try #require(try Repository.text(of: path)).split(
                separator: "\n", omittingEmptySubsequences: false)
            if lines.count > 501 { long.append("\(path): \(lines.count - 1) lines") }
        }
        #expect(!files.isEmpty)
        #expect(long == [])
    }

    @Test func everyTextFileEndsWithALineEnd() throws {
        let endings = [".swift", ".c", ".h", ".md", ".yaml", "Makefile"]
        var violations: [String] = []
        for path in Repository.files where endings.contains(where: path.hasSuffix) {
            let text = try #require(try Repository.text(of: path))
            if !text.hasSuffix("\n") || text.hasSuffix("\n\n") { violations.append(path) }
        }
        #expect(violations == [])
    }

    /// Each target of the Makefile that people call has its line in `make help`.
    @Test func theMakefileExplainsItsTargets() throws {
        let text = try #require(try Repository.text(of: "Makefile"))
        for target in ["help", "bench", "test", "lint", "sanitize", "microbench", "ci", "clean"] {
            let rule = text.split(separator: "\n").first { $0.hasPrefix(target + ":") }
            #expect(rule?.contains("## ") == true, "\(target)")
        }
    }
}
