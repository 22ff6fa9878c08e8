/// What two or more settings of a cell must agree on.
struct CellRule: Sendable {
    /// The settings it reads, by path. The first that the workload mentions takes the blame.
    let settings: [String]
    /// Why a cell cannot exist; nil when it can.
    let problem: @Sendable (RunConfiguration) -> String?

    static let all = arrivals + values + sizes + keys + times + retention + consumption
}
