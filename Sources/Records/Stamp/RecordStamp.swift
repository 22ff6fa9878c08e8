/// What the generator writes at the front of every value, so that the checker can judge order,
/// loss, duplication and latency from the records alone.
///
/// Layout, little-endian, 32 bytes:
///
///     0   4  entity
///     4   2  producer
///     6   2  zero
///     8   8  entity sequence
///     16  8  partition sequence
///     24  8  intended time, nanoseconds on the run's monotonic clock
///
/// An entity is whose order matters: normally the key. Each entity belongs to one producer, so
/// its order is defined. The partition sequence counts, from 0 and without holes, the records
/// that one producer sent to one partition; (producer, partition, partition sequence) therefore
/// names a send uniquely, and a hole or a repeat in what is read needs no bit for every record.
public struct RecordStamp: Hashable, Sendable {
    public var entity: UInt32
    public var producer: UInt16
    public var entitySequence: UInt64
    public var partitionSequence: UInt64
    public var intendedTime: Instant

    /// The smallest value that can carry a stamp, in bytes.
    public static let byteCount = 32

    @inlinable public init(
        entity: UInt32, producer: UInt16, entitySequence: UInt64, partitionSequence: UInt64,
        intendedTime: Instant
    ) {
        self.entity = entity
        self.producer = producer
        self.entitySequence = entitySequence
        self.partitionSequence = partitionSequence
        self.intendedTime = intendedTime
    }

    /// Reads the stamp from the first 32 bytes at `bytes`, which need no alignment.
    @inlinable public init(readingFrom bytes: UnsafeRawPointer) {
        entity = Self.entity(at: bytes)
        producer = UInt16(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        entitySequence = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        partitionSequence = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        intendedTime = Instant(
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: Int64.self)))
    }

    /// The entity alone, of the stamp at `bytes`, which need no alignment.
    @inlinable public static func entity(at bytes: UnsafeRawPointer) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    }

    /// Writes the stamp to the 32 bytes at `bytes`, which need no alignment.
    @inlinable public func write(to bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: entity.littleEndian, as: UInt32.self)
        bytes.storeBytes(
            of: UInt32(producer).littleEndian, toByteOffset: 4, as: UInt32.self)
        bytes.storeBytes(of: entitySequence.littleEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: partitionSequence.littleEndian, toByteOffset: 16, as: UInt64.self)
        bytes.storeBytes(
            of: intendedTime.rawValue.littleEndian, toByteOffset: 24, as: Int64.self)
    }
}
