import Synchronization

/// Judges what one consumer group of one run processes, from the records' stamps alone.
///
/// The members share one table: for each entity the highest sequence that any of them processed,
/// plus one. "Processed after" means: after that maximum had been raised. Memory is 8 bytes for
/// each entity, and a row of words for each partition.
///
/// Safe to share between threads: the table is atomic, each member's counts are its own, and a
/// partition's row belongs to the member that reads the partition. Where members tell what they
/// own, as those of a group that subscribes do, all of them share one thread. `counts` and the
/// verdict are for when the members have stopped and their threads were joined.
package final class GroupChecker: @unchecked Sendable {
    /// Stamps with sequences from here on make no sense: no run sends 2^62 records.
    static let sequenceLimit = UInt64(1) << 62

    package let entities: Int
    package let producers: Int
    package let partitions: Int
    package let members: Int

    /// For each entity, the highest sequence processed plus one; 0 before the first.
    let maxima: UnsafeMutablePointer<Atomic<UInt64>>
    let reads: ReadTracker
    /// One for each member, `countsApart` elements apart.
    private let memberCounts: UnsafeMutablePointer<MemberCounts>
    private static let countsApart =
        (CacheLines.bytesApart + MemoryLayout<MemberCounts>.stride - 1)
        / MemoryLayout<MemberCounts>.stride

    /// A checker of a group whose `members` members read `partitions` partitions, to which
    /// `producers` producers send records of `entities` entities. All are at least 1; there are
    /// at most 2^32 − 1 entities and 65,536 producers.
    ///
    /// At most `missingRangesMax` stretches of sends that were jumped over are remembered at one
    /// time; beyond that the verdict is inexact and says so.
    package init(
        entities: Int, producers: Int, partitions: Int, members: Int,
        missingRangesMax: Int = 100_000
    ) {
        precondition(1...Int(UInt32.max) ~= entities, "entities: \(entities)")
        precondition(1...1 << 16 ~= producers, "producers: \(producers)")
        precondition(1...Int(Int32.max) ~= partitions, "partitions: \(partitions)")
        precondition(members >= 1, "members: \(members)")
        self.entities = entities
        self.producers = producers
        self.partitions = partitions
        self.members = members
        maxima = CacheLines.allocate(Atomic<UInt64>.self, count: entities)
        for entity in 0..<entities { (maxima + entity).initialize(to: Atomic(0)) }
        reads = ReadTracker(
            producers: producers, partitions: partitions, missingRangesMax: missingRangesMax)
        memberCounts = CacheLines.allocate(MemberCounts.self, count: members * Self.countsApart)
        memberCounts.initialize(repeating: MemberCounts(), count: members * Self.countsApart)
    }

    deinit {
        memberCounts.deallocate()
        maxima.deinitialize(count: entities)
        maxima.deallocate()
    }

    /// The checker of member `index`, from 0. Asked twice, it gives two faces of the same member.
    package func member(_ index: Int) -> MemberChecker {
        precondition(0..<members ~= index, "member \(index) of \(members)")
        return MemberChecker(group: self, number: index, counts: memberCounts(of: index))
    }

    /// What member `index` counts.
    func memberCounts(of index: Int) -> UnsafeMutablePointer<MemberCounts> {
        memberCounts + index * Self.countsApart
    }

    /// What all members counted.
    package var counts: MemberCounts {
        (0..<members).reduce(into: MemberCounts()) {
            $0 += memberCounts[$1 * Self.countsApart]
        }
    }
}
