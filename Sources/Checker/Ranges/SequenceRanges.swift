/// A set of sequence numbers held as ranges: small where the numbers are mostly consecutive.
///
/// Adding above everything held, or right behind it, takes constant time; anything else costs a
/// binary search and moves the ranges that lie above. No number may reach 2^63.
package struct SequenceRanges: Hashable, Sendable {
    /// Ascending, none empty, no two of them overlapping or adjacent.
    package private(set) var ranges: [Range<UInt64>] = []

    package init() {}

    /// The numbers of `range`.
    package init(_ range: Range<UInt64>) {
        insert(range)
    }

    package var isEmpty: Bool { ranges.isEmpty }

    /// How many numbers the set holds.
    package var count: Int {
        ranges.reduce(0) { $0 + $1.count }
    }

    /// The whole range that holds `number`; nil where none does.
    package func range(containing number: UInt64) -> Range<UInt64>? {
        let place = firstIndex { $0.upperBound > number }
        guard place < ranges.count, ranges[place].lowerBound <= number else { return nil }
        return ranges[place]
    }

    /// Adds the numbers of `range`; those already held stay.
    package mutating func insert(_ range: Range<UInt64>) {
        if range.isEmpty { return }
        guard let last = ranges.last, range.lowerBound <= last.upperBound else {
            ranges.append(range)
            return
        }
        if range.lowerBound == last.upperBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            return
        }
        let first = firstIndex { $0.upperBound >= range.lowerBound }
        let end = firstIndex { $0.lowerBound > range.upperBound }
        if first == end {
            ranges.insert(range, at: first)
            return
        }
        let lower = min(range.lowerBound, ranges[first].lowerBound)
        let upper = max(range.upperBound, ranges[end - 1].upperBound)
        ranges.replaceSubrange(first..<end, with: CollectionOfOne(lower..<upper))
    }

    /// Takes out the numbers of `range` that are held.
    package mutating func remove(_ range: Range<UInt64>) {
        if range.isEmpty { return }
        let first = firstIndex { $0.upperBound > range.lowerBound }
        let end = firstIndex { $0.lowerBound >= range.upperBound }
        if first >= end { return }
        let below = ranges[first].lowerBound
        let above = ranges[end - 1].upperBound
        switch (below < range.lowerBound, above > range.upperBound) {
        case (false, false):
            ranges.removeSubrange(first..<end)
        case (true, false):
            ranges.replaceSubrange(first..<end, with: CollectionOfOne(below..<range.lowerBound))
        case (false, true):
            ranges.replaceSubrange(first..<end, with: CollectionOfOne(range.upperBound..<above))
        case (true, true):
            ranges.replaceSubrange(
                first..<end, with: [below..<range.lowerBound, range.upperBound..<above])
        }
    }

    /// The numbers held here and not in `other`. Takes time linear in the ranges of both.
    package func subtracting(_ other: SequenceRanges) -> SequenceRanges {
        var result = SequenceRanges()
        var next = 0
        for range in ranges {
            var lower = range.lowerBound
            while next < other.ranges.count, other.ranges[next].upperBound <= lower { next += 1 }
            var hole = next
            while hole < other.ranges.count, other.ranges[hole].lowerBound < range.upperBound {
                let taken = other.ranges[hole]
                if taken.lowerBound > lower { result.ranges.append(lower..<taken.lowerBound) }
                lower = max(lower, taken.upperBound)
                hole += 1
            }
            if lower < range.upperBound { result.ranges.append(lower..<range.upperBound) }
            next = max(next, hole - 1)
        }
        return result
    }

    /// The numbers held both here and in `other`. Takes time linear in the ranges of both.
    package func intersection(_ other: SequenceRanges) -> SequenceRanges {
        subtracting(subtracting(other))
    }

    /// The index of the first range that `isBeyond`, which must hold for every later range too.
    private func firstIndex(_ isBeyond: (Range<UInt64>) -> Bool) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(ranges[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
