import Glibc

/// How a file is opened.
package enum FileMode: Hashable, Sendable {
    /// An existing file, for reading.
    case read
    /// An existing file, for reading and writing.
    case readWrite
    /// For reading and writing, created empty where there is none.
    case create
    /// For reading and writing; fails where the file exists.
    case createNew
    /// For reading and writing, emptied where it exists.
    case replace

    var flags: CInt {
        switch self {
        case .read: O_RDONLY
        case .readWrite: O_RDWR
        case .create: O_RDWR | O_CREAT
        case .createNew: O_RDWR | O_CREAT | O_EXCL
        case .replace: O_RDWR | O_CREAT | O_TRUNC
        }
    }
}

/// An open file, read and written at positions: it has no cursor, so threads may share it.
///
/// It owns its descriptor, which is closed at the end of the handle's life; `close()` does so
/// earlier and reports the errors that the end of a life cannot. Interrupted and short transfers
/// are continued.
package struct FileHandle: ~Copyable, Sendable {
    /// The path under which the file was opened.
    package let path: String
    /// −1 once closed, which only `close()` and `deinit` can see.
    var descriptor: CInt

    /// Opens the file at `path`. A created file has the permissions 0644 less the umask.
    ///
    /// The corresponding C function is `open`.
    package init(opening path: String, _ mode: FileMode) throws(PlatformError) {
        let flags = mode.flags | O_CLOEXEC
        descriptor = try retryingOnInterrupt("open", path) { open(path, flags, 0o644) }
        self.path = path
    }

    /// Closes the file. A delayed write error may surface here.
    ///
    /// The corresponding C function is `close`; after an interruption Linux has closed the
    /// descriptor all the same, so that it is never called twice.
    package consuming func close() throws(PlatformError) {
        let closing = descriptor
        descriptor = -1
        if Glibc.close(closing) != 0, errno != EINTR { throw failure("close", path) }
    }

    deinit {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
    }
}
