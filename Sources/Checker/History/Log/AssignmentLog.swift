/// Which partitions the consumers have, so that a poll is compared with the one before only
/// where the partition stayed with the consumer. Each event takes expected time in proportion
/// to the partitions that it names.
struct AssignmentLog {
    private struct Holding {
        /// The consumer's assignment that last named the partition, or in which it polled it.
        var assignment: Int32
        var stint: Int32
    }

    /// Assignments that each consumer has seen.
    private var assignments: [Int32] = []
    /// By consumer and partition.
    private var holdings: [NumberPair: Holding] = [:]

    mutating func assign(_ partitions: [Int32], to consumer: Int32) {
        let before = assignmentsSeen(by: consumer)
        assignments[Int(consumer)] = before + 1
        for partition in partitions {
            let pair = NumberPair(consumer, partition)
            if let holding = holdings[pair] {
                let isKept = holding.assignment == before
                holdings[pair] = Holding(
                    assignment: before + 1, stint: holding.stint + (isKept ? 0 : 1))
            } else {
                holdings[pair] = Holding(assignment: before + 1, stint: 0)
            }
        }
    }

    /// Notes a poll; answers the assignments that the consumer has seen and its stint with the
    /// partition.
    mutating func poll(
        _ partition: Int32, by consumer: Int32
    ) -> (assignments: Int32, stint: Int32) {
        let now = assignmentsSeen(by: consumer)
        let pair = NumberPair(consumer, partition)
        guard let holding = holdings[pair] else {
            holdings[pair] = Holding(assignment: now, stint: 0)
            return (now, 0)
        }
        guard holding.assignment != now else { return (now, holding.stint) }
        holdings[pair] = Holding(assignment: now, stint: holding.stint + 1)
        return (now, holding.stint + 1)
    }

    private mutating func assignmentsSeen(by consumer: Int32) -> Int32 {
        while assignments.count <= Int(consumer) { assignments.append(0) }
        return assignments[Int(consumer)]
    }
}
