import Platform
import Records

/// The CPU time that one kind of work takes in the measured time, piece by piece.
///
/// A piece of many records is long enough to be interrupted by other programs, which a monotonic
/// clock counts in: of those pieces one in 16 is timed by the thread's CPU clock, and their cost
/// per record holds for all. A short piece is timed by the monotonic clock, which costs a
/// thirtieth of the other.
struct WorkMeter {
    private static let longRecords = 256
    private static let samplePeriod = 16
    /// What reading the thread's clock adds to what it times.
    private static let clockNanoseconds: Int64 =
        (0..<16).map { _ in
            let begin = CPUClock.thread
            return CPUClock.thread - begin
        }.min() ?? 0

    /// Whether time is the system's; otherwise it is what the caller says, and no work takes any.
    private let isReal: Bool
    private var pieces = 0
    /// Whether the last piece was long, as the next one is then taken to be.
    private var wasLong = false
    private var shortNanoseconds: Int64 = 0
    private var longWallNanoseconds: Int64 = 0
    private var longRecords = 0
    private var sampledNanoseconds: Int64 = 0
    private var sampledRecords = 0

    /// The beginning of a piece of work.
    struct Mark {
        let begin: Instant
        fileprivate let cpuBegin: Int64?
    }

    init(clock: ClientClock) { isReal = clock == .monotonic }

    /// Begins a piece of work, in a step that began at `now`.
    mutating func begin(now: Instant) -> Mark {
        guard isReal else { return Mark(begin: now, cpuBegin: nil) }
        pieces &+= 1
        let isSampled = wasLong && pieces % Self.samplePeriod == 0
        return Mark(
            begin: Instant(MonotonicClock.now), cpuBegin: isSampled ? CPUClock.thread : nil)
    }

    /// Ends a piece of work on `records` records; it counts where `isMeasured`.
    mutating func end(_ mark: Mark, records: Int, isMeasured: Bool) {
        wasLong = records >= Self.longRecords
        guard isMeasured, isReal else { return }
        if wasLong, let cpuBegin = mark.cpuBegin {
            sampledNanoseconds += max(0, CPUClock.thread - cpuBegin - Self.clockNanoseconds)
            sampledRecords += records
        }
        let elapsed = (Instant(MonotonicClock.now) - mark.begin).rawValue
        if wasLong {
            longRecords += records
            longWallNanoseconds += elapsed
        } else {
            shortNanoseconds += elapsed
        }
    }

    /// Nanoseconds so far.
    var nanoseconds: Int64 {
        guard sampledRecords > 0 else { return shortNanoseconds + longWallNanoseconds }
        let perRecord = Double(sampledNanoseconds) / Double(sampledRecords)
        return shortNanoseconds + Int64(perRecord * Double(longRecords))
    }
}
