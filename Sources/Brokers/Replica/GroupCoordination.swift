import ConsumerGroups
import DequeModule
import Records

/// A leader's work for the groups that live in its partition. Owned by its replica.
struct GroupCoordination {
    let coordinator: GroupCoordinator
    /// What was in the log before this leadership: it is read before anything is answered.
    let end: Offset
    /// From where the log has still to be read; nil before the first read.
    var position: Offset?
    /// The number of the read that is under way; nil while there is none.
    var read: Int64?
    /// Records that were appended and are not committed yet, by the offset after them.
    var uncommitted: Deque<(token: Int64, nextOffset: Offset)> = []

    /// When there is work without a message.
    var nextDue: Instant {
        if coordinator.isLoaded { return coordinator.nextDue }
        return read == nil ? Instant(Int64.min) : .distantFuture
    }
}
