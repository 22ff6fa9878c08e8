import Foundation
import Planner
import Report
import Testing

@Suite struct PlanReportTests {
    @Test func markdownOfAPlanIsTheGoldenText() throws {
        let text = PlanReport.markdown(try PlanSamples.orders())
        #expect(text == PlanGolden.orders)
    }

    @Test func markdownBeginsWithWhoseNumbersWereUsed() throws {
        let text = PlanReport.markdown(try PlanSamples.measured())
        #expect(
            text.hasPrefix("Numbers used: embedded profile of a box (results Results/a|b); "))
    }

    @Test func markdownSaysTheVerdictsAndWhatFlipsThem() throws {
        let text = PlanReport.markdown(try PlanSamples.measured())
        #expect(text.contains("**You do not need a log: "))
        #expect(text.contains("This flips with a peak of 3 MB/s or more, a second group"))
        #expect(text.contains("**One partition is enough: "))
    }

    @Test func flaggedRatesAreNeverPrintedBare() throws {
        let text = PlanReport.markdown(try PlanSamples.measured())
        #expect(text.contains("| one partition | 900 MB/s (at least, generator-limited) |"))
        #expect(!text.contains("carries 900 MB/s,"))
    }

    @Test func markdownOfARefusalListsEveryExcuseAndWhatWouldHelp() throws {
        let text = PlanReport.markdown(try PlanSamples.refused())
        #expect(text.contains("# No plan: 2 constraints cannot be met"))
        #expect(text.contains("| hot-key | 10 MB/s | 8 MB/s |"))
        #expect(text.contains("| brokers | 3 | 2 |"))
        #expect(text.contains("split the hottest key into sub-keys |"))
    }

    @Test func csvHasFourColumnsInEveryRow() throws {
        for outcome in try [PlanSamples.orders(), PlanSamples.measured(), PlanSamples.refused()] {
            let lines = PlanReport.csv(outcome).split(separator: "\n")
            #expect(lines.first == "name,value,unit,reason")
            for line in lines { #expect(Self.columns(line) == 4, "\(line)") }
        }
    }

    @Test func csvHoldsPlainNumbersInBaseUnits() throws {
        let csv = PlanReport.csv(try PlanSamples.orders())
        for row in [
            "\npartitions,10,partitions,", "\nreplication_factor,3,", "\nacks,all,,",
            "\nconsumers_per_group,5,", "\ndisk,90720000000000,bytes,",
            "\nnetwork_in,150000000,bytes/s,", "\nkeys_moved,0.8,share,",
            "\nbinding_constraint,produce-per-partition,,",
        ] {
            #expect(csv.contains(row), "\(row)")
        }
    }

    @Test func csvOfARefusalHoldsDemandAndSupply() throws {
        let csv = PlanReport.csv(try PlanSamples.refused())
        #expect(csv.contains("\nexcuse_brokers_demanded,3,count,"))
        #expect(csv.contains("\nexcuse_brokers_available,2,count,"))
    }

    @Test func jsonGivesThePlanBack() throws {
        let outcome = try PlanSamples.orders()
        let data = Data(try PlanReport.json(outcome).utf8)
        let decoded = try JSONDecoder().decode([String: Plan].self, from: data)
        guard case .plan(let plan) = outcome else {
            Issue.record("no plan but \(outcome)")
            return
        }
        #expect(decoded == ["plan": plan])
    }

    @Test func jsonGivesTheRefusalBack() throws {
        let outcome = try PlanSamples.refused()
        let data = Data(try PlanReport.json(outcome).utf8)
        let decoded = try JSONDecoder().decode([String: Refusal].self, from: data)
        guard case .impossible(let refusal) = outcome else {
            Issue.record("no refusal but \(outcome)")
            return
        }
        #expect(decoded == ["refusal": refusal])
    }

    /// Commas outside quotes, and one.
    private static func columns(_ line: Substring) -> Int {
        var inQuotes = false
        var count = 1
        for character in line {
            if character == "\"" { inQuotes.toggle() }
            if character == "," && !inQuotes { count += 1 }
        }
        return count
    }
}
