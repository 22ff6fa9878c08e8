package import Faults
package import Records

/// Reads options of the command line that are written as values in a workload file are.
package enum OptionReader {
    /// The faults of `--fault`, each `at=5s,kill=leader,for=3s`, for a cell that has no others.
    /// Those that exclude each other are taken: what comes second finds nobody.
    ///
    /// - Throws: `WorkloadError.invalid` for the first mistake found, and for a fault on what does
    ///   not exist or after the end.
    package static func faults(
        _ texts: [String], in cell: RunConfiguration
    ) throws(WorkloadError) -> [Fault] {
        let faults = try [PlacedFault].read(file: nil, options: texts)
        if let misfit = FaultCheck(faults: faults, cell: cell).ownMisfits.first {
            throw faults[misfit.index].error(at: misfit.key, misfit.reason)
        }
        return faults.map(\.fault)
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
