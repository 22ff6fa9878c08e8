import Records

/// A file's contents on a virtual disk, apart from its names: what reads see, and what a power
/// loss would take back.
final class VirtualFile {
    static let pageBytes = 4096

    /// What a read sees.
    private(set) var bytes: [UInt8] = []
    /// The file's size when it was synced last.
    private(set) var durableSize = 0
    /// Pages that were changed since the last sync, by rising number.
    private(set) var unsynced: [UnsyncedPage] = []
    /// Whether the file lies in a log's segment, and of which partition; for who watches the log.
    let place: SegmentPlace?

    /// A page that a power loss keeps, puts back or garbles.
    struct UnsyncedPage {
        let page: Int
        /// What the last sync made durable of it; short at the file's end.
        let old: [UInt8]
        /// The first byte of the page that was changed.
        var changedFrom: Int
    }

    init(place: SegmentPlace?) { self.place = place }

    var size: Int { bytes.count }

    /// Bytes that the next sync has to bring to the medium.
    var unsyncedBytes: Int { unsynced.count * Self.pageBytes }

    func read(at position: Int, into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = max(0, min(room.count, bytes.count - position))
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes {
            room.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
        }
        return count
    }

    func write(_ source: UnsafeRawBufferPointer, at position: Int) {
        guard !source.isEmpty else { return }
        let end = position + source.count
        keepPages(from: min(position, bytes.count), to: end, changedFrom: position)
        if bytes.count == position {
            bytes.append(contentsOf: source)
            return
        }
        if bytes.count < end {
            bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
        }
        bytes.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[position..<end]).copyMemory(from: source)
        }
    }

    func truncate(to size: Int) {
        if size < bytes.count {
            keepPages(from: size, to: bytes.count, changedFrom: size)
            bytes.removeSubrange(size...)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }

    func sync() {
        unsynced.removeAll(keepingCapacity: true)
        durableSize = bytes.count
    }

    /// Flips one bit, on the medium as in what reads see.
    func flip(bit: Int, at position: Int) {
        guard position < bytes.count else { return }
        bytes[position] ^= 1 << UInt8(bit & 7)
    }

    /// Notes what pages held before they are changed.
    private func keepPages(from start: Int, to end: Int, changedFrom: Int) {
        for page in (start / Self.pageBytes)...((end - 1) / Self.pageBytes) {
            let first = page * Self.pageBytes
            let change = max(changedFrom - first, 0)
            let place = unsyncedPlace(of: page)
            if place < unsynced.count, unsynced[place].page == page {
                unsynced[place].changedFrom = min(unsynced[place].changedFrom, change)
                continue
            }
            let durableEnd = min(first + Self.pageBytes, durableSize, bytes.count)
            let old = first < durableEnd ? Array(bytes[first..<durableEnd]) : []
            unsynced.insert(
                UnsyncedPage(page: page, old: old, changedFrom: change), at: place)
        }
    }

    /// Where the page stands among the unsynced, or would stand. O(1) at the end, where appends
    /// are.
    private func unsyncedPlace(of page: Int) -> Int {
        if let last = unsynced.last, last.page < page { return unsynced.count }
        var low = 0
        var high = unsynced.count
        while low < high {
            let middle = (low + high) / 2
            if unsynced[middle].page < page { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension VirtualFile {
    /// Takes a power loss: each unsynced page is by itself kept, as it was when synced last, or
    /// garbled where it was changed; the size is the old one, the new one or between.
    func losePower(_ random: inout RandomSource) {
        guard !unsynced.isEmpty || durableSize != bytes.count else { return }
        var size = random.next(below: 2) == 0 ? durableSize : bytes.count
        if bytes.count > durableSize, random.next(below: 3) == 0 {
            size = durableSize + Int(random.next(below: UInt64(bytes.count - durableSize)))
        }
        resize(to: size)
        for page in unsynced {
            let first = page.page * Self.pageBytes
            let end = min(first + Self.pageBytes, size)
            guard first < end else { continue }
            switch random.next(below: 3) {
            case 0: break
            case 1:
                for index in first..<end {
                    let place = index - first
                    bytes[index] = place < page.old.count ? page.old[place] : 0
                }
            default:
                for index in min(first + page.changedFrom, end)..<end {
                    bytes[index] = UInt8(truncatingIfNeeded: random.next() >> 56)
                }
            }
        }
        sync()
    }

    private func resize(to size: Int) {
        if size < bytes.count {
            bytes.removeSubrange(size...)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }
}
