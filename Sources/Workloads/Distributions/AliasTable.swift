/// Draws from any finite distribution in constant time: the alias method.
///
/// Vose, "A Linear Algorithm for Generating Random Numbers with a Given Distribution", IEEE TSE
/// 17 (1991). Each of n equally likely columns holds an outcome and, above a threshold, another:
///
///     0  4  threshold: the part of the column that is its own outcome, in 2^-32
///     4  4  alias: the outcome of the rest
///
/// One 64-bit number chooses both: times n, its high word is the column and the top of its low
/// word the height within it. A probability is off by at most 2^-32 of a column.
@usableFromInline final class AliasTable: @unchecked Sendable {
    // Unchecked because of the pointer: the memory is written by init only and freed by deinit.

    @usableFromInline struct Column {
        @usableFromInline let threshold: UInt32
        @usableFromInline let alias: UInt32

        init(threshold: UInt32, alias: UInt32) {
            self.threshold = threshold
            self.alias = alias
        }
    }

    @usableFromInline let columns: UnsafeMutablePointer<Column>
    @usableFromInline let count: UInt64

    /// A table of `count` outcomes, at least 1, each as likely as its weight: 0 or more, not all 0.
    init(count: Int, weight: (Int) -> Double) {
        self.count = UInt64(count)
        columns = .allocate(capacity: count)
        var heights = (0..<count).map(weight)
        let mean = heights.reduce(0, +) / Double(count)
        var low: [UInt32] = []
        var high: [UInt32] = []
        for index in 0..<count {
            heights[index] /= mean
            columns[index] = Column(threshold: .max, alias: UInt32(index))
            if heights[index] < 1 { low.append(UInt32(index)) } else { high.append(UInt32(index)) }
        }
        // What a low column lacks is taken from a high one, which may become low by it. Columns
        // left over are full but for rounding, and stay their own alias.
        while let small = low.popLast() {
            guard let large = high.last else { break }
            columns[Int(small)] = Column(
                threshold: UInt32(heights[Int(small)] * 0x1p32), alias: large)
            heights[Int(large)] -= 1 - heights[Int(small)]
            if heights[Int(large)] < 1 {
                high.removeLast()
                low.append(large)
            }
        }
    }

    deinit { columns.deallocate() }

    /// Where the column lies that 64 random bits choose.
    @inlinable func place(_ bits: UInt64) -> UnsafeRawPointer {
        UnsafeRawPointer(
            columns + Int(truncatingIfNeeded: bits.multipliedFullWidth(by: count).high))
    }

    /// The outcome that 64 random bits choose.
    @inlinable func draw(_ bits: UInt64) -> UInt32 {
        let (column, height) = bits.multipliedFullWidth(by: count)
        let entry = columns[Int(truncatingIfNeeded: column)]
        let isOwn: UInt32 = UInt32(truncatingIfNeeded: height &>> 32) < entry.threshold ? 1 : 0
        // By masks: no processor could foretell a branch.
        let own = UInt32(truncatingIfNeeded: column)
        return entry.alias ^ ((entry.alias ^ own) & (0 &- isOwn))
    }
}
