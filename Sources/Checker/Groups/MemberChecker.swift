public import Records
public import Synchronization

/// Checks the records that one member of a group processes, in the order it processes them.
///
/// For one thread at a time. A partition is read by one member at a time, and handing it to
/// another member must synchronise their threads. Checking a record that deviates in nothing
/// takes a few nanoseconds and never allocates.
public final class MemberChecker: @unchecked Sendable {
    /// Owns all the memory that is pointed to here.
    let group: GroupChecker
    /// Its number in the group.
    let number: Int
    public let ownCounts: UnsafeMutablePointer<MemberCounts>
    public let maxima: UnsafeMutablePointer<Atomic<UInt64>>
    public let rows: UnsafeMutablePointer<UInt64>
    public let rowWords: Int
    public let entities: UInt32
    public let partitions: UInt32
    public let producers: UInt64
    /// 2^64 / producers, rounded up; 0 for one producer. It turns `% producers` into two
    /// multiplications: Lemire, Kaser and Kurz, "Faster remainder by direct computation" (2019).
    public let producersReciprocal: UInt64
    /// Whether other members raise the same maxima.
    public let isShared: Bool

    init(group: GroupChecker, number: Int, counts: UnsafeMutablePointer<MemberCounts>) {
        self.group = group
        self.number = number
        ownCounts = counts
        maxima = group.maxima
        rows = group.reads.rows
        rowWords = group.reads.rowWords
        entities = UInt32(group.entities)
        partitions = UInt32(group.partitions)
        producers = UInt64(group.producers)
        producersReciprocal = (UInt64.max / UInt64(group.producers)) &+ 1
        isShared = group.members > 1
    }

    /// What this member counted so far. For the member's own thread, or after the run.
    public var counts: MemberCounts { ownCounts.pointee }

    /// Judges a record that this member has just processed, read from `offset` of `partition`.
    @inlinable public func check(
        _ stamp: RecordStamp, partition: PartitionIndex, offset: Offset
    ) {
        guard isPossible(stamp, partition: partition) else {
            return checkDeviating(stamp, partition: partition, offset: offset)
        }
        let row = rows + Int(partition.rawValue) &* rowWords
        let next = row + (1 &+ Int(stamp.producer))
        guard row.pointee == UInt64(bitPattern: offset.rawValue),
            next.pointee == stamp.partitionSequence,
            raisesMaximumByOne(stamp)
        else { return checkDeviating(stamp, partition: partition, offset: offset) }
        row.pointee = UInt64(bitPattern: offset.rawValue &+ 1)
        next.pointee = stamp.partitionSequence &+ 1
        ownCounts.pointee.checked &+= 1
    }

    /// Begins to fetch what checking a record of `entity` will look at, which lies anywhere in
    /// memory. To be called some records ahead.
    @inlinable public func expect(entity: UInt32) {
        if entity < entities { Prefetch.line(at: maxima + Int(entity)) }
    }

    /// Whether the run has this partition and this entity, and the producer owns the entity.
    @inlinable public func isPossible(_ stamp: RecordStamp, partition: PartitionIndex) -> Bool {
        let owner = (producersReciprocal &* UInt64(stamp.entity))
            .multipliedFullWidth(by: producers).high
        return UInt32(bitPattern: partition.rawValue) < partitions
            && stamp.entity < entities
            && owner == UInt64(stamp.producer)
    }

    /// Raises the entity's maximum where the record is the entity's next; false, and nothing is
    /// changed, where it is not. A member alone needs no locked instruction.
    @inlinable public func raisesMaximumByOne(_ stamp: RecordStamp) -> Bool {
        let maximum = maxima + Int(stamp.entity)
        let sequence = stamp.entitySequence
        if isShared {
            return maximum.pointee.compareExchange(
                expected: sequence, desired: sequence &+ 1, ordering: .relaxed
            ).exchanged
        }
        guard maximum.pointee.load(ordering: .relaxed) == sequence else { return false }
        maximum.pointee.store(sequence &+ 1, ordering: .relaxed)
        return true
    }
}
