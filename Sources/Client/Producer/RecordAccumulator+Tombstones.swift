package import Records

extension RecordAccumulator {
    /// Appends a record with a null value, a tombstone in a compacted topic. Not for the hot path.
    ///
    /// - Returns: false where `buffer.memory` is used up: nothing was appended.
    package mutating func appendTombstone(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer,
        sendTime: Instant, now: Instant
    ) -> Bool {
        let slot = slots + partition.index
        func append() -> Bool {
            slot.pointee.builder?.append(
                timestamp: timestamp, key: key, value: nil, limit: batchBytes) == true
        }
        if !append() {
            let bytes = BatchLayout.records + BatchBuilder.recordOverheadBytesMax + key.count + 1
            guard openBatch(partition, atLeast: bytes, now: now), append() else { return false }
        }
        slot.pointee.openTimes?.pointee.append(sendTime)
        slot.pointee.nextSequence &+= 1
        return true
    }
}
