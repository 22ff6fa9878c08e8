import Records

/// The file that a listener of a broker leaves last when it has closed all its logs, and that its
/// next start takes away: without it the broker may lack what it had.
///
/// `clean-shutdown-LISTENER` in the broker's own directory; one line with the incarnation that
/// ended. An incarnation believes only the word of the one right before it, so that a file that
/// came back from the dead says nothing.
package enum BrokerShutdownMarker {
    private static func path(listener: Int) -> String {
        "\(CleanShutdownMarker.name)-\(listener)"
    }

    /// Says that the incarnation has closed all its logs.
    package static func write(
        listener: Int, incarnation: Int64, disk: any Disk
    ) throws(StorageError) {
        try disk.writeWhole(
            Array("\(incarnation)\n".utf8), to: path(listener: listener), sync: true)
        try disk.syncDirectory(".")
    }

    /// Takes the marker away. Answers the incarnation that it names; nil where there is none or
    /// where it is damaged.
    package static func take(listener: Int, disk: any Disk) throws(StorageError) -> Int64? {
        let path = path(listener: listener)
        guard let contents = try disk.wholeFile(path) else { return nil }
        try disk.unlink(path)
        try disk.syncDirectory(".")
        guard contents.bytes.last == UInt8(ascii: "\n") else { return nil }
        return Int64(String(decoding: contents.bytes.dropLast(), as: UTF8.self))
    }
}
