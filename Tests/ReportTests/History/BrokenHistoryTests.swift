import Testing

@testable import Report

/// Every message about a history that cannot be read, word for word.
@Suite struct BrokenHistoryTests {
    private func error(_ lines: String...) throws -> String {
        try HistorySamples.error(of: [HistorySamples.header] + lines)
    }

    @Test func filesThatAreNone() throws {
        func text(_ path: String) -> String {
            do throws(ReportError) {
                _ = try HistoryFile.report(at: path)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(
            text("/none/h.jsonl")
                == "/none/h.jsonl: does not exist; expected a history, a file of JSON lines")
        #expect(text("/") == "/: is a folder; expected a history, a file of JSON lines")
        #expect(
            try HistorySamples.error(of: [])
                == "h.jsonl:1: there is no line; expected the header of a history")
    }

    @Test(arguments: [
        ("format", "log", #"format is "log"; expected "weir-history" in the first line"#),
        ("format", "", #"has no format; expected "weir-history" in the first line"#),
        ("version", "2", "version is 2; expected 1"),
        ("version", "", "has no version; expected an integer in 1...9223372036854775807"),
        ("acks", "2", #"acks is 2; expected one of "0", "1", "all""#),
        ("acks", "", #"has no acks; expected one of "0", "1", "all""#),
        ("replication_factor", "0", "replication_factor is 0; expected an integer in 1...32767"),
        (
            "min_insync_replicas", "4",
            "min_insync_replicas is 4; expected at most the replication_factor, 3"
        ),
        ("enable_idempotence", "1", "enable_idempotence is 1; expected true or false"),
        ("retention", "", "has no retention; expected true or false"),
        (
            "flush_messages", "off",
            #"flush_messages is "off"; expected "none" or an integer of at least 1"#
        ),
        (
            "flush_messages", "",
            #"has no flush_messages; expected "none" or an integer of at least 1"#
        ),
        (
            "isolation_level", "none",
            #"isolation_level is "none"; expected one of "read_uncommitted", "read_committed""#
        ),
        ("commit", "true", #"commit is true; expected one of "after", "before""#),
    ])
    func headers(_ field: String, _ value: String, _ reason: String) throws {
        let isWord = !value.isEmpty && Int(value) == nil && value != "true"
        let fields = HistorySamples.header.dropFirst().dropLast().split(separator: ",")
        let changed = fields.compactMap { text -> String? in
            guard text.hasPrefix("\"\(field)\"") else { return String(text) }
            return value.isEmpty ? nil : "\"\(field)\":" + (isWord ? "\"\(value)\"" : value)
        }
        let line = "{" + changed.joined(separator: ",") + "}"
        #expect(try HistorySamples.error(of: [line]) == "h.jsonl:1: \(reason)")
    }

    @Test func aHeaderWithAnUnknownField() throws {
        let line = HistorySamples.header.dropLast() + #","ack":"1"}"#
        #expect(
            try HistorySamples.error(of: [String(line)])
                == "h.jsonl:1: has the unknown field \"ack\"; expected of the header only format, "
                + "version, source, acks, replication_factor, min_insync_replicas, "
                + "enable_idempotence, max_in_flight_requests, unclean_leader_election, "
                + "isolation_level, flush_messages, compacted, retention, consumer_mode, commit, "
                + "final_read")
    }

    @Test(arguments: [
        ("", "column 1 ends here; expected a value"),
        ("nope", "column 1 has 'n' here; expected a value"),
        (#"{"type":"invoke""#, #"column 17 ends here; expected "," or "}""#),
        (#"{"type" 1}"#, #"column 9 has '1' here; expected ":""#),
        ("{1:2}", "column 2 has '1' here; expected a field's name"),
        ("[1 2]", #"column 4 has '2' here; expected "," or "]""#),
        ("{} x", "column 4 has 'x' here; expected the end of the line"),
        (#"{"a":1,"a":2}"#, #"column 8 has field "a" twice"#),
        ("01", "column 1 has '0' here; expected a number"),
        ("1.", "column 3 ends here; expected a digit"),
        ("\"a", "column 3 ends here; expected '\"'"),
        ("\"a\tb\"", "column 3 has byte 9 here; expected an escaped control character"),
        (#""\x""#, "column 3 has 'x' here; expected an escape"),
        (#""\ud800.""#, "column 8 has '.' here; expected a pair of surrogates"),
        (#""\u12g4""#, "column 6 has 'g' here; expected four hexadecimal digits"),
        ("[[[[[[[[[[1]]]]]]]]]]", "column 10 is nested more than 8 deep"),
    ])
    func linesThatAreNotJSON(_ line: String, _ reason: String) throws {
        #expect(try error(line, "") == "h.jsonl:2: is not JSON: \(reason)")
    }

    @Test(arguments: [
        ("7", "is 7; expected an object"),
        ("{}", "has no type; expected one of \(types)"),
        (#"{"type":"sned"}"#, "type is \"sned\"; expected one of \(types)"),
        (
            #"{"type":"truncated","time":1}"#,
            "has the unknown field \"time\"; expected of a truncated only type, time_ns"
        ),
        (
            #"{"type":"truncated"}"#,
            "has no time_ns; expected an integer in 0...9223372036854775807"
        ),
        (
            #"{"type":"truncated","time_ns":1.5}"#,
            "time_ns is 1.5; expected an integer in 0...9223372036854775807"
        ),
        (
            #"{"type":"truncated","time_ns":9223372036854775808}"#,
            "time_ns is 9223372036854775808; expected an integer in 0...9223372036854775807"
        ),
        (
            #"{"type":"invoke","time_ns":1,"producer":-1,"sequence":1,"partition":2}"#,
            "producer is -1; expected an integer in 0...2147483647"
        ),
        (
            #"{"type":"invoke","time_ns":1,"producer":0,"sequence":1,"partition":"2"}"#,
            "partition is \"2\"; expected an integer in 0...2147483647"
        ),
        (
            #"{"type":"invoke","time_ns":1,"producer":0,"sequence":1,"partition":2,"key":"a"}"#,
            "has no key_sequence; expected one beside key"
        ),
        (
            #"{"type":"invoke","time_ns":1,"producer":0,"sequence":1,"partition":2,"#
                + #""key_sequence":1}"#, "has no key; expected one beside key_sequence"
        ),
        (
            #"{"type":"complete","time_ns":1,"producer":0,"sequence":1,"outcome":"done"}"#,
            #"outcome is "done"; expected one of "ok", "fail", "info""#
        ),
        (
            #"{"type":"poll","time_ns":1,"group":"","consumer":"c","partition":0,"records":[]}"#,
            "group is \"\"; expected a string with characters"
        ),
        (
            #"{"type":"poll","time_ns":1,"group":"g","consumer":"c","partition":0}"#,
            "has no records; expected an array"
        ),
        (
            #"{"type":"poll","time_ns":1,"group":"g","consumer":"c","partition":0,"records":1}"#,
            "records is 1; expected an array"
        ),
        (
            #"{"type":"fault","time_ns":1}"#, "has no fault; expected a string"
        ),
    ])
    func eventsThatLackOrMistakeAField(_ line: String, _ reason: String) throws {
        #expect(try error(line) == "h.jsonl:2: \(reason)")
    }

    @Test(arguments: [
        (
            "[1,\"0:1\"]",
            "records[1] is an array of 2; expected [offset, \"producer:sequence\", "
                + "leader epoch] and perhaps key, key sequence"
        ),
        (
            "[-1,\"0:1\",0]",
            "records[1][0] is -1; expected an integer in 0...9223372036854775807"
        ),
        ("[1,\"0-1\",0]", "records[1][1] is \"0-1\"; expected \"producer:sequence\""),
        ("[1,\"0:+1\",0]", "records[1][1] is \"0:+1\"; expected \"producer:sequence\""),
        ("[1,7,0]", "records[1][1] is 7; expected \"producer:sequence\""),
        ("[1,\"0:1\",true]", "records[1][2] is true; expected an integer in 0...2147483647"),
        ("[1,\"0:1\",0,null,1]", "records[1][3] is null; expected a string with characters"),
        (
            "[1,\"0:1\",0,\"k\",\"1\"]",
            "records[1][4] is \"1\"; expected an integer in 0...9223372036854775807"
        ),
    ])
    func recordsThatAreNone(_ record: String, _ reason: String) throws {
        let poll =
            #"{"type":"poll","time_ns":1,"group":"g","consumer":"c","partition":0,"#
            + "\"records\":[[0,\"0:0\",null],\(record)]}"
        #expect(try error(poll) == "h.jsonl:2: \(reason)")
    }

    private static let types =
        #""invoke", "complete", "poll", "assignment", "fault", "truncated""#
}
