public import Records
import Synchronization

extension MemberChecker {
    /// Judges a record that is not simply the next of its partition, producer and entity.
    /// Nothing of it has been noted before.
    public func checkDeviating(
        _ stamp: RecordStamp, partition: PartitionIndex, offset: Offset
    ) {
        ownCounts.pointee.checked &+= 1
        guard UInt32(bitPattern: partition.rawValue) < partitions else {
            ownCounts.pointee.phantoms &+= 1
            return
        }
        let reading = group.reads.readOffset(offset, partition: partition.index)
        ownCounts.pointee.offsetsSkipped &+= reading.skipped
        if reading.isReread { ownCounts.pointee.offsetsReread &+= 1 }
        guard isPossible(stamp, partition: partition),
            stamp.partitionSequence < GroupChecker.sequenceLimit,
            stamp.entitySequence < GroupChecker.sequenceLimit
        else {
            ownCounts.pointee.phantoms &+= 1
            return
        }
        let send = group.reads.readSend(
            stamp.partitionSequence, producer: Int(stamp.producer), partition: partition.index)
        if send == .again {
            if reading.isAnnounced {
                ownCounts.pointee.rereads &+= 1
            } else {
                ownCounts.pointee.duplicates &+= 1
            }
            return
        }
        if send == .late, !reading.isReread, !reading.isAnnounced {
            ownCounts.pointee.reorderings &+= 1
        }
        judgeOrder(entity: Int(stamp.entity), sequence: stamp.entitySequence)
    }

    /// The member starts again at `position` of a partition, after a crash or a reset: what it
    /// reads again from there on is no violation. A position that it has not reached yet changes
    /// nothing.
    package func rewound(_ partition: PartitionIndex, to position: Offset) {
        guard 0..<Int32(partitions) ~= partition.rawValue else { return }
        group.reads.rewind(partition.index, to: position)
    }

    /// The log was cut: what was read from `end` on is gone, and other records may come in its
    /// place.
    package func truncated(_ partition: PartitionIndex, at end: Offset) {
        guard 0..<Int32(partitions) ~= partition.rawValue else { return }
        ownCounts.pointee.offsetsTruncated &+= group.reads.truncate(partition.index, at: end)
    }

    /// Holds a send that was read for the first time against what the group processed of its
    /// entity, and raises the maximum where it is higher.
    private func judgeOrder(entity: Int, sequence: UInt64) {
        let maximum = maxima + entity
        var current = maximum.pointee.load(ordering: .relaxed)
        while sequence >= current {
            let (exchanged, original) = maximum.pointee.weakCompareExchange(
                expected: current, desired: sequence + 1, ordering: .relaxed)
            if exchanged {
                ownCounts.pointee.gapsOpened &+= sequence - current
                return
            }
            current = original
        }
        ownCounts.pointee.keyOrderViolations &+= 1
        ownCounts.pointee.gapsFilled &+= 1
    }
}
