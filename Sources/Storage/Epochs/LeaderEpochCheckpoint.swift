import Records

/// The file `leader-epoch-checkpoint` in Kafka's text format: the version 0, the number of
/// entries, and a line `EPOCH START_OFFSET` for each.
///
/// A clean shutdown writes it. It is believed only beside a clean-shutdown marker and only where
/// it agrees with the log; at any other start the batches themselves tell the epochs.
package enum LeaderEpochCheckpoint {
    package static let name = "leader-epoch-checkpoint"
    private static let version = "0"

    /// The file's contents for these epochs.
    package static func encode(_ cache: LeaderEpochCache) -> [UInt8] {
        var text = "\(version)\n\(cache.entries.count)\n"
        for entry in cache.entries { text += "\(entry.epoch) \(entry.start)\n" }
        return Array(text.utf8)
    }

    /// The epochs that the file states, or nil where it is damaged.
    package static func decode(_ bytes: UnsafeRawBufferPointer) -> LeaderEpochCache? {
        guard bytes.last == UInt8(ascii: "\n") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count >= 2, lines[0] == version, let count = Int(lines[1]),
            lines.count == count + 2
        else { return nil }
        var entries: [LeaderEpochCache.Entry] = []
        for line in lines[2...] {
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            guard fields.count == 2, let epoch = Int32(fields[0]), let start = Int64(fields[1]),
                epoch >= 0, start >= 0
            else { return nil }
            entries.append(
                LeaderEpochCache.Entry(epoch: LeaderEpoch(epoch), start: Offset(start)))
        }
        return LeaderEpochCache(entries)
    }
}

extension LeaderEpochCache {
    /// Whether this can be the cache of a log with these bounds whose last batch has `lastEpoch`.
    func fits(logStart: Offset, logEnd: Offset, lastEpoch: LeaderEpoch?) -> Bool {
        let written = entries.last { $0.start < logEnd }
        guard written?.epoch == lastEpoch, entries.allSatisfy({ $0.start <= logEnd }) else {
            return false
        }
        return logStart == logEnd || entries.first?.start == logStart
    }
}
