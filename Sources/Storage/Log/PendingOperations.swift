import Records

/// An append or sync that has been asked for.
enum PendingOperation {
    /// `segmentBase` tells which segment; retention may have renumbered them meanwhile.
    case append(segmentBase: Offset, bytes: Int, nextOffset: Offset, visible: Bool)
    case sync(coveredEnd: Offset)
}

/// A log's appends and syncs under way, oldest first.
struct PendingOperations {
    private var operations: [PendingOperation] = []
    /// Index of the first that has not completed.
    private var head = 0

    var isEmpty: Bool { head == operations.count }

    mutating func append(_ operation: PendingOperation) { operations.append(operation) }

    /// Takes the oldest out. The room of those before it is used again, so that a line that is
    /// never empty does not grow. O(1) on the average.
    /// - Precondition: not empty.
    mutating func takeFirst() -> PendingOperation {
        precondition(!isEmpty, "nothing was asked for")
        let operation = operations[head]
        head += 1
        if head == operations.count {
            operations.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= operations.count {
            operations.removeFirst(head)
            head = 0
        }
        return operation
    }
}
