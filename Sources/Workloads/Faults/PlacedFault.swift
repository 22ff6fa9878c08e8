import Faults

/// A fault with where it was written.
struct PlacedFault {
    let fault: Fault
    let entry: FaultEntry

    /// What messages about another fault call it: `faults[0]`, or the option as it was typed.
    var name: String { entry.owner.isEmpty ? "\(entry.place)" : entry.owner }

    /// The key of its action.
    var actionKey: String { fault.action.kind.rawValue }

    /// An error about the value of `key`; about the action where `key` was left to its default;
    /// about the fault as a whole where it is nil.
    func error(at key: String?, _ problem: String) -> WorkloadError {
        let action = entry.fields.first { $0.key == actionKey }
        let field = entry.fields.first { $0.key == key } ?? action
        return entry.error(
            at: field?.place ?? entry.place, key: key == nil ? nil : field?.key, problem)
    }
}

extension [PlacedFault] {
    /// Reads the faults of a file, and then those of the option `--fault`. Throws
    /// `WorkloadError.invalid` for the first mistake found.
    static func read(
        file node: SourceNode?, options: [String]
    ) throws(WorkloadError) -> [PlacedFault] {
        var faults: [PlacedFault] = []
        for entry in try FaultEntry.entries(of: node) {
            faults.append(try FaultReader(entry).fault())
        }
        for option in options {
            faults.append(try FaultReader(try FaultEntry(option: option)).fault())
        }
        return faults
    }
}
