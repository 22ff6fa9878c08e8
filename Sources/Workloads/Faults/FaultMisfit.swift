/// Why a fault cannot be in a cell.
struct FaultMisfit {
    /// The most strikes of all faults of a run together; a slip of the pen is likelier.
    static let strikeCountMax = 1_000

    /// The fault's place in the workload's list.
    let index: Int
    /// The key whose value takes the blame; nil where the fault as a whole does.
    let key: String?
    let reason: String

    init(_ index: Int, at key: String? = nil, _ reason: String) {
        self.index = index
        self.key = key
        self.reason = reason
    }

    init(_ index: Int, at key: FaultKey, _ reason: String) {
        self.init(index, at: key.rawValue, reason)
    }
}
