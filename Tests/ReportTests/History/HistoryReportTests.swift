import Checker
import Records
import Testing

@testable import Report

@Suite struct HistoryReportTests {
    /// One loss that acks=1 permits, one record that was never sent; the history was cut.
    private func verdict() throws -> HistoryVerdict {
        var settings = HistorySettings(acks: .leader)
        settings.source = "two | brokers"
        var checker = try HistoryChecker(settings: settings)
        let value = HistoryValue(producer: 0, sequence: 4)
        let partition = PartitionIndex(2)
        let invocation = SendInvocation(
            time: Instant(1), value: value, partition: partition, key: HistoryKey("k", 3),
            producerID: 40, producerEpoch: 1)
        let stray = PolledRecord(
            offset: Offset(6), value: HistoryValue(producer: 9, sequence: 9),
            leaderEpoch: LeaderEpoch(2))
        for event: HistoryEvent in [
            .invoke(invocation),
            .complete(
                SendCompletion(time: Instant(2), value: value, outcome: .ok, offset: Offset(5))),
            .fault(FaultMark(time: Instant(3), fault: "kill")),
            .poll(
                PollResult(
                    time: Instant(4), group: "g", consumer: "c", partition: partition,
                    records: [stray])),
            .truncated(time: Instant(5)),
        ] { try checker.add(event) }
        return try checker.verdict()
    }

    @Test func csvHasARowForEachAnomaly() throws {
        let lines = HistoryReport(try verdict()).csv.split(separator: "\n")
        #expect(lines.count == HistoryAnomaly.allCases.count + 1)
        #expect(
            lines.filter { !$0.hasSuffix(",0,0,") } == [
                "anomaly,forbidden,permitted,permitted_by", "lost-write,0,1,acks-1 1",
                "unseen,n/a,n/a,", "phantom,1,0,",
            ])
    }

    @Test func markdownSaysWhatWasFoundAndByWhichRecords() throws {
        let text = HistoryReport(try verdict()).markdown
        let expected = [
            "# 1 anomaly forbidden, 1 permitted",
            "two | brokers: 1 send (1 ok, 0 fail, 0 info), 1 record read, 1 poll, 1 group, "
                + "1 partition, 1 fault.",
            "Held against: acks=1, RF 3, min ISR 2, idempotence on, 5 in flight, "
                + "unclean election off, read_uncommitted, flush.messages none, "
                + "consumers assign, commit after processing, with a final read.",
            "**The history was cut** at the bound of its recorder: what was never read "
                + "cannot be told.",
            "| unseen | n/a | n/a |  | an acknowledged send that the final read did not find |",
            "## lost-write, permitted",
            "| 1 | acks-1 |  |  | 0:4 | 40/1 | k 3 | 2 | 5 |  | ok | 1 | 2 |  |",
            "## phantom, forbidden",
            "| 1 |  |  |  | 9:9 |  |  | 2 | 6 | 2 |  |  |  | 4 |",
        ]
        let lines = text.split(separator: "\n").map(String.init)
        #expect(expected.filter { !lines.contains($0) } == [])
    }

    @Test func jsonHoldsEverything() throws {
        let report = HistoryReport(try verdict())
        #expect(report.hasForbidden)
        let lines = try report.json().split(separator: "\n").map {
            String($0.drop { $0 == " " }).replacing(" : ", with: ": ")
        }
        for line in [
            "\"forbidden\": 1,", "\"permitted\": 1,", "\"truncated\": true",
            "\"permitted_by\": \"acks-1\",", "\"told\": false", "\"producer_id\": 40,",
            "\"read_time_ns\": 4,", "\"key_sequence\": 3,",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func aCleanVerdictHasNoFindings() throws {
        let report = HistoryReport(try HistoryChecker(settings: HistorySettings()).verdict())
        #expect(!report.hasForbidden)
        #expect(report.markdown.hasPrefix("# 0 anomalies forbidden, 0 permitted\n"))
        #expect(!report.markdown.contains("## "))
    }
}
