import Records

extension BatchHeader {
    /// Whether the batch may follow one that ends at `end`: it begins there, or behind where
    /// compaction may have taken what lay between.
    func continues(_ end: Offset, mayHaveGaps: Bool) -> Bool {
        baseOffset == end || (mayHaveGaps && baseOffset > end)
    }
}
