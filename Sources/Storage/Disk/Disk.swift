/// One broker's disk, as the log sees it: files named by paths relative to the broker's directory.
///
/// Metadata operations are called directly. Data operations (`DiskRequest`) are asked for by the
/// log and performed by whoever drives the broker, at once in real time or at a later virtual
/// time, with the same `perform`; their completions are handed back in order per log. So a slow
/// disk, a torn write and a failed sync can all be expressed, and recovery runs through the same
/// door as everything else.
package protocol Disk: AnyObject {
    /// The names of the entries of `directory`, sorted; empty when it does not exist.
    func list(_ directory: String) throws(StorageError) -> [String]
    func createDirectory(_ path: String) throws(StorageError)
    /// Opens a file for reading and writing, creating it where `create` says so.
    func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile
    func close(_ file: DiskFile)
    /// The file's size in bytes.
    func size(of file: DiskFile) throws(StorageError) -> Int
    /// Reads up to `room.count` bytes from `position`; fewer only at the end of the file.
    func read(_ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer)
        throws(StorageError) -> Int
    /// Writes all of `bytes` at `position`.
    func write(_ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer)
        throws(StorageError)
    /// Makes the file's written bytes survive a power loss.
    func sync(_ file: DiskFile) throws(StorageError)
    func truncate(_ file: DiskFile, to bytes: Int) throws(StorageError)
    /// Replaces `newPath` if it exists.
    func rename(_ path: String, to newPath: String) throws(StorageError)
    /// Removes a file's name; one that does not exist is no error. A file that is still open
    /// stays readable until it is closed.
    func unlink(_ path: String) throws(StorageError)
    /// Makes creates, renames and unlinks in `directory` survive a power loss; `.` is the
    /// broker's directory itself.
    func syncDirectory(_ directory: String) throws(StorageError)
}

/// The directory that holds `path`; `.` for the broker's own.
func parentDirectory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}

/// An open file of one disk.
package struct DiskFile: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int32

    @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
}
