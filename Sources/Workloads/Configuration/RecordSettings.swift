/// The keys, values and headers of the records.
package struct RecordSettings: Hashable, Sendable, Codable {
    package var key = KeySettings()
    /// `value.size`, bytes: at least `RecordStamp.byteCount`. Where sizes are drawn, the largest.
    package var valueBytes = 92
    package var value = ValueSettings()
    /// How many headers each record has.
    package var headers = 0
    /// `header.size`: bytes of each header's value, which follows a name of `headerNameBytes`.
    package var headerBytes = 16

    /// Bytes of a header's name.
    package static let headerNameBytes = 4

    package init() {}

    /// Bytes of the key that each record carries: none where keys are null.
    package var keyBytes: Int { key.field == .none ? 0 : key.bytes }

    /// The most that headers take in a record, beside their number's first byte.
    package var headerBytesMax: Int {
        guard headers > 0 else { return 0 }
        // Two lengths of at most five bytes for each header, and their number.
        return 5 + headers * (10 + Self.headerNameBytes + headerBytes)
    }
}
