import Glibc

extension FileHandle {
    /// Waits until the file's bytes, and what is needed to find them again, are on the device.
    ///
    /// The corresponding C function is `fdatasync`.
    package func synchronizeData() throws(PlatformError) {
        _ = try retryingOnInterrupt("sync", path) { fdatasync(descriptor) }
    }

    /// Waits until the file's bytes and all its metadata are on the device.
    ///
    /// The corresponding C function is `fsync`.
    package func synchronize() throws(PlatformError) {
        _ = try retryingOnInterrupt("sync", path) { fsync(descriptor) }
    }

    /// Cuts the file to `byteCount` bytes, or lengthens it with a hole that reads as zeros.
    ///
    /// The corresponding C function is `ftruncate`.
    package func truncate(to byteCount: Int) throws(PlatformError) {
        _ = try retryingOnInterrupt("truncate to \(byteCount)", path) {
            ftruncate(descriptor, off_t(byteCount))
        }
    }

    /// The file's length in bytes.
    ///
    /// The corresponding C function is `fstat`.
    package func byteCount() throws(PlatformError) -> Int {
        var status = stat()
        _ = try retryingOnInterrupt("stat", path) { fstat(descriptor, &status) }
        return Int(status.st_size)
    }
}
