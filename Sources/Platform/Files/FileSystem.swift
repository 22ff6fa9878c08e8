import CLinux
import Glibc

/// What is done with names of files.
package enum FileSystem {
    /// Whether `path` names something; a symbolic link counts by what it points to.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The length of a file in bytes; nil where there is none.
    ///
    /// The corresponding C function is `lstat`.
    package static func byteCount(of path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Renames `source` to `target`, atomically in place of a file that is there.
    ///
    /// The corresponding C function is `rename`.
    package static func rename(_ source: String, to target: String) throws(PlatformError) {
        if Glibc.rename(source, target) != 0 { throw failure("rename to \(target)", source) }
    }

    /// Removes the name of a file; its bytes live on while it is open.
    ///
    /// The corresponding C function is `unlink`.
    package static func unlink(_ path: String) throws(PlatformError) {
        if Glibc.unlink(path) != 0 { throw failure("remove", path) }
    }

    /// Asks the file system that holds `path` to write all that it has not written, and waits.
    ///
    /// The corresponding C function is `syncfs`.
    package static func synchronizeAll(holding path: String) throws(PlatformError) {
        let handle = try FileHandle(opening: path, .read)
        _ = try retryingOnInterrupt("sync the file system", path) {
            weir_sync_file_system(handle.descriptor)
        }
    }

    /// The whole of a text file, also of one whose length the kernel gives as 0, as in `/proc`.
    /// Bytes that are not UTF-8 become replacement characters.
    package static func text(of path: String) throws(PlatformError) -> String {
        let handle = try FileHandle(opening: path, .read)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = try readChunk(handle, into: &chunk, at: bytes.count)
            bytes.append(contentsOf: chunk[..<count])
            if count < chunk.count { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    private static func readChunk(
        _ handle: borrowing FileHandle, into chunk: inout [UInt8], at position: Int
    ) throws(PlatformError) -> Int {
        // The closure of withUnsafeMutableBytes throws untyped errors: its outcome is passed out.
        try chunk.withUnsafeMutableBytes { buffer in
            Result { () throws(PlatformError) in try handle.read(into: buffer, at: position) }
        }.get()
    }
}
