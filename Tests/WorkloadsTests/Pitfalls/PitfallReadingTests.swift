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
                  fixed: duplicates = 0
                """))
        #expect(found.fix == "less of it")
        #expect(found.cells == ["much", "less"])
        #expect(found.damage.map(\.column) == ["duplicates", "consumed_records_per_s"])
        #expect(found.damage.map(\.cell) == [nil, 1])
        #expect(found.damage.map(\.reference) == [nil, 0])
        #expect(found.damage.map(\.comparison) == [.above, .atLeast])
        #expect(found.fixed.map(\.text) == ["duplicates = 0"])
    }

    @Test func whatIsRenderedSaysTheSame() throws {
        let text =
            Self.head + Self.fix
            + "pitfall: {fix: a, cells: [b, c], damage: 'lag_max_records > 1', fixed: "
            + "'lag_max_records <= 1 of 0'}\n"
        let file = try WorkloadFile(parsing: text, path: "w.yaml")
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "w.yaml")
        #expect(again.pitfall?.cells == file.pitfall?.cells)
        #expect(again.pitfall?.damage.map(\.text) == file.pitfall?.damage.map(\.text))
        #expect(again.pitfall?.fixed.map(\.text) == file.pitfall?.fixed.map(\.text))
    }

    @Test func comparisonsHoldAsTheyRead() throws {
        let found = try #require(
            try pitfall(
                "pitfall: {fix: f, damage: [a > 1, a >= 1, a < 1, a <= 1, a = 1], fixed: a = 1}")
        )
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
            "pitfall: {fix: f, damage: a > 0, fixed: a@2 = 0}",
            "4:41: pitfall: a@2 = 0: cell 2 does not exist: there are 0...1"
        ),
        (
            "pitfall: {fix: f, damage: a > 0, fixed: a = 0, cells: [b]}",
            "4:55: pitfall.cells: expected a list of 2 names, one for each cell, found 1"
        ),
    ])
    func mistakesAreNamed(text: String, expected: String) {
        #expect(error(text) == "w.yaml:" + expected)
    }

    @Test(arguments: ["a", "a 0", "a > ", "a > x", "a ~ 1", "a@ > 1", "a > 1 of x", "a > 1 for 0"])
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

    @Test func otherWorkloadsHaveNone() throws {
        #expect(try pitfall("") == nil)
    }
}
