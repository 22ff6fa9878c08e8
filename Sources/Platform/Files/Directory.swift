import Glibc
import SystemPackage

/// What is done with directories, by path.
package enum Directory {
    /// Creates the directory `path` and what is missing above it; one that exists is fine.
    ///
    /// The corresponding C function is `mkdir`, with the permissions 0755 less the umask.
    package static func create(_ path: String) throws(PlatformError) {
        if mkdir(path, 0o755) == 0 { return }
        let error = failure("create the directory", path)
        switch error.errno {
        case .fileExists where isDirectory(path):
            return
        case .noSuchFileOrDirectory:
            let parent = FilePath(path).removingLastComponent()
            if parent.isEmpty || parent == FilePath(path) { throw error }
            try create(parent.string)
            if mkdir(path, 0o755) != 0, !isDirectory(path) {
                throw failure("create the directory", path)
            }
        default:
            throw error
        }
    }

    /// Creates a directory of a name no one else has, `PARENT/PREFIXxxxxxx`, that only this user
    /// may enter, and returns its path.
    ///
    /// The corresponding C function is `mkdtemp`.
    package static func createUnique(
        prefix: String, in parent: String
    ) throws(PlatformError) -> String {
        let template = FilePath(parent).appending(prefix + "XXXXXX").string
        var path = Array(template.utf8CString)
        if mkdtemp(&path) == nil { throw failure("create a directory", template) }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names in the directory `path`, sorted, without `.` and `..`.
    ///
    /// The corresponding C functions are `opendir` and `readdir`.
    package static func list(_ path: String) throws(PlatformError) -> [String] {
        guard let stream = opendir(path) else { throw failure("list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = String(cString: entryName(entry))
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        if errno != 0 { throw failure("list", path) }
        return names.sorted()
    }

    /// Removes `path` with everything below it, following no symbolic link. Nothing there is fine.
    package static func removeTree(_ path: String) throws(PlatformError) {
        if unlink(path) == 0 { return }
        let error = failure("remove", path)
        switch error.errno {
        case .noSuchFileOrDirectory:
            return
        case .isDirectory, .notPermitted:
            // A name that cannot be unlinked and is no directory itself stays an error.
            guard isDirectory(path, followingLinks: false) else { throw error }
            for name in try list(path) {
                try removeTree(FilePath(path).appending(name).string)
            }
            if rmdir(path) != 0 { throw failure("remove the directory", path) }
        default:
            throw error
        }
    }

    /// Waits until the names in the directory `path` are on the device, without which a created,
    /// renamed or removed file may revert after a power loss.
    ///
    /// The corresponding C function is `fsync`.
    package static func synchronize(_ path: String) throws(PlatformError) {
        let descriptor = try retryingOnInterrupt("open the directory", path) {
            open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        defer { close(descriptor) }
        _ = try retryingOnInterrupt("sync the directory", path) { fsync(descriptor) }
    }

    /// The path of `name` in the directory `path`.
    package static func path(_ path: String, _ name: String) -> String {
        FilePath(path).appending(name).string
    }

    /// `d_name` is read in place: an entry is shorter than its C declaration, so that copying it
    /// whole would read beyond it.
    private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        return (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
    }

    private static func isDirectory(_ path: String, followingLinks: Bool = true) -> Bool {
        var status = stat()
        let result = followingLinks ? stat(path, &status) : lstat(path, &status)
        return result == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
