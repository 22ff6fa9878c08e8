/// The fields of a batch's header, to be written.
struct BatchFields {
    var baseOffset = Offset.zero
    /// −1 until a leader stamps it.
    var leaderEpoch = LeaderEpoch(-1)
    var attributes: Int16 = 0
    var lastOffsetDelta = 0
    /// Milliseconds since 1970; with the delete-horizon bit the horizon.
    var baseTimestamp: Int64 = 0
    /// Milliseconds since 1970.
    var maxTimestamp: Int64 = 0
    var producerID: Int64 = -1
    var producerEpoch: Int16 = -1
    var baseSequence: Int32 = -1
    var recordCount = 0

    /// Writes the header and the checksum of a batch whose records are in place.
    /// - Precondition: `byteCount` bytes at `base` are the batch.
    func write(to base: UnsafeMutableRawPointer, byteCount: Int) {
        func store<T: FixedWidthInteger>(_ value: T, at offset: Int) {
            base.storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self)
        }
        store(baseOffset.rawValue, at: BatchLayout.baseOffset)
        store(Int32(byteCount - BatchLayout.logOverhead), at: BatchLayout.batchLength)
        store(leaderEpoch.rawValue, at: BatchLayout.partitionLeaderEpoch)
        store(BatchLayout.currentMagic, at: BatchLayout.magic)
        store(attributes, at: BatchLayout.attributes)
        store(Int32(lastOffsetDelta), at: BatchLayout.lastOffsetDelta)
        store(baseTimestamp, at: BatchLayout.baseTimestamp)
        store(maxTimestamp, at: BatchLayout.maxTimestamp)
        store(producerID, at: BatchLayout.producerID)
        store(producerEpoch, at: BatchLayout.producerEpoch)
        store(baseSequence, at: BatchLayout.baseSequence)
        store(Int32(recordCount), at: BatchLayout.recordCount)
        store(BatchHeader(at: base).computedChecksum, at: BatchLayout.checksum)
    }
}
