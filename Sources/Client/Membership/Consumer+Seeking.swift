import Messages
package import Records

/// How a member of a group goes elsewhere in what it owns, to replay it or to leave it out.
extension Consumer {
    /// The group that it is in, or on its way into; nil where partitions are assigned by hand.
    package var group: GroupID? { membership?.settings.group }

    /// Goes on elsewhere in everything that it owns, between polls and while no rebalance is under
    /// way; what it owns by then counts. The next commit lets its group know.
    ///
    /// - Parameter place: not `none`.
    package func resetOffsets(
        to place: ResetPolicy, now: Instant, effects: inout ClientEffects
    ) {
        membership?.seeking = place
        step(now: now, effects: &effects)
    }

    /// Finds the place that is sought in each owned partition. What was fetched is dropped, and
    /// what still comes is ignored.
    func seek(_ membership: Membership, now: Instant, effects: inout ClientEffects) {
        guard let place = membership.seeking else { return }
        membership.seeking = nil
        for partition in membership.owned {
            guard let index = index(of: partition) else { continue }
            if assignments[index].lookup == nil { membership.lookupCount += 1 }
            dropFetched(index)
            assignments[index].lastFetchedEpoch = nil
            reset(index, to: place, membership, now: now, effects: &effects)
        }
    }
}
