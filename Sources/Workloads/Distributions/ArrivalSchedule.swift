import Glibc
public import Records

/// The intended send times of one producer: an open loop, as in wrk2 and YCSB.
///
/// The times depend on the settings and the seed alone, never on when the generator ran or how
/// far behind it is: a late record keeps its intended time, and lateness counts as latency.
public struct ArrivalSchedule: Sendable {
    @usableFromInline let arrival: Arrival
    @usableFromInline let start: Instant
    @usableFromInline let meanGapNanoseconds: Double
    @usableFromInline var nextTime: Instant
    /// The number of the next record from 0, and the phase; read for constant arrivals only.
    @usableFromInline var position: Double
    /// From `start` to the next record, for Poisson arrivals: kept unrounded so that rounding
    /// does not add up.
    private var elapsedNanoseconds = 0.0
    private var random: RandomSource

    /// A schedule of `rate` records per second, above 0, from `start` on.
    ///
    /// Constant arrivals come at start + (index + phase) / rate: producer i of n takes the phase
    /// i/n, in [0, 1), so that producers do not send in step. Poisson arrivals need no phase:
    /// their gaps are exponential, drawn from `random` by inversion.
    public init(
        arrival: Arrival, rate: Double, start: Instant, phase: Double = 0, random: RandomSource
    ) {
        precondition(rate > 0, "a schedule needs a rate above 0")
        self.arrival = arrival
        self.start = start
        self.random = random
        meanGapNanoseconds = 1e9 / rate
        position = phase
        nextTime = start
        switch arrival {
        case .constant: nextTime = constantTime
        case .poisson: advancePoisson()
        }
    }

    /// The intended time of the next record.
    @inlinable public var next: Instant { nextTime }

    /// Moves on to the record after it.
    @inlinable public mutating func advance() {
        switch arrival {
        case .constant:
            position += 1
            nextTime = constantTime
        case .poisson: advancePoisson()
        }
    }

    /// From the index alone: adding up intervals would drift by the rounding of each.
    @inlinable var constantTime: Instant {
        start + Nanoseconds(Int64(position * meanGapNanoseconds + 0.5))
    }

    @usableFromInline mutating func advancePoisson() {
        // 1 - u lies in (0, 1], so the logarithm is finite.
        elapsedNanoseconds -= log(1 - random.nextUnit()) * meanGapNanoseconds
        nextTime = start + Nanoseconds(Int64(elapsedNanoseconds + 0.5))
    }
}
