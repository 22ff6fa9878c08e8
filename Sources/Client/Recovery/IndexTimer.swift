import Records

/// When a partition is to be looked at.
struct IndexTimer: Comparable {
    let time: Instant
    let index: Int

    static func < (a: IndexTimer, b: IndexTimer) -> Bool {
        (a.time, a.index) < (b.time, b.index)
    }
}
