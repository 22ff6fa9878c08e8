import Foundation
import Testing

@testable import Report

/// Lines that are fine each and do not go together, word for word.
@Suite struct ContradictoryHistoryTests {
    private func error(_ lines: String...) throws -> String {
        try HistorySamples.error(of: [HistorySamples.header] + lines)
    }

    private func invoke(_ fields: String) -> String {
        #"{"type":"invoke","time_ns":9,"partition":2,"# + fields + "}"
    }

    private func complete(_ fields: String) -> String {
        #"{"type":"complete","time_ns":9,"producer":0,"sequence":1,"# + fields + "}"
    }

    @Test func aSendIsInvokedAndCompletedOnce() throws {
        let invoke = HistorySamples.invoke
        let complete = HistorySamples.complete
        #expect(try error(invoke, complete) == "no error")
        #expect(
            try error(complete)
                == "h.jsonl:2: send 0:1 is completed; expected its invoke on an earlier line")
        #expect(
            try error(invoke, complete, complete)
                == "h.jsonl:4: send 0:1 is completed again; expected one completion of a send")
        #expect(
            try error(invoke, invoke)
                == "h.jsonl:3: send 0:1 is invoked again; "
                + "expected a producer and sequence not used before")
    }

    @Test func timeNeverGoesBack() throws {
        let earlier = HistorySamples.complete.replacingOccurrences(of: ":6,", with: ":4,")
        #expect(
            try error(HistorySamples.invoke, earlier)
                == "h.jsonl:3: time_ns is 4; expected at least 5, the time of the line before")
    }

    @Test func offsetsBelongToAcknowledgedSends() throws {
        #expect(
            try error(HistorySamples.invoke, complete(#""outcome":"ok""#))
                == "h.jsonl:3: send 0:1 is ok without an offset; expected one under acks=all")
        #expect(
            try error(HistorySamples.invoke, complete(#""outcome":"info","offset":3"#))
                == "h.jsonl:3: send 0:1 has offset 3 and outcome info; "
                + "expected an offset only of an ok")
    }

    @Test(arguments: [7, 13, 20]) func uncertainErrorsAreNoFailures(_ code: Int) throws {
        #expect(
            try error(
                HistorySamples.invoke, complete(#""outcome":"fail","error_code":\#(code)"#))
                == "h.jsonl:3: send 0:1 has outcome fail with error_code \(code); "
                + "expected info, because the record may have been appended")
        #expect(
            try error(HistorySamples.invoke, complete(#""outcome":"fail","error_code":19"#))
                == "no error")
    }

    @Test func keySequencesRise() throws {
        let first = invoke(#""producer":0,"sequence":0,"key":"a","key_sequence":4"#)
        let second = invoke(#""producer":0,"sequence":1,"key":"a","key_sequence":4"#)
        #expect(
            try error(first, second)
                == "h.jsonl:3: key_sequence of key \"a\" is 4; "
                + "expected more than 4, that of its send before")
    }

    @Test func subscribersHaveAGeneration() throws {
        #expect(
            try error(
                #"{"type":"poll","time_ns":1,"group":"g","consumer":"c","mode":"subscribe","#
                    + #""partition":0,"records":[]}"#)
                == "h.jsonl:2: subscribed consumer \"c\" has no generation; expected one")
    }

    @Test func assignmentsNameAPartitionOnce() throws {
        #expect(
            try error(
                #"{"type":"assignment","time_ns":1,"group":"g","consumer":"c","#
                    + #""partitions":[3,1,3]}"#)
                == "h.jsonl:2: partitions names 3 twice; expected each partition once")
    }

    @Test func faultsBeginBeforeTheyEnd() throws {
        func fault(_ phase: String) -> String {
            #"{"type":"fault","time_ns":1,"fault":"cut","target":"1-2","phase":"\#(phase)"}"#
        }
        #expect(try error(fault("begin"), fault("end"), fault("begin")) == "no error")
        #expect(
            try error(fault("end"))
                == "h.jsonl:2: fault \"cut\" of \"1-2\" ends; "
                + "expected its begin on an earlier line")
        #expect(
            try error(fault("begin"), fault("begin"))
                == "h.jsonl:3: fault \"cut\" of \"1-2\" begins again; expected its end first")
        #expect(
            try error(#"{"type":"fault","time_ns":1,"fault":"power-loss"}"#)
                == "h.jsonl:2: fault \"power-loss\" has no target; "
                + "expected the broker that it struck")
    }

    @Test func nothingFollowsTheCut() throws {
        let cut = #"{"type":"truncated","time_ns":5}"#
        #expect(
            try error(cut, HistorySamples.invoke)
                == "h.jsonl:3: there is an event after the truncated mark; "
                + "expected the end of the history")
    }

    @Test func aGroupMustHavePolled() throws {
        func text(_ lines: [String]) throws -> String {
            let all = [HistorySamples.header] + lines
            return try HistorySamples.withFile(all.joined(separator: "\n")) { path in
                do {
                    _ = try HistoryFile.report(at: path, group: "x")
                    return "no error"
                } catch let error as ReportError {
                    return "\(error)".replacingOccurrences(of: path, with: "h.jsonl")
                }
            }
        }
        #expect(
            try text([]) == "h.jsonl: group \"x\" did not poll; expected a history with polls")
        let polls = ["g", "h"].map {
            #"{"type":"poll","time_ns":1,"group":"\#($0)","consumer":"c","partition":0,"#
                + #""records":[]}"#
        }
        #expect(
            try text(polls) == "h.jsonl: group \"x\" did not poll; expected one of \"g\", \"h\"")
    }
}
