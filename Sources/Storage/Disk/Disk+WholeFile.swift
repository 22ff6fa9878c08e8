import Records

extension Disk {
    /// The file's bytes, or nil where it cannot be opened.
    func wholeFile(_ path: String) throws(StorageError) -> BatchBuffer? {
        let file: DiskFile
        do throws(StorageError) { file = try open(path, create: false) } catch { return nil }
        defer { close(file) }
        let bytes = try size(of: file)
        let buffer = BatchBuffer(capacity: max(bytes, 1))
        buffer.end = try read(
            file, at: 0, into: UnsafeMutableRawBufferPointer(start: buffer.base, count: bytes))
        return buffer
    }

    /// Makes `bytes` the file's contents, durably where `sync` says so. A crash on the way leaves
    /// any part of them.
    func writeWhole(_ bytes: [UInt8], to path: String, sync isDurable: Bool) throws(StorageError) {
        let file = try open(path, create: true)
        defer { close(file) }
        try truncate(file, to: 0)
        var failure: StorageError?
        bytes.withUnsafeBytes { raw in
            do throws(StorageError) {
                try write(file, at: 0, raw)
            } catch { failure = error }
        }
        if let failure { throw failure }
        if isDurable { try sync(file) }
    }
}
