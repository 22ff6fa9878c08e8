import Comparisons
import Glibc
import LoadGenerator
import Measurement
import Planner
import Platform
import Report
import Workloads

/// The end of a command that did not succeed: one line and an exit code.
struct CommandFailure: Error {
    let message: String
    let code: Int32

    /// What the user gave cannot be used.
    static func badInput(_ message: String) -> CommandFailure {
        CommandFailure(message: message, code: 2)
    }

    /// The machine refused.
    static func machine(_ message: String) -> CommandFailure {
        CommandFailure(message: message, code: 3)
    }

    func exit() -> Never {
        if !message.isEmpty { Self.printError("weir: \(message)") }
        Glibc.exit(code)
    }

    static func printError(_ message: String) {
        StandardError.write(message + "\n")
    }
}

/// Runs `body`, turning the modules' errors into a line and an exit code.
func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as WorkloadError {
        if case .unwritable = error { throw CommandFailure.machine("\(error)") }
        throw CommandFailure.badInput("\(error)")
    } catch let error as PlanError {
        throw CommandFailure.badInput("\(error)")
    } catch let error as ComparisonError {
        throw CommandFailure.badInput("\(error)")
    } catch let error as ReportError {
        throw CommandFailure(message: "\(error)", code: error.isMachineFault ? 3 : 2)
    } catch let error as TargetError {
        throw CommandFailure.machine("\(error)")
    } catch let error as MeasurementError {
        throw CommandFailure.machine("\(error)")
    } catch let error as PlatformError {
        throw CommandFailure.machine("\(error)")
    }
}
