package import Records

/// How far a log has been cleaned, in the file `cleaner-checkpoint` of its directory.
///
/// One line of text: `1 FIRST_DIRTY HORIZON CRC32C`, `-` for no horizon, the checksum in decimal
/// over what stands before it. Where it is missing, damaged or outside the log, all is dirty:
/// that costs a pass and loses nothing.
package struct CleanerCheckpoint: Hashable, Sendable {
    /// No record before this offset has a later one of its key before it too.
    package internal(set) var firstDirty: Offset
    /// The earliest delete horizon of what the last pass left, milliseconds since 1970: from then
    /// on another pass has tombstones to remove. Nil where it left none.
    package internal(set) var nextHorizon: Int64?

    package static let name = "cleaner-checkpoint"
    private static let version = "1"

    init(firstDirty: Offset, nextHorizon: Int64? = nil) {
        self.firstDirty = firstDirty
        self.nextHorizon = nextHorizon
    }

    /// What the log in `directory` says; nil where it says nothing that can be believed.
    static func read(directory: String, disk: any Disk) throws(StorageError) -> CleanerCheckpoint? {
        guard let contents = try disk.wholeFile(directory + "/" + name) else { return nil }
        let fields = String(decoding: contents.bytes, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard fields.count == 4, fields[0] == version, let first = Int64(fields[1]), first >= 0,
            fields[3] == "\(checksum(fields[0..<3].joined(separator: " ")))"
        else { return nil }
        return CleanerCheckpoint(firstDirty: Offset(first), nextHorizon: Int64(fields[2]))
    }

    func write(directory: String, disk: any Disk, sync: Bool) throws(StorageError) {
        let body = "\(Self.version) \(firstDirty) \(nextHorizon.map { "\($0)" } ?? "-")"
        try disk.writeWhole(
            Array("\(body) \(Self.checksum(body))\n".utf8), to: directory + "/" + Self.name,
            sync: sync)
    }

    private static func checksum(_ text: String) -> UInt32 {
        Array(text.utf8).withUnsafeBytes { CRC32C.checksum($0) }
    }
}
