extension CellRule {
    /// What the settings of arrivals must agree on.
    static let arrivals = [rampsRise]

    private static let rampsRise = CellRule(
        settings: ["producers.ramp.to", "producers.ramp.from", "producers.arrival"]
    ) { cell in
        let shape = cell.producers.shape
        guard cell.producers.arrival == .ramp, shape.rampFrom == 0, shape.rampTo == 0 else {
            return nil
        }
        return "producers.ramp.from and producers.ramp.to are both 0; expected one of them above 0"
    }
}
