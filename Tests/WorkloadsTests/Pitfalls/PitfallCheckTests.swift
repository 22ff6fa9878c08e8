import Testing
import Workloads

/// Claims that would prove nothing.
@Suite struct PitfallCheckTests {
    private func error(damage: String, fixed: String, faults: String = "") -> String? {
        let text = """
            name: x
            question: why?
            \(faults)also: [{producers: {acks: 1}}, {producers: {acks: 0}}]
            pitfall:
              fix: f
              damage: \(damage)
              fixed: \(fixed)
            """
        do {
            _ = try WorkloadFile(parsing: text, path: "w.yaml")
            return nil
        } catch { return "\(error)" }
    }

    private static let fixed = "[duplicates = 0, acked_records_per_s >= 0.9 of 0]"

    @Test(arguments: [
        "duplicates >= 0", "duplicates > -1", "duplicates >= -3",
        "consumed_records_per_s >= 0 of 1", "hottest_partition_percent <= 100",
        "moved_keys_percent < 100.5",
    ])
    func whatHoldsOfEverythingIsRefused(claim: String) {
        let problem = "pitfall: \(claim): holds of everything, so it claims nothing"
        #expect(error(damage: claim, fixed: Self.fixed) == "w.yaml:6:11: \(problem)")
        #expect(
            error(damage: "duplicates > 0", fixed: "[duplicates = 0, \(claim)]")
                == "w.yaml:7:27: \(problem)")
    }

    @Test func nothingIsHeldAgainstItself() {
        #expect(
            error(damage: "duplicates >= 1 of 0", fixed: Self.fixed)
                == "w.yaml:6:11: pitfall: duplicates >= 1 of 0: compares cell 0 with itself; "
                + "expected another cell")
        #expect(
            error(damage: "duplicates > 0", fixed: "duplicates <= 1 of 2")
                == "w.yaml:7:10: pitfall: duplicates <= 1 of 2: compares cell 2 with itself; "
                + "expected another cell")
        #expect(
            error(damage: "duplicates >= 1 of duplicates", fixed: Self.fixed)
                == "w.yaml:6:11: pitfall: duplicates >= 1 of duplicates: compares duplicates with "
                + "itself; expected another column")
    }

    @Test(arguments: [
        "duplicates = 0", "duplicates < 5", "consumed_records_per_s <= 1.1 of 1",
        "duplicates@1 = 0",
    ])
    func zeroIsNoDamage(claim: String) {
        let column = claim.hasPrefix("c") ? "consumed_records_per_s" : "duplicates"
        #expect(
            error(damage: "[rereads > 0, \(claim)]", fixed: Self.fixed)
                == "w.yaml:6:25: pitfall: \(claim): zero does for it; expected damage, such as "
                + "'\(column) > 0'")
    }

    @Test func anUpperBoundNeedsALowerOne() {
        let bounded = "[duplicates > 0, consumed_records_per_s <= 1.1 of 1, "
        #expect(error(damage: bounded + "consumed_records_per_s > 0]", fixed: Self.fixed) == nil)
        #expect(error(damage: bounded + "consumed_records_per_s@1 > 0]", fixed: Self.fixed) != nil)
    }

    /// A control may have less of what the damage has, down to none.
    @Test func controlsMayHaveNone() {
        #expect(error(damage: "[duplicates > 0, duplicates@1 < 1 of 0]", fixed: Self.fixed) == nil)
    }

    @Test func somethingIsClaimedOfTheDamageItself() {
        #expect(
            error(damage: "duplicates@1 > 0", fixed: Self.fixed)
                == "w.yaml:6:11: pitfall: duplicates@1 > 0: nothing is claimed of cell 0, which is "
                + "the damage")
    }

    @Test(arguments: [
        "rereads = 0", "[acked_records_per_s > 0, rereads = 0]", "duplicates@1 = 0",
    ])
    func theFixIsAboutTheDamage(fixed: String) {
        #expect(
            error(damage: "duplicates > 0", fixed: fixed)
                == "w.yaml:7:10: pitfall.fixed: nothing is claimed of what the damage is; expected "
                + "a claim about duplicates")
    }

    @Test(arguments: [
        "duplicates = 0", "[duplicates = 0, acked_records_per_s < 9]",
        "[duplicates = 0, acked_records_per_s@0 > 9]",
    ])
    func theFixCarriesLoad(fixed: String) {
        #expect(
            error(damage: "duplicates > 0", fixed: fixed)
                == "w.yaml:7:10: pitfall.fixed: nothing says that load was carried; expected a "
                + "claim such as 'acked_records_per_s >= 0.9 of 0'")
    }

    @Test func whatStruckTheDamageStrikesTheFix() {
        let faults = "faults: [{at: 1s, add-partitions: 3}]\n"
        #expect(error(damage: "duplicates > 0", fixed: Self.fixed) == nil)
        #expect(
            error(damage: "duplicates > 0", fixed: Self.fixed, faults: faults)
                == "w.yaml:8:10: pitfall.fixed: nothing says that faults struck; expected a claim "
                + "such as 'faults > 0'")
        #expect(
            error(
                damage: "duplicates > 0",
                fixed: "[duplicates = 0, checked_records > 0, faults >= 1]", faults: faults) == nil)
    }
}
