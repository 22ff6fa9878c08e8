/// What a file would still have after a power loss, apart from its names.
final class UnsyncedFile {
    /// Where its bytes are now, relative to the broker's directory.
    var place: String
    /// Bytes that it has now.
    var byteCount: Int
    /// Bytes that the last sync covered. What was appended since is not kept here: it is the
    /// file from here on.
    private(set) var syncedByteCount: Int
    /// The pages that held synced bytes and were changed since, by page number.
    private(set) var changed: [Int: Page] = [:]

    static let pageBytes = 4096

    /// A page as it was.
    struct Page {
        /// Its bytes at the last sync, as far as the file went.
        let old: [UInt8]
        /// The file positions that were written since.
        var written: Range<Int>
    }

    init(place: String, byteCount: Int) {
        self.place = place
        self.byteCount = byteCount
        syncedByteCount = byteCount
    }

    /// A sync covers everything.
    func noteSync() {
        syncedByteCount = byteCount
        changed.removeAll()
    }

    /// Remembers what a change of `range` is about to overwrite or cut of the synced bytes.
    func noteChange<Failure: Error>(
        of range: Range<Int>, read: (_ position: Int, _ count: Int) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        guard range.lowerBound < syncedByteCount, !range.isEmpty else { return }
        let end = min(range.upperBound, syncedByteCount)
        for page in range.lowerBound / Self.pageBytes...(end - 1) / Self.pageBytes {
            let begin = page * Self.pageBytes
            let piece = range.clamped(to: begin..<begin + Self.pageBytes)
            if let known = changed[page]?.written {
                changed[page]?.written =
                    min(
                        known.lowerBound, piece.lowerBound)..<max(
                        known.upperBound, piece.upperBound)
            } else {
                let count = min(Self.pageBytes, syncedByteCount - begin)
                changed[page] = Page(old: try read(begin, count), written: piece)
            }
        }
    }
}
