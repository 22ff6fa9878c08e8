/// Where the fields of a record batch v2 lie, each derived from the one before it.
///
/// Source: Kafka's message format v2. All integers are big-endian. The base offset and the leader
/// epoch lie outside the checksum, so a broker stamps them without recomputing it.
public enum BatchLayout {
    public static let baseOffset = 0
    public static let batchLength = baseOffset + 8
    public static let partitionLeaderEpoch = batchLength + 4
    public static let magic = partitionLeaderEpoch + 4
    public static let checksum = magic + 1
    public static let attributes = checksum + 4
    public static let lastOffsetDelta = attributes + 2
    public static let baseTimestamp = lastOffsetDelta + 4
    public static let maxTimestamp = baseTimestamp + 8
    public static let producerID = maxTimestamp + 8
    public static let producerEpoch = producerID + 8
    public static let baseSequence = producerEpoch + 2
    public static let recordCount = baseSequence + 4
    /// The first record; also the size of the header, 61 bytes.
    public static let records = recordCount + 4

    /// The smallest record: length, attributes, timestamp delta, offset delta, two lengths and
    /// the header count, a byte each.
    public static let recordBytesMin = 7
    /// Bytes before what `batchLength` counts.
    public static let logOverhead = batchLength + 4
    /// The only magic that is written and read.
    public static let currentMagic: Int8 = 2
    /// Bits of the attributes that name the codec.
    public static let codecMask: Int16 = 0b111
    /// The bit of the attributes that says that the base timestamp is a delete horizon (KIP-534).
    public static let deleteHorizonFlag: Int16 = 1 << 6
    /// No batch may be larger than this, in bytes; a larger stated length is corruption.
    public static let batchBytesMax = 256 << 20
}
