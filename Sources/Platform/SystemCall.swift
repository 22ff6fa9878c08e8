import Glibc
import SystemPackage

/// Runs `call` until no signal interrupts it and returns its result; a negative result becomes an
/// error that names `operation` and `place`.
package func retryingOnInterrupt<Result: SignedInteger>(
    _ operation: @autoclosure () -> String, _ place: @autoclosure () -> String,
    _ call: () -> Result
) throws(PlatformError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = Glibc.errno
        if code != EINTR {
            throw .call(operation: operation(), place: place(), errno: Errno(rawValue: code))
        }
    }
}

/// The error that the last failed call of this thread left.
func failure(_ operation: String, _ place: String) -> PlatformError {
    .call(operation: operation, place: place, errno: Errno(rawValue: Glibc.errno))
}
