/// `min.insync.replicas` as a file writes it.
enum MinInsyncChoice: Sendable {
    case count(Int)
    /// One fewer than the replicas, so that one may fail, and at least 1.
    case auto
}

extension TopicSettings {
    /// The setting behind the file's word. `auto` reads the replication factor when it is set.
    var minInsyncChoice: MinInsyncChoice {
        get { .count(minInsyncReplicas) }
        set {
            switch newValue {
            case .count(let count): minInsyncReplicas = count
            case .auto: minInsyncReplicas = max(1, replicationFactor - 1)
            }
        }
    }
}

extension ValueFormat where Value == MinInsyncChoice {
    static var minInsyncReplicas: ValueFormat {
        let numbers = ValueFormat<Int>.wholeNumber(1...1_000).or("auto")
        return ValueFormat(
            expected: numbers.expected,
            read: { text throws(ValueProblem) in
                try numbers.read(text).map(MinInsyncChoice.count) ?? .auto
            },
            write: { choice in
                switch choice {
                case .count(let count): numbers.write(count)
                case .auto: "auto"
                }
            })
    }
}
