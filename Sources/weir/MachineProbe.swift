import Measurement
import RunResults
import Targets

/// What is noted of the machine before a bench.
enum MachineProbe {
    /// The environment, with its ceilings measured on the file system of `dataDirectory`.
    static func capture(dataDirectory: String, commandLine: [String]) throws -> RunEnvironment {
        var environment = try EnvironmentProbe.capture(
            dataDirectory: dataDirectory, commandLine: commandLine)
        environment.appendCeilingBytesPerSecond =
            try CeilingProbe().measure(dataDirectory: dataDirectory).appendBytesPerSecond
        environment.pathCeilingBytesPerSecond =
            try PathCeilingProbe().measure(dataDirectory: dataDirectory)
        return environment
    }
}
