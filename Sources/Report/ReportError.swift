import Foundation

/// Why a results folder or a history cannot be written or read. Each describes itself in one
/// line: the place, what was found and what was expected.
package enum ReportError: Error, Equatable {
    /// The results folder exists and holds something.
    case folderNotEmpty(path: String, found: String)
    /// Something filled the results folder while the bench ran; `kept` holds what was measured.
    case folderTaken(path: String, kept: String)
    /// A file stands where the results folder should be.
    case notAFolder(path: String)
    /// There is nothing at the path.
    case missing(path: String)
    /// The folder lacks a file that every results folder holds.
    case notAResultsFolder(path: String, missing: String)
    /// A line of `runs.jsonl`, counted from 1, is not a run.
    case brokenLine(path: String, line: Int, reason: String)
    /// A file of the folder does not say what it should.
    case brokenFile(path: String, reason: String)
    /// The results are laid out as another version of Weir does it; nil is one that did not say.
    case otherFormat(path: String, format: Int?)
    /// `runs.jsonl` holds no run.
    case noRuns(path: String)
    /// There is no history at the path, or it is not a file.
    case noHistory(path: String, found: String)
    /// A line of a history, counted from 1, does not say what it should.
    case brokenHistory(path: String, line: Int, reason: String)
    /// The history has no such group; `reason` names those that it has.
    case groupNotInHistory(path: String, reason: String)
    /// The folder holds a check of comparisons that was begun otherwise.
    case anotherCheck(path: String)
    /// The system refused: `code` is the `errno`.
    case system(action: String, path: String, code: Int32)

    /// Whether the machine, rather than what the user asked for, is at fault: a full disk, a
    /// missing permission, an I/O error.
    package var isMachineFault: Bool {
        if case .system = self { true } else { false }
    }

    /// Whether the disk, or the user's share of it, is full.
    package var isDiskFull: Bool {
        if case .system(_, _, let code) = self { code == ENOSPC || code == EDQUOT } else { false }
    }
}

extension ReportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folderNotEmpty(let path, let found):
            "\(path): holds \(found); expected a new or an empty folder for the results"
        case .folderTaken(let path, let kept):
            "\(path): was filled by something else meanwhile; the results are kept in \(kept)"
        case .notAFolder(let path):
            "\(path): is a file; expected a results folder, or nothing there yet"
        case .missing(let path):
            "\(path): does not exist; expected a results folder"
        case .notAResultsFolder(let path, let missing):
            "\(path): holds no \(missing); expected a folder that weir bench has left"
        case .brokenLine(let path, let line, let reason):
            "\(path):\(line): \(reason); expected one run as a line of JSON"
        case .brokenFile(let path, let reason):
            "\(path): \(reason); expected the file as weir bench has left it"
        case .otherFormat(let path, let format):
            Self.otherFormat(path, format)
        case .noRuns(let path):
            "\(path): is empty; expected a line of JSON for each run"
        case .noHistory(let path, let found):
            "\(path): \(found); expected a history, a file of JSON lines"
        case .brokenHistory(let path, let line, let reason):
            "\(path):\(line): \(reason)"
        case .groupNotInHistory(let path, let reason):
            "\(path): \(reason)"
        case .anotherCheck(let path):
            "\(path): holds a check with other options or of another workload; expected a new "
                + "folder, or the command that began it"
        case .system(let action, let path, let code):
            "\(path): could not \(action): \(Self.reason(code))"
        }
    }

    private static func otherFormat(_ path: String, _ format: Int?) -> String {
        let current = BenchHeader.currentFormat
        guard let format else {
            return "\(path): does not say its format; expected format \(current), as weir bench "
                + "writes it"
        }
        let age = format > current ? "a newer" : "an older"
        return "\(path): has format \(format), of \(age) version of weir; this one reads format "
            + "\(current)"
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "the disk is full"
        case EACCES, EPERM: "no permission"
        case EROFS: "the file system is read-only"
        default: String(cString: strerror(code))
        }
    }
}
