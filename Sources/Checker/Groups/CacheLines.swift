/// Memory that threads write without slowing one another.
enum CacheLines {
    /// How far apart two threads' data must lie, bytes: a core fetches 64-byte lines in pairs.
    static let bytesApart = 128

    /// Uninitialised room for `count` elements that shares no pair of lines with anything else
    /// allocated here. The caller deallocates it.
    static func allocate<Element: ~Copyable>(
        _ type: Element.Type, count: Int
    ) -> UnsafeMutablePointer<Element> {
        let bytes = count * MemoryLayout<Element>.stride
        return UnsafeMutableRawPointer.allocate(
            byteCount: (bytes + bytesApart - 1) / bytesApart * bytesApart, alignment: bytesApart
        ).bindMemory(to: Element.self, capacity: count)
    }
}
