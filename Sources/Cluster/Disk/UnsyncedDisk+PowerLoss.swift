import Platform
import Records
package import Storage

extension UnsyncedDisk {
    /// Leaves the files as a power loss does, by the seed: each page that was written since the
    /// last sync is by itself kept, as it was, or garbled where it was written; each size and each
    /// change of a name is as it was or as it is. What remains counts as synced.
    ///
    /// - Precondition: no file is open.
    /// - Throws: `StorageError.disk` where the files under it cannot be changed.
    package func losePower(seed: UInt64) throws(StorageError) {
        forgetOpenFiles()
        var random = RandomSource(seed: seed)
        var left = syncedNames
        var lostDirectories = unsyncedDirectories
        for (_, change) in changes where random.isHeads {
            _ = apply(change, to: &left)
            if case .directory(let path) = change { lostDirectories.remove(path) }
        }
        left = left.filter { !lostDirectories.contains(DiskPath.directory(of: $0.key)) }
        let paths = left.keys.sorted()
        for path in paths {
            guard let file = left[path] else { continue }
            try file.losePower(disk: base, random: &random)
        }
        for path in names.keys.sorted() {
            guard let file = names[path], left[path] !== file else { continue }
            try putAway(file, from: path)
        }
        for path in paths {
            guard let file = left[path], file.place != path else { continue }
            try base.rename(file.place, to: path)
            file.place = path
        }
        for directory in lostDirectories.sorted() + [attic] {
            do throws(PlatformError) {
                try Directory.removeTree(Directory.path(root, directory))
            } catch {
                throw .disk(operation: "remove", path: directory, code: error.errorNumber)
            }
        }
        names = left
        syncedNames = left
        unsyncedDirectories = []
        changes = []
    }

    /// Removes what is only kept for a power loss that did not come.
    package func sweep() { try? Directory.removeTree(Directory.path(root, attic)) }
}

extension UnsyncedFile {
    /// Leaves the file's bytes as a power loss does.
    fileprivate func losePower(
        disk: FileDisk, random: inout RandomSource
    ) throws(StorageError) {
        guard byteCount != syncedByteCount || !changed.isEmpty else { return }
        var size = random.isHeads ? syncedByteCount : byteCount
        if byteCount > syncedByteCount, random.next(below: 3) == 0 {
            size = syncedByteCount + Int(random.next(below: UInt64(byteCount - syncedByteCount)))
        }
        let file = try disk.open(place, create: false)
        defer { disk.close(file) }
        for number in changed.keys.sorted() {
            guard let page = changed[number] else { continue }
            // A page beyond the present end was cut: with the old size it is back.
            let isCut = number * Self.pageBytes >= byteCount
            try lose(page, number, in: file, of: disk, isDropped: isCut, random: &random)
        }
        var position = syncedByteCount
        while position < size {
            let number = position / Self.pageBytes
            let end = (number + 1) * Self.pageBytes
            if changed[number] == nil {
                let page = Page(old: [], written: position..<end)
                try lose(page, number, in: file, of: disk, isDropped: false, random: &random)
            }
            position = end
        }
        try disk.truncate(file, to: size)
        byteCount = size
        noteSync()
    }

    /// Keeps a page, puts back what it was, or garbles what was written of it.
    private func lose(
        _ page: Page, _ number: Int, in file: DiskFile, of disk: FileDisk, isDropped: Bool,
        random: inout RandomSource
    ) throws(StorageError) {
        let end = (number + 1) * Self.pageBytes
        let begin = page.old.isEmpty ? page.written.lowerBound : number * Self.pageBytes
        switch isDropped ? 1 : random.next(below: 3) {
        case 0: return
        case 1:
            let zeros = [UInt8](repeating: 0, count: end - begin - page.old.count)
            try disk.write(page.old + zeros, at: begin, of: file)
        default:
            // What was appended to a page that was changed is lost with it.
            let isLast = number == syncedByteCount / Self.pageBytes
            let last = isLast ? end : page.written.upperBound
            let noise = (page.written.lowerBound..<last).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            try disk.write(noise, at: page.written.lowerBound, of: file)
        }
    }
}

extension FileDisk {
    fileprivate func write(
        _ bytes: [UInt8], at position: Int, of file: DiskFile
    ) throws(StorageError) {
        var failure: StorageError?
        bytes.withUnsafeBytes { raw in
            do throws(StorageError) { try write(file, at: position, raw) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

extension RandomSource {
    fileprivate var isHeads: Bool {
        mutating get { next() >> 63 == 1 }
    }
}
