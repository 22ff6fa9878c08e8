package import Faults
package import Records

/// Reads options of the command line that are written as values in a workload file are.
package enum OptionReader {
    /// The faults of `--fault`, each `at=5s,kill=leader,for=3s`.
    ///
    /// - Throws: `WorkloadError.invalid` for the first mistake found.
    package static func faults(_ texts: [String]) throws(WorkloadError) -> [Fault] {
        try [PlacedFault].read(file: nil, options: texts).map(\.fault)
    }

    /// A duration above 0, such as `10min`.
    ///
    /// - Parameter option: the option's name, for the error.
    package static func duration(
        _ text: String, of option: String
    ) throws(WorkloadError) -> Nanoseconds {
        do throws(ValueProblem) {
            return try ValueFormat<Nanoseconds>.duration(.aboveZero).read(text)
        } catch {
            throw .invalid(place: SourcePlace(source: option), problem: error.text)
        }
    }
}
