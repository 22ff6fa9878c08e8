import Records

/// One partition's log as a broker keeps it: what it holds, and which batches of a producer it
/// knows again.
struct ModelLog {
    enum Outcome: Equatable {
        case appended(Int64)
        case duplicate(Int64)
        case outOfOrder
        case staleEpoch
    }

    private struct Known {
        let first: Int32
        let count: Int
        let base: Int64
    }

    /// The mark of the record at each offset.
    private(set) var marks: [UInt8] = []
    private var epoch: Int16?
    private var known: [Known] = []

    mutating func append(_ batch: BatchHeader, marks: [UInt8]) -> Outcome {
        guard batch.producerID >= 0 else { return .appended(add(marks)) }
        if let epoch {
            if batch.producerEpoch < epoch { return .staleEpoch }
            if batch.producerEpoch == epoch {
                if let same = known.first(where: {
                    $0.first == batch.baseSequence && $0.count == marks.count
                }) {
                    return .duplicate(same.base)
                }
                if let last = known.last {
                    let next = Int32((Int(last.first) + last.count) & Int(Int32.max))
                    if batch.baseSequence != next { return .outOfOrder }
                }
            } else if batch.baseSequence != 0 {
                return .outOfOrder
            }
        }
        if batch.producerEpoch != epoch { known = [] }
        epoch = batch.producerEpoch
        let base = add(marks)
        known.append(Known(first: batch.baseSequence, count: marks.count, base: base))
        if known.count > 5 { known.removeFirst() }
        return .appended(base)
    }

    private mutating func add(_ new: [UInt8]) -> Int64 {
        defer { marks += new }
        return Int64(marks.count)
    }
}
