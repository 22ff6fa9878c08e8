package import Records

/// How the rate changes with time. The mean over the measured time is the producers' rate; of
/// bursts and diurnal arrivals, the mean over whole periods.
package struct ArrivalSettings: Hashable, Sendable, Codable {
    /// `burst.on`: how long a burst lasts; above 0.
    package var burstOn = Nanoseconds.milliseconds(100)
    /// `burst.off`: from its end to the next; above 0.
    package var burstOff = Nanoseconds.milliseconds(900)
    /// The rates of equal parts of the measured time, relative to each other: at least one, none
    /// below 0, not all 0.
    package var steps = [1.0, 2]
    /// `ramp.from` and `ramp.to`: the first and the last rate, relative to each other: none below
    /// 0, not both 0.
    package var rampFrom = 0.0
    package var rampTo = 2.0
    /// `diurnal.period`: above 0.
    package var period = Nanoseconds.seconds(10)
    /// `diurnal.amplitude`: how far the rate swings about the mean, as a part of it: 0...1.
    package var amplitude = 0.5

    package init() {}

    /// Puts settings that the arrival does not read back to their defaults.
    mutating func resetUnreadSettings(of arrival: Arrival) {
        let standard = ArrivalSettings()
        if arrival != .bursts {
            burstOn = standard.burstOn
            burstOff = standard.burstOff
        }
        if arrival != .step { steps = standard.steps }
        if arrival != .ramp {
            rampFrom = standard.rampFrom
            rampTo = standard.rampTo
        }
        if arrival != .diurnal {
            period = standard.period
            amplitude = standard.amplitude
        }
    }
}
