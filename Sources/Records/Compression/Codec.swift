/// A batch's compression: Kafka's `compression.type`, bits 0 to 2 of the batch attributes.
public enum Codec: String, Hashable, Sendable, Codable, CaseIterable {
    case none
    case lz4
    case zstd

    /// The codec's number in the attributes (gzip is 1 and snappy 2; Weir writes neither).
    public var attributeBits: Int16 {
        switch self {
        case .none: 0
        case .lz4: 3
        case .zstd: 4
        }
    }

    /// The codec with this number, or nil for one that Weir does not read.
    public init?(attributeBits: Int16) {
        switch attributeBits {
        case 0: self = .none
        case 3: self = .lz4
        case 4: self = .zstd
        default: return nil
        }
    }
}
