/// A header of a record: a name and bytes that the format gives no meaning.
package struct RecordHeader: Hashable, Sendable {
    package let key: String
    /// Nil is a null value.
    package let value: [UInt8]?

    package init(key: String, value: [UInt8]?) {
        self.key = key
        self.value = value
    }

    /// The headers as a record holds them: their number, then each one's key and value with their
    /// lengths.
    package static func encoded(_ headers: [RecordHeader]) -> [UInt8] {
        var bytes: [UInt8] = []
        func put(_ number: Int) {
            withUnsafeTemporaryAllocation(byteCount: 10, alignment: 1) { room in
                guard let base = room.baseAddress else { return }
                var pointer = base
                Varint.write(number, to: &pointer)
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: base, count: pointer - base))
            }
        }
        put(headers.count)
        for header in headers {
            put(header.key.utf8.count)
            bytes.append(contentsOf: header.key.utf8)
            put(header.value?.count ?? -1)
            bytes.append(contentsOf: header.value ?? [])
        }
        return bytes
    }
}

extension RecordView {
    /// The record's headers, in order. Allocates: not for the hot path.
    package var headers: [RecordHeader] {
        var here = headerBytes.baseAddress ?? end
        func number() -> Int { Varint.read(from: &here, end: end) ?? 0 }
        return (0..<max(0, number())).map { _ in
            let keyBytes = number()
            let key = String(
                decoding: UnsafeRawBufferPointer(start: here, count: keyBytes), as: UTF8.self)
            here += keyBytes
            let valueBytes = number()
            defer { here += max(0, valueBytes) }
            return RecordHeader(
                key: key,
                value: valueBytes < 0
                    ? nil : Array(UnsafeRawBufferPointer(start: here, count: valueBytes)))
        }
    }
}
