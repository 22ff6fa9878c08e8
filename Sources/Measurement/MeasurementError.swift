package import Platform

/// Why this machine cannot be measured on: the one error of this module.
package enum MeasurementError: Error, Equatable, Sendable {
    /// A system call failed.
    case platform(PlatformError)
    /// Something about the machine is not as a run needs it.
    case unfit(place: String, value: String, expected: String)
}

extension MeasurementError: CustomStringConvertible {
    /// One line: the place, what was found there, and what was expected.
    package var description: String {
        switch self {
        case .platform(let error): error.description
        case .unfit(let place, let value, let expected):
            "\(place): \(value), expected \(expected)"
        }
    }
}

/// Runs `body` with the platform's errors as this module's.
func onPlatform<Result>(
    _ body: () throws(PlatformError) -> Result
) throws(MeasurementError) -> Result {
    do {
        return try body()
    } catch {
        throw .platform(error)
    }
}
