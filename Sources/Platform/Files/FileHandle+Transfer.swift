import Glibc

extension FileHandle {
    /// Writes all of `bytes` from `position`, growing the file as needed. After an error some of
    /// them may have been written.
    ///
    /// The corresponding C function is `pwrite`.
    package func write(
        _ bytes: UnsafeRawBufferPointer, at position: Int
    ) throws(PlatformError) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            done += try retryingOnInterrupt("write at \(position + done)", path) {
                pwrite(descriptor, base + done, bytes.count - done, off_t(position + done))
            }
        }
    }

    /// Fills `buffer` from `position` and returns how many bytes it got: fewer than its size only
    /// where the file ends.
    ///
    /// The corresponding C function is `pread`.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at position: Int
    ) throws(PlatformError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var done = 0
        while done < buffer.count {
            let count = try retryingOnInterrupt("read at \(position + done)", path) {
                pread(descriptor, base + done, buffer.count - done, off_t(position + done))
            }
            if count == 0 { break }
            done += count
        }
        return done
    }
}
