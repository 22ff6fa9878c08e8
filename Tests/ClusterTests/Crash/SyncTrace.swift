import Foundation

/// Follows a trace of system calls: which batches of a partition are written and which synced when
/// an acknowledgement goes out.
///
/// The n-th write to a partition's log is the n-th batch, and the n-th acknowledgement of the
/// partition speaks of it.
struct SyncTrace {
    /// Acknowledgements that went out before the sync of their batch had come back.
    private(set) var early: [String] = []
    private(set) var acknowledgements = 0
    private var partitions: [String: Partition] = [:]
    /// By process: the partition whose sync has not come back, and what it will cover.
    private var underWay: [Substring: (partition: String, covers: Int)] = [:]

    private struct Partition {
        var written = 0
        var synced = 0
        var acknowledged = 0
    }

    /// Takes the next line, which begins with the process's number.
    mutating func take(_ line: Substring) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return }
        let (process, call) = (parts[0], parts[1].drop { $0 == " " })
        let hasSucceeded = call.hasSuffix("= 0")
        if call.hasPrefix("pwrite64("), let partition = partition(of: call) {
            partitions[partition, default: Partition()].written += 1
        } else if call.hasPrefix("fdatasync(") || call.hasPrefix("fsync("),
            let partition = partition(of: call)
        {
            let covers = partitions[partition]?.written ?? 0
            if call.hasSuffix("<unfinished ...>") {
                underWay[process] = (partition, covers)
            } else if hasSucceeded {
                partitions[partition]?.synced = covers
            }
        } else if call.hasPrefix("<... fdatasync") || call.hasPrefix("<... fsync") {
            guard let sync = underWay.removeValue(forKey: process), hasSucceeded else { return }
            partitions[sync.partition]?.synced = sync.covers
        } else if call.hasPrefix("write(1<"), let start = call.range(of: "\"ack ") {
            acknowledge(call[call.index(after: start.lowerBound)...])
        }
    }

    mutating func take(_ line: String) { take(Substring(line)) }

    private mutating func acknowledge(_ text: Substring) {
        let line = String(text.prefix { $0 != "\\" && $0 != "\"" })
        let partition = String(line.split(separator: " ")[1])
        acknowledgements += 1
        partitions[partition, default: Partition()].acknowledged += 1
        guard let state = partitions[partition], state.acknowledged <= state.synced else {
            return early.append(line)
        }
    }

    /// The number of the partition whose log a call is about.
    private func partition(of call: Substring) -> String? {
        guard let start = call.range(of: "/orders-"), let end = call.range(of: ".log>"),
            start.upperBound < end.lowerBound
        else { return nil }
        return String(call[start.upperBound..<end.lowerBound].prefix { $0.isNumber })
    }
}
