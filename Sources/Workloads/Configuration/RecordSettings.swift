/// The keys and values of the records.
public struct RecordSettings: Hashable, Sendable, Codable {
    public var key = KeySettings()
    /// `value.size`, bytes: at least `RecordStamp.byteCount`.
    public var valueBytes = 92

    public init() {}

    /// Bytes of the key that each record carries: none where keys are null.
    public var keyBytes: Int { key.field == .none ? 0 : key.bytes }
}
