package import Checker
import Records

/// Writes a history file of a bounded size, and marks it where it had to be cut.
package struct HistoryWriter {
    private static let bufferBytes = 1 << 20

    package let path: String
    /// Lines up to this many bytes are written; the mark of a cut may follow.
    package let bytesMax: Int
    /// Whether events were left out.
    package private(set) var isTruncated = false
    private var buffer = ""
    private var bytes = 0

    /// Begins the file at `path`, in place of what it held.
    package init(
        path: String, settings: HistorySettings, bytesMax: Int = 1 << 30
    ) throws(ReportError) {
        self.path = path
        self.bytesMax = bytesMax
        buffer = HistoryLine.text(of: settings) + "\n"
        bytes = buffer.utf8.count
        try Files.write(buffer, to: path)
        buffer = ""
    }

    /// Adds an event; from the first on that the bound leaves no room for, none.
    package mutating func append(_ event: HistoryEvent) throws(ReportError) {
        guard !isTruncated else { return }
        if case .truncated = event { isTruncated = true }
        let line = HistoryLine.text(of: event) + "\n"
        if bytes + line.utf8.count > bytesMax {
            isTruncated = true
            buffer += HistoryLine.text(of: .truncated(time: event.time)) + "\n"
        } else {
            bytes += line.utf8.count
            buffer += line
        }
        if buffer.utf8.count >= Self.bufferBytes { try flush() }
    }

    /// Writes what is still in memory.
    package mutating func flush() throws(ReportError) {
        guard !buffer.isEmpty else { return }
        try Files.write(buffer, to: path, appending: true)
        buffer = ""
    }
}
