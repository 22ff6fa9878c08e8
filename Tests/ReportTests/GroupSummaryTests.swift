import Foundation
import Report
import RunResults
import Testing

@Suite struct GroupSummaryTests {
    private func bench(_ change: (inout GroupResult) -> Void) throws -> BenchResult {
        var run = try SampleBench.run(
            SampleBench.dimensions(acks: "all"), repetition: 1, publish: 100_000)
        var group = GroupResult()
        change(&group)
        run.group = group
        return SampleBench.bench([run])
    }

    @Test func `rebalances have a row`() throws {
        let bench = try bench { group in
            var subscribed = GroupResult.Subscribed()
            subscribed.rebalances = 3
            subscribed.setPauses(milliseconds: [10, 20, 30])
            subscribed.revokedPartitions = 12
            subscribed.stoppedPartitions = 17
            subscribed.movedPartitions = 5
            subscribed.setHandovers(milliseconds: [42, 77])
            subscribed.takeoverMaxMilliseconds = 650
            group.subscribed = subscribed
            group.rereads = 41
            group.passedByCommit = 7
        }
        let page = MarkdownSummary(bench).text
        #expect(page.contains("## Groups"))
        let text = TerminalSummary(bench, isTerminal: false).text(resultsPath: "r")
        let row = text.split(separator: "\n").first { $0.contains("650 ms") } ?? ""
        for cell in ["3", "20.0 ms", "30.0 ms", "12", "17", "5", "77.0 ms", "650 ms", "41", "7"] {
            #expect(row.contains(cell), "\(cell) in \(row)")
        }
    }

    @Test func `members have a row, five of them at most`() throws {
        func page(_ count: Int) throws -> [Substring] {
            let bench = try bench { group in
                var subscribed = GroupResult.Subscribed()
                subscribed.setMembers(
                    (0..<count).map { number in
                        var member = GroupResult.Member(name: "group 0 member \(number)")
                        member.rebalances = 2
                        member.pausesMilliseconds = [Double(10 * number), 1]
                        member.revokedPartitions = 3
                        return member
                    })
                group.subscribed = subscribed
            }
            return MarkdownSummary(bench).text.split(separator: "\n")
                .filter { $0.contains("| group 0 member") || $0.contains(" others ") }
        }
        #expect(try page(5).count == 5)
        let rows = try page(7)
        #expect(rows.count == 5)
        #expect(rows.first?.contains("| group 0 member 6 |") == true)
        for cell in ["60.0 ms", "61.0 ms", " 2 ", " 3 "] {
            #expect(rows.first?.contains(cell) == true, "\(cell)")
        }
        for cell in ["3 others", "20.0 ms", "33.0 ms", " 6 ", " 9 "] {
            #expect(rows.last?.contains(cell) == true, "\(cell) in \(rows.last ?? "")")
        }
        #expect(try page(0).isEmpty)
    }

    @Test func `configurations with the same idle members share a sentence`() throws {
        let runs = try [1, 2, 3].map { partitions in
            var dimensions = SampleBench.dimensions(acks: "all")
            dimensions.partitions = partitions
            var run = try SampleBench.run(dimensions, repetition: 1, publish: 100_000)
            var group = GroupResult()
            if partitions < 3 { group.idleMembers = ["group 0 member 3"] }
            run.group = group
            return run
        }
        let page = MarkdownSummary(SampleBench.bench(runs)).text
        let sentence = "Idle, without a partition, in 2 of 3 configurations: group 0 member 3"
        #expect(page.contains(sentence))
        #expect(page.components(separatedBy: "Idle,").count == 2)
    }

    @Test func `members that idle are named, eight of them at most`() throws {
        let bench = try bench { group in
            group.idleMembers = (3..<13).map { "group 0 member \($0)" }
        }
        let page = MarkdownSummary(bench).text
        #expect(page.contains("Idle, without a partition"))
        #expect(page.contains("group 0 member 3, group 0 member 4,"))
        #expect(page.contains("group 0 member 10 and 2 more"))
        #expect(!page.contains("| rebalances |"))
    }

    @Test func `a backlog has a row`() throws {
        let bench = try bench { group in
            var backlog = GroupResult.Backlog()
            backlog.records = 500_000
            backlog.catchUpSeconds = 2.5
            group.backlog = backlog
        }
        #expect(MarkdownSummary(bench).text.contains("2.50 s"))
    }

    @Test func `a bench without anything of the kind says nothing`() throws {
        let page = MarkdownSummary(try bench { _ in }).text
        #expect(!page.contains("## Groups"))
        #expect(!MarkdownSummary(try SampleBench.small()).text.contains("## Groups"))
    }
}
