import Records

/// Kafka's choice of a partition for 8-byte keys.
package final class HashWork: MicroWork {
    private static let partitions = 6
    private var chosen = Array(repeating: 0, count: HashWork.partitions)
    private var nextKey: UInt64 = 0

    package init() {}

    package func run(_ count: Int) -> Int {
        var key = nextKey
        chosen.withUnsafeMutableBufferPointer { chosen in
            for _ in 0..<count {
                let partition = withUnsafeBytes(of: &key) {
                    Murmur2.partition(of: $0, partitions: Self.partitions)
                }
                chosen[partition.index] += 1
                key &+= 1
            }
        }
        nextKey = key
        return count
    }

    /// Keys that got a partition.
    package var effects: Int { chosen.reduce(0, +) }
}
