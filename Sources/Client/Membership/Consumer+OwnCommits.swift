import Messages
package import Records

/// Commits that the application asks for itself.
extension Consumer {
    /// Commits what the application asked for meanwhile, of what is still the member's.
    func sendAsked(
        _ membership: Membership, now: Instant, effects: inout ClientEffects
    ) {
        guard !membership.asked.isEmpty, membership.commit == nil else { return }
        let offsets = membership.asked.filter { index(of: $0.partition.partition) != nil }
        membership.asked = []
        guard !offsets.isEmpty else { return }
        membership.commit = Membership.Commit(
            purpose: .asked, offsets: offsets,
            giveUpAt: now + membership.settings.pollIntervalMax)
        sendCommit(membership, now: now, effects: &effects)
    }

    /// Commits a position of an owned partition, as an application may that keeps account of what
    /// it has processed itself.
    ///
    /// Where another commit is under way it is sent after that one. What moves later is committed
    /// as the policy says all the same.
    ///
    /// - Throws: `ClientError` for a partition that is not owned, and for an offset below 0 or
    ///   beyond what was read.
    package func commit(
        _ partition: PartitionIndex, _ offset: Offset, now: Instant, effects: inout ClientEffects
    ) throws(ClientError) {
        guard let membership, membership.isMember, let index = index(of: partition),
            let known = committable(index, membership)
        else { throw .notOwned(partition) }
        guard offset >= .zero else { throw .commitBelowZero(partition, offset: offset) }
        guard offset <= known.offset else {
            throw .commitBeyondRead(partition, offset: offset, position: known.offset)
        }
        membership.ask([GroupOffset(partition: known.partition, offset: offset)])
        sendAsked(membership, now: now, effects: &effects)
        finishStep(now: now, effects: &effects)
    }
}

extension Membership {
    /// The application asks for these, which count in the place of what it asked before.
    func ask(_ offsets: [GroupOffset]) {
        for offset in offsets {
            asked.removeAll { $0.partition == offset.partition }
            asked.append(offset)
        }
    }
}
