/// The keys and values of the records.
package struct RecordSettings: Hashable, Sendable, Codable {
    package var key = KeySettings()
    /// `value.size`, bytes: at least `RecordStamp.byteCount`.
    package var valueBytes = 92

    package init() {}

    /// Bytes of the key that each record carries: none where keys are null.
    package var keyBytes: Int { key.field == .none ? 0 : key.bytes }
}
