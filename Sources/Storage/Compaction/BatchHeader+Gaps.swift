import Records

extension BatchHeader {
    /// Whether the batch may follow one that ends at `end`: it begins there, or behind where
    /// compaction may have taken what lay between.
    func continues(_ end: Offset, mayHaveGaps: Bool) -> Bool {
        baseOffset == end || (mayHaveGaps && baseOffset > end)
    }

    /// Whether the batch may stand in a segment behind one that ends at `end`: it continues it,
    /// and does not reach beyond `limit`, where the next segment begins. Nil is no limit.
    ///
    /// Offsets lie outside the checksum: in a log with gaps nothing else tells one that has rotted.
    func fits(after end: Offset, limit: Offset?, mayHaveGaps: Bool) -> Bool {
        guard let limit, nextOffset > limit else {
            return continues(end, mayHaveGaps: mayHaveGaps)
        }
        return false
    }
}
