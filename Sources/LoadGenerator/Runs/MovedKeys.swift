import Records
package import Workloads

/// Which share of the keys goes elsewhere when partitions are added, by the hash itself and by the
/// formula.
package struct MovedKeys: Hashable, Sendable {
    /// Of the workload's keys, or the first million of them, in percent.
    package let percent: Double
    /// What a hash that spreads evenly moves from N to M partitions, in percent: all but N of
    /// every lcm(N, M) hash values, since a hash stays where it is the same modulo both.
    package let expectedPercent: Double

    private static let keysMax = 1 << 20

    /// Nil where no partitions are added, or records have no keys. O(keys).
    package init?(_ configuration: RunConfiguration) {
        let before = configuration.topic.allPartitions
        let after = configuration.finalPartitions
        let settings = configuration.records.key
        guard after > before, settings.field != .none else { return nil }
        let key = UnsafeMutableRawPointer.allocate(byteCount: settings.bytes, alignment: 8)
        defer { key.deallocate() }
        let count = min(settings.cardinality, Self.keysMax)
        var moved = 0
        for identifier in 0..<UInt64(count) {
            RecordKey.write(identifier, size: settings.bytes, to: key)
            let bytes = UnsafeRawBufferPointer(start: key, count: settings.bytes)
            let place = Murmur2.partition(of: bytes, partitions: before)
            if Murmur2.partition(of: bytes, partitions: after) != place { moved += 1 }
        }
        percent = 100 * Double(moved) / Double(count)
        let common = before / Self.greatestDivisor(before, after) * after
        expectedPercent = 100 * (1 - Double(before) / Double(common))
    }

    private static func greatestDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestDivisor(b, a % b)
    }
}
