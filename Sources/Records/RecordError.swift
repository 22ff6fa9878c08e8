/// Why bytes are not a record batch that this build can read.
public enum RecordError: Error, Hashable, Sendable {
    /// Fewer bytes than the batch's header or its stated length needs.
    case truncated(neededBytes: Int, availableBytes: Int)
    /// The stated length cannot hold a header, or exceeds what a batch may have.
    case invalidLength(Int)
    /// Only magic 2 (message format v2) is read.
    case unsupportedMagic(Int8)
    case checksumMismatch(stored: UInt32, computed: UInt32)
    /// Compressed with a codec that Weir does not read.
    case unsupportedCodec(attributeBits: Int16)
    /// The codec's library refused the bytes.
    case codecFailure(Codec, reason: String)
    /// A record inside the batch runs past its end or disagrees with its stated length.
    case malformedRecord(index: Int)
    /// Record count, offset deltas and header do not agree.
    case inconsistentHeader
}

extension RecordError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed, let available):
            "record batch: \(available) bytes where \(needed) were expected"
        case .invalidLength(let length):
            "record batch: length \(length) is not one that a batch can have"
        case .unsupportedMagic(let magic):
            "record batch: magic \(magic) where 2 was expected"
        case .checksumMismatch(let stored, let computed):
            "record batch: CRC-32C \(computed) where \(stored) was stored"
        case .unsupportedCodec(let bits):
            "record batch: codec \(bits) where none (0), lz4 (3) or zstd (4) was expected"
        case .codecFailure(let codec, let reason):
            "record batch: \(codec.rawValue) failed: \(reason)"
        case .malformedRecord(let index):
            "record batch: record \(index) does not end where its length says"
        case .inconsistentHeader:
            "record batch: record count and offset deltas disagree"
        }
    }
}
