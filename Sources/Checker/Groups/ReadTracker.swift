import Records
import Synchronization

/// Which offsets and which sends of each partition one group has read.
///
/// Each partition has a row of words on cache lines of its own:
///
///     0       the offset behind the highest read, as the bits of an Int64; after a rewind the
///             offset behind the last read. Of the partition's latest owner, where a member that
///             was put out still reads too
///     1 + p   the partition sequence behind the highest read from producer p
///
/// Every send below word 1 + p was read, unless `missing` holds it. Without anomalies a producer
/// and partition therefore cost one word and an empty list.
///
/// A partition's row and lists belong to the member that reads the partition; handing the
/// partition to another thread must synchronise the two.
final class ReadTracker: @unchecked Sendable {
    /// The sends of one producer to one partition that were jumped over and have not come since.
    struct Missing {
        var sequences = SequenceRanges()
        /// Sends jumped over when the list was full. Whether they came later is not known.
        var forgotten: UInt64 = 0
    }

    /// Word 0 of a partition of which nothing was read.
    static let nothingRead = UInt64(bitPattern: Int64.min)

    let rows: UnsafeMutablePointer<UInt64>
    /// The words from one row to the next: a multiple of a pair of cache lines, which is what a
    /// core fetches together.
    let rowWords: Int
    let producers: Int
    let partitions: Int
    /// For each partition, the offset below which records were read before the last rewind, and
    /// may therefore be read again.
    private let announcedEnds: UnsafeMutablePointer<Int64>
    /// Who owns each partition, where owners are told of.
    var tenures: TenureTable
    /// Word 0 of the partition that a member reads at this moment that owned it before another.
    var latestWord = nothingRead
    private let missing: UnsafeMutablePointer<Missing>
    /// Ranges held by all lists together, at most `missingRangesMax`.
    private let missingRanges = Atomic<Int>(0)
    private let missingRangesMax: Int

    init(producers: Int, partitions: Int, missingRangesMax: Int) {
        self.producers = producers
        self.partitions = partitions
        self.missingRangesMax = missingRangesMax
        let wordsApart = CacheLines.bytesApart / MemoryLayout<UInt64>.size
        rowWords = (1 + producers + wordsApart - 1) / wordsApart * wordsApart
        rows = CacheLines.allocate(UInt64.self, count: partitions * rowWords)
        rows.initialize(repeating: 0, count: partitions * rowWords)
        for partition in 0..<partitions { rows[partition * rowWords] = Self.nothingRead }
        announcedEnds = .allocate(capacity: partitions)
        announcedEnds.initialize(repeating: .min, count: partitions)
        tenures = TenureTable(partitions: partitions)
        missing = .allocate(capacity: partitions * producers)
        missing.initialize(repeating: Missing(), count: partitions * producers)
    }

    deinit {
        tenures.deallocate()
        missing.deinitialize(count: partitions * producers)
        missing.deallocate()
        announcedEnds.deallocate()
        rows.deallocate()
    }

    /// What reading an offset says.
    struct OffsetReading {
        /// Offsets that it jumped over.
        var skipped: UInt64
        /// Whether it lies at or below an offset read before without being announced.
        var isReread: Bool
        /// Whether a rewind has announced that it may be read again.
        var isAnnounced: Bool
    }

    /// Notes that `offset` of `partition` was read. The first offset read of a partition skips
    /// nothing.
    func readOffset(_ offset: Offset, partition: Int) -> OffsetReading {
        let next = rows + partition * rowWords
        let expected = Int64(bitPattern: next.pointee)
        let isFirst = next.pointee == Self.nothingRead
        let isAnnounced = offset.rawValue < announcedEnds[partition]
        if !isFirst, offset.rawValue < expected {
            return OffsetReading(skipped: 0, isReread: true, isAnnounced: isAnnounced)
        }
        next.pointee = UInt64(bitPattern: offset.rawValue &+ 1)
        return OffsetReading(
            skipped: isFirst ? 0 : UInt64(bitPattern: offset.rawValue &- expected),
            isReread: false, isAnnounced: isAnnounced)
    }

