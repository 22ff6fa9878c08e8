import Records

/// Who sends how much, and when.
extension WorkloadSchema {
    static let arrivals: [Setting] = [
        Setting("producers", "count", \.producers.count, .wholeNumber(1...65_535)),
        Setting("producers", "idle", \.producers.idle, .wholeNumber(0...65_535)),
        Setting("producers", "send", \.producers.send, .word()),
        Setting("producers", "rate", \.producers.rate, .rate),
        Setting(
            "producers", "slo.achieved", canBeSwept: false, need: searchNeed,
            \.producers.search.achievedMin, .number(0.5...1)),
        Setting(
            "producers", "slo.publish.p99", canBeSwept: false, need: searchNeed,
            \.producers.search.publishP99Max, .duration(.aboveZero), or: "none"),
        Setting(
            "producers", "search.precision", canBeSwept: false, need: searchNeed,
            \.producers.search.precision, .number(0.005...0.5)),
        Setting("producers", "arrival", \.producers.arrival, .word()),
        Setting(
            "producers", "burst.on", need: need(.bursts), \.producers.shape.burstOn,
            .duration(.aboveZero)),
        Setting(
            "producers", "burst.off", need: need(.bursts), \.producers.shape.burstOff,
            .duration(.aboveZero)),
        Setting("producers", "steps", need: need(.step), \.producers.shape.steps, .steps),
        Setting(
            "producers", "ramp.from", need: need(.ramp), \.producers.shape.rampFrom,
            .number(0...1e9)),
        Setting(
            "producers", "ramp.to", need: need(.ramp), \.producers.shape.rampTo, .number(0...1e9)),
        Setting(
            "producers", "diurnal.period", need: need(.diurnal), \.producers.shape.period,
            .duration(.aboveZero)),
        Setting(
            "producers", "diurnal.amplitude", need: need(.diurnal),
            \.producers.shape.amplitude, .number(0...1)),
    ]

    private static let searchNeed = "producers.rate search"

    private static func need(_ arrival: Arrival) -> String {
        "producers.arrival \(arrival.rawValue) and a producers.rate in records per second"
    }
}

extension ValueFormat where Value == [Double] {
    /// Rates relative to each other, separated by spaces.
    static var steps: ValueFormat {
        let expected =
            "rates relative to each other, such as 1 2 4: at most 1000, each in 0...1000000000, "
            + "not all 0"
        return ValueFormat(
            expected: expected,
            read: { text throws(ValueProblem) in
                let fields = text.split(separator: " ")
                let rates = fields.compactMap { Quantity(String($0)) }
                    .filter { $0.unit.isEmpty && $0.value >= 0 }.map(\.value)
                guard rates.count == fields.count, rates.count <= 1_000,
                    rates.contains(where: { $0 > 0 }), rates.allSatisfy({ $0 <= 1e9 })
                else { throw ValueProblem("\(text.shown) is not \(expected)") }
                return rates
            },
            write: { $0.map(\.plainText).joined(separator: " ") })
    }
}
