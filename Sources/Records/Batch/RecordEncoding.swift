/// The bytes of one record of any shape: null keys and values, headers, any offset.
///
/// `BatchBuilder.append` writes the usual record faster.
struct RecordEncoding {
    let timestampDelta: Int
    let offsetDelta: Int
    /// Nil for a null key.
    let key: UnsafeRawBufferPointer?
    /// Nil for a null value.
    let value: UnsafeRawBufferPointer?
    /// The headers as a record holds them; nil for none.
    let headers: UnsafeRawBufferPointer?

    /// Bytes after the record's own length.
    private var bodyBytes: Int {
        1 + Varint.size(timestampDelta) + Varint.size(offsetDelta) + fieldBytes(key)
            + fieldBytes(value) + (headers?.count ?? 1)
    }

    private func fieldBytes(_ field: UnsafeRawBufferPointer?) -> Int {
        Varint.size(field?.count ?? -1) + (field?.count ?? 0)
    }

    /// Bytes of the whole record.
    var byteCount: Int { Varint.size(bodyBytes) + bodyBytes }

    /// Writes the record and answers where it ends.
    /// - Precondition: `byteCount` bytes at `start` are writable.
    func write(to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var pointer = start
        Varint.write(bodyBytes, to: &pointer)
        pointer.storeBytes(of: 0, as: UInt8.self)
        pointer += 1
        Varint.write(timestampDelta, to: &pointer)
        Varint.write(offsetDelta, to: &pointer)
        for field in [key, value] {
            Varint.write(field?.count ?? -1, to: &pointer)
            Self.copy(field, to: &pointer)
        }
        if headers == nil { Varint.write(0, to: &pointer) }
        Self.copy(headers, to: &pointer)
        return pointer
    }

    private static func copy(
        _ bytes: UnsafeRawBufferPointer?, to pointer: inout UnsafeMutableRawPointer
    ) {
        guard let bytes, let source = bytes.baseAddress else { return }
        pointer.copyMemory(from: source, byteCount: bytes.count)
        pointer += bytes.count
    }
}