    /// Reading of `partition` starts again at `position`, unless it has not come so far.
    func rewind(_ partition: Int, to position: Offset) {
        let next = rows + partition * rowWords
        let expected = Int64(bitPattern: next.pointee)
        guard next.pointee != Self.nothingRead, position.rawValue < expected else { return }
        announcedEnds[partition] = max(announcedEnds[partition], expected)
        next.pointee = UInt64(bitPattern: position.rawValue)
    }

    /// What lies before the position `word` was read, and may be read again by another.
    func announce(_ partition: Int, to word: UInt64) {
        announcedEnds[partition] = max(announcedEnds[partition], Int64(bitPattern: word))
    }

    /// Reading of `partition` goes on at `position`. Answers the offsets before it that were never
    /// read; a log of which nothing was read begins at 0.
    func resume(_ partition: Int, at position: Offset) -> Range<Int64> {
        let next = rows + partition * rowWords
        let end = position.rawValue
        let expected = next.pointee == Self.nothingRead ? 0 : Int64(bitPattern: next.pointee)
        guard end > expected else {
            rewind(partition, to: position)
            return end..<end
        }
        next.pointee = UInt64(bitPattern: end)
        return min(end, max(expected, announcedEnds[partition]))..<end
    }

    /// The log of `partition` was cut at `end`. Returns how many offsets that had been read were
    /// cut off.
    func truncate(_ partition: Int, at end: Offset) -> UInt64 {
        let next = rows + partition * rowWords
        if tenures.isUsed { tenures.truncate(partition, at: end.rawValue) }
        guard next.pointee != Self.nothingRead else { return 0 }
        let highest = max(Int64(bitPattern: next.pointee), announcedEnds[partition])
        guard end.rawValue < highest else { return 0 }
        announcedEnds[partition] = min(announcedEnds[partition], end.rawValue)
        if Int64(bitPattern: next.pointee) > end.rawValue {
            next.pointee = UInt64(bitPattern: end.rawValue)
        }
        return UInt64(bitPattern: highest &- end.rawValue)
    }

    /// How a send was read.
    enum SendReading {
        /// For the first time, behind none that was sent later.
        case first
        /// For the first time, behind one that was sent later.
        case late
        /// Not for the first time, or it was forgotten.
        case again
    }

    /// Notes that a send was read.
    func readSend(_ sequence: UInt64, producer: Int, partition: Int) -> SendReading {
        let next = rows + (partition * rowWords + 1 + producer)
        let list = missing + (partition * producers + producer)
        let expected = next.pointee
        if sequence < expected { return fill(sequence, in: list) ? .late : .again }
        next.pointee = sequence + 1
        if sequence == expected { return .first }
        if missingRanges.load(ordering: .relaxed) < missingRangesMax {
            list.pointee.sequences.insert(expected..<sequence)
            missingRanges.add(1, ordering: .relaxed)
        } else {
            list.pointee.forgotten &+= sequence - expected
        }
        return .first
    }

    /// Takes a late send out of the list; false where the list does not hold it.
    private func fill(_ sequence: UInt64, in list: UnsafeMutablePointer<Missing>) -> Bool {
        guard let hole = list.pointee.sequences.range(containing: sequence) else { return false }
        let rangesBefore = list.pointee.sequences.ranges.count
        let splits = hole.lowerBound < sequence && sequence + 1 < hole.upperBound
        if splits, missingRanges.load(ordering: .relaxed) >= missingRangesMax {
            list.pointee.sequences.remove(hole.lowerBound..<sequence + 1)
            list.pointee.forgotten &+= sequence - hole.lowerBound
        } else {
            list.pointee.sequences.remove(sequence..<sequence + 1)
        }
        let change = list.pointee.sequences.ranges.count - rangesBefore
        if change != 0 { missingRanges.add(change, ordering: .relaxed) }
        return true
    }

    /// The sends of `producer` to `partition` that were read. Forgotten ones count as read.
    func sendsRead(producer: Int, partition: Int) -> SequenceRanges {
        let next = rows[partition * rowWords + 1 + producer]
        return SequenceRanges(0..<next)
            .subtracting(missing[partition * producers + producer].sequences)
    }

    /// Sends of all producers and partitions that were jumped over when the lists were full.
    var forgottenSends: UInt64 {
        (0..<partitions * producers).reduce(0) { $0 &+ missing[$1].forgotten }
    }
}
