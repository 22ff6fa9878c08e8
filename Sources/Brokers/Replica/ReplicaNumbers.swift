import Records

/// The place of each partition's replica among a broker's replicas.
struct ReplicaNumbers {
    private static let none: Int32 = -1
    /// By topic, then by partition.
    private var numbers: [[Int32]] = []

    /// The partition's number; nil where the broker has no replica of it. O(1).
    subscript(partition: TopicPartition) -> Int? {
        let topic = Int(partition.topic.rawValue)
        let index = partition.partition.index
        guard topic >= 0, topic < numbers.count, index >= 0, index < numbers[topic].count,
            numbers[topic][index] != Self.none
        else { return nil }
        return Int(numbers[topic][index])
    }

    /// Gives a partition its number.
    mutating func set(_ number: Int, for partition: TopicPartition) {
        let topic = Int(partition.topic.rawValue)
        let index = partition.partition.index
        while numbers.count <= topic { numbers.append([]) }
        while numbers[topic].count <= index { numbers[topic].append(Self.none) }
        numbers[topic][index] = Int32(number)
    }
}
