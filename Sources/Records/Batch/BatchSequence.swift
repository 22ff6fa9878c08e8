/// Walks the whole batches that lie one after the other in a block of bytes, as a log segment or
/// a fetch response holds them.
public struct BatchSequence: Sequence, IteratorProtocol {
    private var rest: UnsafeRawBufferPointer

    /// The caller keeps `bytes` alive and unchanged while walking.
    public init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    /// The next batch that is whole, or nil: at the end, at a batch that is cut off, or at bytes
    /// that frame no batch. Checksums are not verified.
    public mutating func next() -> BatchHeader? {
        guard let header = try? BatchHeader.framed(rest) else { return nil }
        rest = UnsafeRawBufferPointer(rebasing: rest[header.byteCount...])
        return header
    }

    /// Bytes after the last batch that `next` answered.
    public var restBytes: Int { rest.count }
}
