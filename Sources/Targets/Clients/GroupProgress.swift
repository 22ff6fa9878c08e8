import LoadGenerator
import Records

/// Where one group stands in each partition, whoever of its members reads it. The counts may be
/// read by any thread while the run goes on, the journal after it.
final class GroupProgress: @unchecked Sendable {
    /// The next offset to process.
    let positions: [LiveCount]
    /// What is committed, or where reading began; for subscribed groups.
    let committed: [LiveCount]
    /// Of a subscribed group.
    let journal: GroupJournal?

    init(partitions: Int, journal: GroupJournal?) {
        positions = (0..<partitions).map { _ in LiveCount() }
        committed = journal == nil ? [] : (0..<partitions).map { _ in LiveCount() }
        self.journal = journal
    }
}
