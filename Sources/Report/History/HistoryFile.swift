package import Checker

/// History files: JSON lines, a header and an event on each line after it.
package enum HistoryFile {
    /// Reads the history at `path` line by line and judges it; `group` restricts the anomalies
    /// of consumers to that group's, and at most `findingsMax` findings of each anomaly are kept.
    ///
    /// - Throws: `ReportError` that names the file and the line which is broken.
    package static func report(
        at path: String, group: String? = nil, findingsMax: Int = 10
    ) throws(ReportError) -> HistoryReport {
        let checker = try checker(at: path)
        do throws(HistoryError) {
            return HistoryReport(
                try checker.verdict(group: group, findingsMax: findingsMax))
        } catch {
            throw .groupNotInHistory(path: path, reason: "\(error)")
        }
    }

    /// Writes a history that was recorded in this process to `path`, in place of what was there;
    /// it is cut where it would be longer than `bytesMax`.
    ///
    /// - Returns: whether events were left out, here or by the recorder.
    package static func write(
        _ recording: HistoryRecording, to path: String, bytesMax: Int = 1 << 30
    ) throws(ReportError) -> Bool {
        var writer = try HistoryWriter(
            path: path, settings: recording.settings, bytesMax: bytesMax)
        for event in recording.events { try writer.append(event) }
        try writer.flush()
        return writer.isTruncated
    }

    /// The checker that has taken every event of the history at `path`.
    package static func checker(at path: String) throws(ReportError) -> HistoryChecker {
        switch Files.kind(of: path) {
        case .missing: throw .noHistory(path: path, found: "does not exist")
        case .folder: throw .noHistory(path: path, found: "is a folder")
        case .file: break
        }
        var checker: HistoryChecker?
        try LineReader.forEachLine(
            of: path,
            tooLong: { line in
                broken(path, line, "is longer than 64 MiB; expected one event on a line")
            },
            { (bytes, line) throws(ReportError) in
                do throws(HistoryLine.Failure) {
                    if checker == nil {
                        checker = try begin(HistoryLine.settings(in: bytes))
                    } else {
                        try add(HistoryLine.event(in: bytes), to: &checker)
                    }
                } catch {
                    throw broken(path, line, error.reason)
                }
            })
        guard let checker else {
            throw broken(path, 1, "there is no line; expected the header of a history")
        }
        return checker
    }

    private static func begin(
        _ settings: HistorySettings
    ) throws(HistoryLine.Failure) -> HistoryChecker {
        do throws(HistoryError) { return try HistoryChecker(settings: settings) } catch {
            throw HistoryLine.Failure(reason: "\(error)")
        }
    }

    private static func add(
        _ event: HistoryEvent, to checker: inout HistoryChecker?
    ) throws(HistoryLine.Failure) {
        do throws(HistoryError) { try checker?.add(event) } catch {
            throw HistoryLine.Failure(reason: "\(error)")
        }
    }

    private static func broken(_ path: String, _ line: Int, _ reason: String) -> ReportError {
        .brokenHistory(path: path, line: line, reason: reason)
    }
}
