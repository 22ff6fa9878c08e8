package import Records

/// The names of a segment's files: its base offset in 20 digits, as Kafka names them.
package enum SegmentNames {
    package static let logSuffix = ".log"
    package static let offsetIndexSuffix = ".index"
    package static let timeIndexSuffix = ".timeindex"
    /// Behind `logSuffix`: a segment that the cleaner is writing. Of no use after a crash.
    package static let cleanedSuffix = ".cleaned"
    /// Behind `logSuffix`: a segment that the cleaner has written, synced, and is putting in the
    /// place of those that it was made of. A start puts it there.
    package static let swapSuffix = ".swap"

    /// `base` as 20 decimal digits.
    package static func stem(_ base: Offset) -> String {
        let digits = String(base.rawValue)
        return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }

    /// The base offset that a log file's name states, or nil where it is no such name.
    package static func baseOffset(ofLogFile name: String) -> Offset? {
        guard name.hasSuffix(logSuffix) else { return nil }
        let stem = name.dropLast(logSuffix.count)
        guard stem.utf8.count == 20, stem.utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int64(stem)
        else { return nil }
        return Offset(value)
    }
}
