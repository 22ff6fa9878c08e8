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
    /// The number of the next record and the phase; of a shaped rate counted from the start of
    /// the measured time, otherwise from `start`. Not read for Poisson arrivals.
    @usableFromInline var position: Double
    /// From `start` to the next record, for Poisson arrivals: kept unrounded so that rounding
    /// does not add up.
    private var elapsedNanoseconds = 0.0
    private var random: RandomSource
    /// How the rate changes; nil where it does not.
    private let shape: RateShape?
    private let measureStart: Instant

    /// Longer than any run, in nanoseconds: what is due later never is.
    @usableFromInline static let neverNanoseconds = 1e18

    /// A schedule of `rate` records per second from `start` on. At a rate of 0 there are none; at
    /// one that is next to nothing gaps are no longer than `neverNanoseconds`.
    ///
    /// Constant arrivals come at start + (index + phase) / rate: producer i of n takes the phase
    /// i/n, in [0, 1), so that producers do not send in step. Poisson arrivals need no phase:
    /// their gaps are exponential, drawn from `random` by inversion. Where the rate has a shape,
    /// a record comes whenever its integral over the measured time is a whole number of records
    /// and the phase.
    ///
    /// - Parameters:
    ///   - shape: of every arrival but constant and poisson.
    ///   - warmup: from `start` to the measured time.
    package init(
        arrival: Arrival, rate: Double, start: Instant, phase: Double = 0, random: RandomSource,
        shape: RateShape? = nil, warmup: Nanoseconds = .zero
    ) {
        precondition(rate >= 0, "a schedule needs a rate, 0 or more")
        self.arrival = arrival
        self.start = start
        self.random = random
        self.shape = shape
        measureStart = start + warmup
        meanGapNanoseconds = min(1e9 / rate, Self.neverNanoseconds)
        position = phase
        nextTime = start + Nanoseconds(Int64(Self.neverNanoseconds))
        guard rate > 0 else { return }
        if let shape {
            let first = shape.integral(to: -warmup.seconds) * rate
            position = (first - phase).rounded(.up) + phase
        }
        moveToPosition()
    }

    /// The intended time of the next record.
    @inlinable public var next: Instant { nextTime }

    /// Moves on to the record after it.
    @inlinable public mutating func advance() {
        position += 1
        if arrival == .constant {
            nextTime = constantTime
        } else {
            moveToPosition()
        }
    }

    /// From the index alone: adding up intervals would drift by the rounding of each.
    @inlinable var constantTime: Instant {
        start + Self.rounded(position * meanGapNanoseconds)
    }

    /// To the nearest nanosecond; what never comes stays far away.
    @inlinable static func rounded(_ nanoseconds: Double) -> Nanoseconds {
        Nanoseconds(Int64(min(nanoseconds, neverNanoseconds) + 0.5))
    }

    @usableFromInline mutating func moveToPosition() {
        if arrival == .poisson {
            // 1 - u lies in (0, 1], so the logarithm is finite.
            elapsedNanoseconds -= log(1 - random.nextUnit()) * meanGapNanoseconds
            nextTime = start + Self.rounded(elapsedNanoseconds)
        } else if let shape {
            let seconds = shape.time(of: position * meanGapNanoseconds * 1e-9)
            let nanoseconds = min(seconds * 1e9, Self.neverNanoseconds)
            nextTime = measureStart + Nanoseconds(Int64(nanoseconds.rounded()))
        } else {
            nextTime = constantTime
        }
    }
}
