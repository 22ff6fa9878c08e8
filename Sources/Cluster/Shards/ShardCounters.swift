import Synchronization

/// What a shard tells other threads about its work. One writer at a time, any reader.
package final class ShardCounters: Sendable {
    private let busy = Atomic<Int64>(0)

    init() {}

    /// Nanoseconds spent in turns that found work.
    package var busyNanoseconds: Int64 { busy.load(ordering: .relaxed) }

    func addBusy(_ nanoseconds: Int64) {
        busy.store(busy.load(ordering: .relaxed) &+ nanoseconds, ordering: .relaxed)
    }
}
