extension FaultyDisk {
    /// A file's contents, apart from its names.
    final class Inode {
        /// What a read sees.
        var bytes: [UInt8]
        /// What the last sync made durable.
        var durable: [UInt8]
        /// By page: the bytes written since the last sync.
        var dirty: [Int: Range<Int>] = [:]

        init(bytes: [UInt8], durable: [UInt8]) {
            self.bytes = bytes
            self.durable = durable
        }
    }
}

extension FaultyDisk.Inode {
    func write(_ source: UnsafeRawBufferPointer, at position: Int) {
        guard !source.isEmpty else { return }
        let end = position + source.count
        if bytes.count < end {
            bytes.append(contentsOf: [UInt8](repeating: 0, count: end - bytes.count))
        }
        bytes.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[position..<end]).copyMemory(from: source)
        }
        let pageBytes = FaultyDisk.pageBytes
        for page in position / pageBytes...(end - 1) / pageBytes {
            let low = max(position, page * pageBytes)
            let high = min(end, (page + 1) * pageBytes)
            let old = dirty[page] ?? low..<high
            dirty[page] = min(low, old.lowerBound)..<max(high, old.upperBound)
        }
    }
}
