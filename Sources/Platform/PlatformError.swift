package import SystemPackage

/// Why the system refused: the one error of this module.
package enum PlatformError: Error, Equatable, Sendable {
    /// A system call on `place` (a path, or what the call was about) failed.
    case call(operation: String, place: String, errno: Errno)
    /// A text that the kernel or the distribution writes lacks what was expected of it.
    case malformed(place: String, value: String, expected: String)

    /// The kernel's error number, or nil where no call failed.
    package var errno: Errno? {
        switch self {
        case .call(_, _, let errno): errno
        case .malformed: nil
        }
    }

    /// The kernel's error number as a plain number; 0 where no call failed.
    package var errorNumber: Int32 { errno?.rawValue ?? 0 }

    /// Whether the disk, or the user's share of it, is full.
    package var isOutOfSpace: Bool {
        errno == .noSpace || errno == .diskQuotaExceeded
    }

    /// Whether the file or directory that was named does not exist.
    package var isMissing: Bool { errno == .noSuchFileOrDirectory }

    /// Whether the process or the system has no file descriptor left.
    package var isOutOfDescriptors: Bool {
        errno == .tooManyOpenFiles || errno == .tooManyOpenFilesInSystem
    }
}

extension PlatformError: CustomStringConvertible {
    /// One line: the place, then what was tried or found, then what the system said or was
    /// expected to say.
    package var description: String {
        switch self {
        case .call(let operation, let place, let errno):
            "\(place): cannot \(operation): \(errno)"
        case .malformed(let place, let value, let expected):
            "\(place): found '\(value)', expected \(expected)"
        }
    }
}
