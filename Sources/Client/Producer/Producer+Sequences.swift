import DequeModule
import Messages
import Records

/// What an idempotent producer does when a log misses one of its batches.
///
/// A log takes a batch only right after the one before it, and knows the last five again. So a
/// batch is sent again under its old sequence for as long as its outcome is open, and a batch
/// that is surely missing bars all behind it until a new epoch begins at sequence 0 (KIP-360).
extension Producer {
    /// Whether a batch that the log refused as out of order is kept.
    ///
    /// Behind another one it waits for that. As the first one it shows that the log has lost what
    /// was acknowledged, or that the batch before it failed: it goes into a new epoch. But where
    /// it or one before it may be in some log, it could come to be there twice; it is given up.
    func isRepairable(_ ticket: Int) -> Bool {
        guard configuration.isIdempotent, let batch = batches[ticket] else { return false }
        let lane = batch.partition
        guard lanes[lane].pending.first == ticket else { return true }
        guard !lanes[lane].isUnresolved, batch.openError == nil else { return false }
        lanes[lane].needsNewEpoch = true
        return true
    }

    /// A batch that had a sequence has failed.
    func noteGap(after error: ErrorCode, _ lane: Int) {
        lanes[lane].needsNewEpoch = true
        if !error.provesNothingAppended { lanes[lane].isUnresolved = true }
    }

    /// Begins an epoch where one is needed and nothing of the old one is under way or open. The
    /// batches that wait, all of which are surely missing as the first one is, go into it.
    func beginEpochIfSettled(_ lane: Int) {
        guard lanes[lane].needsNewEpoch, !lanes[lane].isUnderWay,
            !lanes[lane].isUnresolved || lanes[lane].pending.isEmpty
        else { return }
        lanes[lane].needsNewEpoch = false
        lanes[lane].isUnresolved = false
        lanes[lane].isEstablished = false
        lanes[lane].identity = lanes[lane].identity.next
        lanes[lane].nextSequence = 0
        for ticket in lanes[lane].waiting { renumber(ticket, lane) }
        unpark(lane)
    }

    /// Gives a batch that is not under way the partition's present epoch and next sequence.
    func renumber(_ ticket: Int, _ lane: Int) {
        takeOwnBuffer(ticket)
        guard let batch = batches[ticket] else { return }
        let sequence = lanes[lane].nextSequence
        batches[ticket]?.buffer.stamp(lanes[lane].identity, baseSequence: sequence)
        batches[ticket]?.openError = nil
        lanes[lane].nextSequence = ProducerIdentity.sequence(sequence, plus: batch.recordCount)
    }
}
