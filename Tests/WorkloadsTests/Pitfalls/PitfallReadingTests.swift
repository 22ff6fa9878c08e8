import RunResults
import Testing
import Workloads

@Suite struct PitfallReadingTests {
    private static let head = "name: x\nquestion: why?\n"
    private static let fix = "also: [{producers: {acks: 1}}]\n"

    private func pitfall(_ text: String, also: String = fix) throws -> Pitfall? {
        try WorkloadFile(parsing: Self.head + also + text, path: "w.yaml").pitfall
    }

    private func error(_ text: String, also: String = fix) -> String? {
        do {
            _ = try pitfall(text, also: also)
            return nil
        } catch { return "\(error)" }
    }

    @Test func claimsAreReadFromTextsAndLists() throws {
        let found = try #require(
            try pitfall(
                """
                pitfall:
                  fix: less of it
                  cells: [much, less]
                  damage: [duplicates > 0, consumed_records_per_s@1 >= 1.7 of 0]
                  fixed:
                    - duplicates = 0
                    - acked_records_per_s > 0
                    - publish_p99_us <= 0.5 of end_to_end_p99_us
                """))
        #expect(found.fix == "less of it")
        #expect(found.cells == ["much", "less"])
        #expect(found.damage.map(\.column.name) == ["duplicates", "consumed_records_per_s"])
        #expect(found.damage.map(\.cell) == [0, 1])
        #expect(found.damage.map(\.namesCell) == [false, true])
        #expect(found.damage[0].reference == nil)
        guard case .cell(0) = found.damage[1].reference else {
            Issue.record("\(found.damage[1])")
            return
        }
        #expect(found.damage.map(\.comparison) == [.above, .atLeast])
        #expect(found.fixed.map(\.cell) == [1, 1, 1])
        #expect(found.fixed[0].text == "duplicates = 0")
        guard case .column(let other) = found.fixed[2].reference else {
            Issue.record("\(found.fixed[2])")
            return
        }
        #expect(other.name == "end_to_end_p99_us")
    }

    @Test func whatIsRenderedSaysTheSame() throws {
        let text =
            Self.head + Self.fix
            + "pitfall: {fix: a, cells: [b, c], damage: 'lag_max_records > 1', fixed: "
            + "['lag_max_records <= 1 of 0', acked_records_per_s > 0]}\n"
        let file = try WorkloadFile(parsing: text, path: "w.yaml")
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "w.yaml")
        #expect(again.pitfall?.cells == file.pitfall?.cells)
        #expect(again.pitfall?.damage.map(\.text) == file.pitfall?.damage.map(\.text))
        #expect(again.pitfall?.fixed.map(\.text) == file.pitfall?.fixed.map(\.text))
    }

    @Test func comparisonsHoldAsTheyRead() throws {
        let claims = [">", ">=", "<", "<=", "="].map { "duplicates \($0) 1" }
        let found = try #require(
            try pitfall(
                "pitfall: {fix: f, damage: [\(claims.joined(separator: ", "))], "
                    + "fixed: [duplicates = 1, checked_records > 0]}"))
        #expect(found.damage.map { $0.holds(1, 1) } == [false, true, false, true, true])
        #expect(found.damage.map { $0.holds(2, 1) } == [true, true, false, false, false])
        #expect(found.damage.map { $0.holds(0, 1) } == [false, false, true, true, false])
    }

    @Test(arguments: [
        ("pitfall: x", "4:10: pitfall: expected a mapping with fix, damage and fixed, found 'x'"),
        (
            "pitfall: {fixes: x}",
            "4:11: unknown key 'fixes' in pitfall; expected one of fix, cells, damage, fixed"
        ),
        (
            "pitfall: {damage: a > 0, fixed: a = 0}",
            "4:10: pitfall.fix: expected a text that says what the fix is, found nothing"
        ),
        (
            "pitfall: {fix: f, fixed: a = 0}",
            "4:10: pitfall.damage: expected a claim such as 'duplicates > 0' or a list of them, "
                + "found nothing"
        ),
        (
            "pitfall: {fix: f, damage: duplicates > 0, fixed: duplicates@2 = 0}",
            "4:50: pitfall: duplicates@2 = 0: cell 2 does not exist: there are 0...1"
        ),
        (
            "pitfall: {cells: [b], fix: f, damage: duplicates > 0, fixed: [duplicates = 0, "
                + "checked_records > 0]}",
            "4:18: pitfall.cells: expected a list of 2 names, one for each cell, found 1"
        ),
        (
            "pitfall: {cells: [b, [c]], fix: f, damage: duplicates > 0, fixed: [duplicates = 0, "
                + "checked_records > 0]}",
            "4:22: pitfall.cells: expected a cell's name, found a list"
        ),
    ])
    func mistakesAreNamed(text: String, expected: String) {
        #expect(error(text) == "w.yaml:" + expected)
    }

    @Test(arguments: ["a", "a 0", "a > ", "a > x", "a ~ 1", "a@ > 1", "a > 1 for 0", "a>0"])
    func whatIsNoClaimIsRefused(claim: String) throws {
        let found = try #require(
            error("pitfall: {fix: f, damage: '\(claim)', fixed: a = 0}"))
        #expect(found.hasPrefix("w.yaml:4:27: pitfall: expected COLUMN > NUMBER"))
        #expect(found.hasSuffix("found '\(claim)'"))
    }

    @Test func aPitfallNeedsItsFix() {
        #expect(
            error("pitfall: {fix: f, damage: a > 0, fixed: a = 0}", also: "")
                == "w.yaml:3:10: pitfall: no fix: expected at least one entry in also, the last of "
                + "which is the fix")
        #expect(
            error(
                "pitfall: {fix: f, damage: a > 0, fixed: a = 0}",
                also: "topic: {partitions: [1, 2]}\nalso: [{producers: {acks: 1}}]\n")
                == "w.yaml:5:10: pitfall: the damage is 2 cells; expected one, and the fix in also")
    }

    @Test(arguments: [
        ("duplicats > 0", "there is no column duplicats; did you mean 'duplicates'?"),
        ("nothing_such > 0", "there is no column nothing_such; Results/README.md lists them"),
        ("partitions > 0", "the column partitions says what was set and measures nothing"),
        ("flags > 0", "the column flags says what was set and measures nothing"),
        ("duplicates > 1 of x", "there is no column x; Results/README.md lists them"),
        ("duplicates > 1 of 4", "cell 4 does not exist: there are 0...1"),
    ])
    func whatIsNotMeasuredIsRefused(claim: String, expected: String) {
        #expect(
            error("pitfall: {fix: f, damage: '\(claim)', fixed: duplicates = 0}")
                == "w.yaml:4:27: pitfall: \(claim): \(expected)")
    }

    @Test func otherWorkloadsHaveNone() throws {
        #expect(try pitfall("") == nil)
    }
}
