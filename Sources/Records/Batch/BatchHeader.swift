/// The header of a record batch v2, read where it lies.
///
/// A view: it holds a pointer into memory that its user keeps alive, with at least
/// `BatchLayout.records` readable bytes.
public struct BatchHeader {
    @usableFromInline let bytes: UnsafeRawPointer

    /// - Precondition: `BatchLayout.records` bytes at `bytes` are readable.
    @inlinable public init(at bytes: UnsafeRawPointer) { self.bytes = bytes }

    @inlinable func load<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T {
        T(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }

    @inlinable public var baseOffset: Offset {
        Offset(load(Int64.self, at: BatchLayout.baseOffset))
    }
    /// Bytes of the whole batch, header and the length field itself included.
    @inlinable public var byteCount: Int {
        Int(load(Int32.self, at: BatchLayout.batchLength)) + BatchLayout.logOverhead
    }
    @inlinable public var leaderEpoch: LeaderEpoch {
        LeaderEpoch(load(Int32.self, at: BatchLayout.partitionLeaderEpoch))
    }
    @inlinable public var magic: Int8 { load(Int8.self, at: BatchLayout.magic) }
    @inlinable public var checksum: UInt32 { load(UInt32.self, at: BatchLayout.checksum) }
    @inlinable public var attributes: Int16 { load(Int16.self, at: BatchLayout.attributes) }
    @inlinable public var lastOffsetDelta: Int {
        Int(load(Int32.self, at: BatchLayout.lastOffsetDelta))
    }
    /// What the records' timestamps count from: milliseconds since 1970 of the first record, or the
    /// delete horizon.
    @inlinable public var baseTimestamp: Int64 { load(Int64.self, at: BatchLayout.baseTimestamp) }
    /// Milliseconds since 1970 of the latest record.
    @inlinable public var maxTimestamp: Int64 { load(Int64.self, at: BatchLayout.maxTimestamp) }
    @inlinable public var producerID: Int64 { load(Int64.self, at: BatchLayout.producerID) }
    @inlinable public var producerEpoch: Int16 { load(Int16.self, at: BatchLayout.producerEpoch) }
    @inlinable public var baseSequence: Int32 { load(Int32.self, at: BatchLayout.baseSequence) }
    @inlinable public var recordCount: Int { Int(load(Int32.self, at: BatchLayout.recordCount)) }

    @inlinable public var lastOffset: Offset { baseOffset.advanced(by: lastOffsetDelta) }
    /// The offset of the record after this batch.
    @inlinable public var nextOffset: Offset { baseOffset.advanced(by: lastOffsetDelta + 1) }

    /// From when on tombstones in the batch may go, milliseconds since 1970: what compaction leaves
    /// in the place of the base timestamp (KIP-534). Nil where it has not.
    public var deleteHorizon: Int64? {
        attributes & BatchLayout.deleteHorizonFlag != 0 ? baseTimestamp : nil
    }

    /// Whether the batch is what compaction leaves of one all of whose records it took: its header.
    public var isEmptied: Bool {
        recordCount == 0 && byteCount == BatchLayout.records
            && attributes & BatchLayout.codecMask == 0
    }

    /// Whether the batch is as a producer writes it: with records, and no offset without one.
    public var isDense: Bool { recordCount > 0 && lastOffsetDelta == recordCount - 1 }

    /// The batch's codec, or nil for one that Weir does not read.
    public var codec: Codec? { Codec(attributeBits: attributes & BatchLayout.codecMask) }

    /// The checksum of the bytes as they are now.
    ///
    /// - Precondition: the batch is framed: as many bytes as its length says are readable.
    public var computedChecksum: UInt32 {
        CRC32C.checksum(
            UnsafeRawBufferPointer(
                start: bytes + BatchLayout.attributes,
                count: byteCount - BatchLayout.attributes))
    }
}

extension BatchHeader {
    /// Reads the header of the batch at the front of `bytes` and proves that the batch is whole,
    /// unharmed and consistent with itself.
    ///
    /// - Throws: `RecordError`; the records inside are not looked at.
    /// - Complexity: O(n) for the checksum.
    public static func validated(_ bytes: UnsafeRawBufferPointer) throws(RecordError)
        -> BatchHeader
    {
        let header = try framed(bytes)
        let computed = header.computedChecksum
        guard computed == header.checksum else {
            throw .checksumMismatch(stored: header.checksum, computed: computed)
        }
        return header
    }

    /// Reads the header at the front of `bytes` and proves all but the checksum: the batch is
    /// whole, its offsets fit 64 bits, and its bytes can hold as many records as it states. O(1).
    public static func framed(_ bytes: UnsafeRawBufferPointer) throws(RecordError)
        -> BatchHeader
    {
        guard let base = bytes.baseAddress, bytes.count >= BatchLayout.records else {
            throw .truncated(neededBytes: BatchLayout.records, availableBytes: bytes.count)
        }
        let header = BatchHeader(at: base)
        guard header.byteCount >= BatchLayout.records,
            header.byteCount <= BatchLayout.batchBytesMax
        else { throw .invalidLength(header.byteCount) }
        guard header.magic == BatchLayout.currentMagic else {
            throw .unsupportedMagic(header.magic)
        }
        guard header.byteCount <= bytes.count else {
            throw .truncated(neededBytes: header.byteCount, availableBytes: bytes.count)
        }
        let lastBaseOffset = Int64.max - 1 - Int64(Swift.max(0, header.lastOffsetDelta))
        guard header.recordCount > 0 || header.isEmptied,
            header.lastOffsetDelta >= Swift.max(0, header.recordCount - 1),
            header.baseOffset >= .zero, header.baseOffset.rawValue <= lastBaseOffset,
            header.codec != Codec.none
                || header.canHoldRecords(in: header.byteCount - BatchLayout.records)
        else { throw .inconsistentHeader }
        return header
    }

    /// Whether `bytes` uncompressed bytes suffice for the stated number of records.
    func canHoldRecords(in bytes: Int) -> Bool {
        recordCount <= bytes / BatchLayout.recordBytesMin
    }

    /// Writes the offset and epoch that the leader gives the batch at `bytes`. Both lie outside
    /// the checksum.
    @inlinable public static func stamp(
        _ bytes: UnsafeMutableRawPointer, baseOffset: Offset, leaderEpoch: LeaderEpoch
    ) {
        bytes.storeBytes(
            of: baseOffset.rawValue.bigEndian, toByteOffset: BatchLayout.baseOffset,
            as: Int64.self)
        bytes.storeBytes(
            of: leaderEpoch.rawValue.bigEndian, toByteOffset: BatchLayout.partitionLeaderEpoch,
            as: Int32.self)
    }
}

extension BatchHeader {
    /// The bytes of the whole batch.
    /// - Precondition: it is framed.
    package var wholeBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: byteCount)
    }
}
