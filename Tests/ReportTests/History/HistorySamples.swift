import Foundation
import Testing

@testable import Report

/// Histories as text.
enum HistorySamples {
    static let header = """
        {"format":"weir-history","version":1,"acks":"all","replication_factor":3,\
        "min_insync_replicas":2,"enable_idempotence":true,"max_in_flight_requests":5,\
        "unclean_leader_election":false,"isolation_level":"read_uncommitted",\
        "flush_messages":"none","compacted":false,"retention":false,\
        "consumer_mode":"assign","commit":"after","final_read":true}
        """

    static let invoke =
        #"{"type":"invoke","time_ns":5,"producer":0,"sequence":1,"partition":2}"#
    static let complete =
        #"{"type":"complete","time_ns":6,"producer":0,"sequence":1,"outcome":"ok","offset":0}"#

    /// Calls `body` with the path of a file that holds `text`, and removes it.
    static func withFile<Result>(
        _ text: String, _ body: (String) throws -> Result
    ) throws -> Result {
        let folder = NSTemporaryDirectory() + "weir-history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/h.jsonl"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try body(path)
    }

    /// The error of reading a history of these lines, the folder left out.
    static func error(of lines: [String]) throws -> String {
        try withFile(lines.joined(separator: "\n")) { path in
            do {
                _ = try HistoryFile.report(at: path)
                return "no error"
            } catch let error as ReportError {
                return "\(error)".replacingOccurrences(of: path, with: "h.jsonl")
            }
        }
    }
}
