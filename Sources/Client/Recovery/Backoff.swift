import Records

/// How long to wait after failures in a row: twice as long each time, up to a bound (KIP-580),
/// without its random part, so that a run can be repeated.
struct Backoff {
    let first: Nanoseconds
    let max: Nanoseconds

    /// The pause after the `failures`-th failure in a row, from 1.
    func pause(after failures: Int) -> Nanoseconds {
        guard first < max, failures > 1 else { return min(first, max) }
        let doublings = min(failures - 1, 62)
        guard first.rawValue <= max.rawValue >> Int64(doublings) else { return max }
        return Nanoseconds(first.rawValue << Int64(doublings))
    }
}
