import Records

/// The latest offset of each key in a part of a log: what the cleaner goes by.
///
/// Keys are compared byte by byte, so that no two are ever taken for one.
struct OffsetMap {
    private struct Entry {
        let hash: UInt32
        let keyBytes: Int32
        /// Where the key begins in `keys`.
        let keyStart: Int
        var offset: Offset
    }

    private var entries: [Entry] = []
    /// All keys, one after the other.
    private var keys: [UInt8] = []
    /// By hash, linear probing: the place in `entries` plus 1, 0 where free. A power of two.
    private var slots: [Int32]
    private let bytesMax: Int

    /// - Parameter bytesMax: about how many bytes the map may take before it is full.
    init(bytesMax: Int) {
        self.bytesMax = bytesMax
        slots = Array(repeating: 0, count: 256)
    }

    /// Keys in the map.
    var count: Int { entries.count }

    /// Whether no more should be put into it.
    var isFull: Bool {
        keys.count + entries.count * MemoryLayout<Entry>.stride + slots.count * 4 >= bytesMax
    }

    /// Notes that the key has a record at `offset`, later than any before. O(1).
    mutating func put(_ key: UnsafeRawBufferPointer, _ offset: Offset) {
        let hash = Murmur2.hash(key)
        let slot = slot(of: key, hash)
        if slots[slot] > 0 {
            entries[Int(slots[slot]) - 1].offset = offset
            return
        }
        entries.append(
            Entry(
                hash: hash, keyBytes: Int32(key.count), keyStart: keys.count, offset: offset))
        keys.append(contentsOf: key)
        slots[slot] = Int32(entries.count)
        if entries.count * 2 > slots.count { grow() }
    }

    /// The offset that was put last under the key; nil where none was. O(1).
    func latest(_ key: UnsafeRawBufferPointer) -> Offset? {
        let place = slots[slot(of: key, Murmur2.hash(key))]
        return place > 0 ? entries[Int(place) - 1].offset : nil
    }

    /// The slot that has the key, or the free one where it would go.
    private func slot(of key: UnsafeRawBufferPointer, _ hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] > 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, holds(entry, key) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func holds(_ entry: Entry, _ key: UnsafeRawBufferPointer) -> Bool {
        guard Int(entry.keyBytes) == key.count else { return false }
        return keys.withUnsafeBytes {
            $0[entry.keyStart..<entry.keyStart + key.count].elementsEqual(key)
        }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for place in entries.indices {
            var slot = Int(entries[place].hash) & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(place + 1)
        }
    }
}
