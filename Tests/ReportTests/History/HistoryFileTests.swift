import Checker
import Foundation
import Records
import Testing

@testable import Report

@Suite struct HistoryFileTests {
    @Test func theDocumentedExampleIsReadAndHasNothingForbidden() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/Checker/HISTORY.md").standardizedFileURL
        let page = try String(contentsOf: path, encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(lines.count == 9)
        try HistorySamples.withFile(lines.joined(separator: "\n") + "\n") { path in
            let verdict = try HistoryFile.report(at: path).verdict
            #expect(verdict.forbidden == 0)
            #expect(verdict.permitted == 0)
            #expect(verdict.totals.events == 8)
            #expect(verdict.settings.source == "Apache Kafka 3.9, 3 brokers")
        }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        for event in Self.events {
            let bytes = Array(HistoryLine.text(of: event).utf8)
            let read = try bytes.withUnsafeBufferPointer { try HistoryLine.event(in: $0) }
            #expect(read == event)
        }
        var settings = HistorySettings(
            acks: .leader, replicationFactor: 2, minInsyncReplicas: 1, isIdempotent: false,
            inFlightRequestsMax: 1, uncleanLeaderElection: true, isolation: .readCommitted,
            flushMessages: 9, isCompacted: true, hasRetention: true, consumerMode: .subscribe,
            hasFinalRead: false)
        settings.commit = .before
        settings.source = "two \"lines\"\nand é"
        for settings in [settings, HistorySettings()] {
            let bytes = Array(HistoryLine.text(of: settings).utf8)
            let read = try bytes.withUnsafeBufferPointer { try HistoryLine.settings(in: $0) }
            #expect(read == settings)
        }
    }

    @Test func theWriterLeavesAFileThatIsJudged() throws {
        try HistorySamples.withFile("old") { path in
            var writer = try HistoryWriter(path: path, settings: HistorySettings())
            for event in Self.events.dropLast() { try writer.append(event) }
            try writer.flush()
            let verdict = try HistoryFile.report(at: path).verdict
            #expect(verdict.totals.events == Self.events.count - 1)
            #expect(!verdict.totals.isTruncated)
        }
    }

    @Test func theWriterStopsAtItsBoundAndMarksTheCut() throws {
        try HistorySamples.withFile("") { path in
            let header = HistoryLine.text(of: HistorySettings()).utf8.count + 1
            let first = HistoryLine.text(of: Self.events[0]).utf8.count + 1
            var writer = try HistoryWriter(
                path: path, settings: HistorySettings(), bytesMax: header + first)
            for event in Self.events.dropLast() { try writer.append(event) }
            try writer.flush()
            #expect(writer.isTruncated)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(
                text.split(separator: "\n").dropFirst() == [
                    Substring(HistoryLine.text(of: Self.events[0])),
                    #"{"type":"truncated","time_ns":2}"#,
                ])
            #expect(try HistoryFile.report(at: path).verdict.totals.isTruncated)
        }
    }

    @Test func aRecordingIsWrittenAndJudgedAlike() throws {
        try HistorySamples.withFile("old") { path in
            let whole = HistoryRecording(
                settings: HistorySettings(), events: Array(Self.events.dropLast()))
            var isCut = try HistoryFile.write(whole, to: path)
            #expect(!isCut)
            var expected = try whole.verdict()
            #expect(try HistoryFile.report(at: path).verdict == expected)
            let cut = HistoryRecording(settings: HistorySettings(), events: Self.events)
            #expect(cut.isTruncated)
            isCut = try HistoryFile.write(cut, to: path)
            #expect(isCut)
            expected = try cut.verdict()
            #expect(try HistoryFile.report(at: path).verdict == expected)
            isCut = try HistoryFile.write(whole, to: path, bytesMax: 700)
            #expect(isCut)
            #expect(try HistoryFile.report(at: path).verdict.totals.isTruncated)
        }
    }

    @Test func aLineLongerThanTheReadersChunkIsRead() throws {
        let records = (0..<150_000).map { "[\($0),\"0:\($0)\",null]" }.joined(separator: ",")
        let poll =
            #"{"type":"poll","time_ns":1,"group":"g","consumer":"c","partition":0,"#
            + "\"records\":[\(records)]}"
        #expect(poll.utf8.count > 2 << 20)
        try HistorySamples.withFile(HistorySamples.header + "\n" + poll + "\r\n") { path in
            let verdict = try HistoryFile.report(at: path).verdict
            #expect(verdict.totals.recordsRead == 150_000)
            #expect(verdict[.phantom].forbidden == 150_000)
        }
    }

    private static let events: [HistoryEvent] = {
        let value = HistoryValue(producer: 1, sequence: 2)
        var invocation = SendInvocation(
            time: Instant(1), value: value, partition: PartitionIndex(3),
            key: HistoryKey("k\u{1}\\", 4))
        invocation.producerID = 5
        invocation.producerEpoch = 6
        let other = HistoryValue(producer: 0, sequence: 0)
        let records = [
            PolledRecord(offset: Offset(7), value: value, leaderEpoch: LeaderEpoch(8)),
            PolledRecord(offset: Offset(9), value: value, key: HistoryKey("k", 4)),
        ]
        return [
            .invoke(invocation),
            .complete(
                SendCompletion(time: Instant(2), value: value, outcome: .ok, offset: Offset(7))),
            .invoke(
                SendInvocation(time: Instant(2), value: other, partition: PartitionIndex(0))),
            .complete(
                SendCompletion(time: Instant(3), value: other, outcome: .fail, errorCode: -1)),
            .poll(
                PollResult(
                    time: Instant(4), group: "g", consumer: "c", partition: PartitionIndex(3),
                    mode: .subscribe, generation: 2, records: records)),
            .poll(
                PollResult(
                    time: Instant(4), group: "g", consumer: "d", partition: PartitionIndex(3),
                    records: [])),
            .assignment(
                AssignmentChange(
                    time: Instant(5), group: "g", consumer: "c", generation: 3,
                    partitions: [PartitionIndex(1), PartitionIndex(0)])),
            .fault(
                FaultMark(time: Instant(6), fault: "pause", target: "broker 1", phase: .begin)),
            .fault(FaultMark(time: Instant(7), fault: "kill")),
            .truncated(time: Instant(8)),
        ]
    }()
}
