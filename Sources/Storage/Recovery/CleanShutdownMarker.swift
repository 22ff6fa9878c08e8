import Records

/// The file that a clean shutdown leaves in a log's directory, and that the next start takes
/// away before it trusts it: what is found twice was never true twice.
///
/// One line of text: `1 LOG_END ACTIVE_BYTES CRC32C`, the checksum in decimal over what stands
/// before it.
package enum CleanShutdownMarker {
    package static let name = "clean-shutdown"
    private static let version = "1"

    /// Writes the marker of a log that was closed cleanly.
    package static func write(
        _ state: PartitionLog.CleanState, disk: any Disk
    ) throws(StorageError) {
        let body = "\(version) \(state.logEnd) \(state.activeBytes)"
        let text = Array("\(body) \(checksum(body))\n".utf8)
        let file = try disk.open(state.directory + "/" + name, create: true)
        defer { disk.close(file) }
        let buffer = BatchBuffer(capacity: text.count)
        buffer.base.copyMemory(from: text, byteCount: text.count)
        buffer.end = text.count
        try disk.truncate(file, to: 0)
        try disk.write(file, at: 0, buffer.bytes)
        try disk.sync(file)
        try disk.syncDirectory(state.directory)
    }

    /// Reads the marker of the log in `directory` and removes it; nil where there is none or
    /// where it is damaged.
    package static func take(
        directory: String, disk: any Disk
    ) throws(StorageError) -> PartitionLog.CleanState? {
        guard try disk.list(directory).contains(name) else { return nil }
        let path = directory + "/" + name
        let file = try disk.open(path, create: false)
        let buffer = BatchBuffer(capacity: 256)
        buffer.end = try disk.read(
            file, at: 0, into: UnsafeMutableRawBufferPointer(start: buffer.base, count: 256))
        disk.close(file)
        try disk.unlink(path)
        try disk.syncDirectory(directory)
        let fields = String(decoding: buffer.bytes, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard fields.count == 4, fields[0] == version, let end = Int64(fields[1]),
            let bytes = Int(fields[2]), end >= 0, bytes >= 0,
            fields[3] == "\(checksum(fields[0..<3].joined(separator: " ")))"
        else { return nil }
        return PartitionLog.CleanState(
            directory: directory, logEnd: Offset(end), activeBytes: bytes)
    }

    private static func checksum(_ text: String) -> UInt32 {
        Array(text.utf8).withUnsafeBytes { CRC32C.checksum($0) }
    }
}
