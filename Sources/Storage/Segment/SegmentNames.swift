package import Records

/// The names of a segment's files: its base offset in 20 digits, as Kafka names them.
package enum SegmentNames {
    package static let logSuffix = ".log"
    package static let offsetIndexSuffix = ".index"
    package static let timeIndexSuffix = ".timeindex"

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
