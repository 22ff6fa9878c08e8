import Messages
import Records

extension ClusterWatch {
    /// Looks at a partition as the controller holds it, after a change.
    /// - Parameter eligible: replicas outside the in-sync set that may lead (KIP-966).
    func look(at state: PartitionState, eligible: [BrokerID]) {
        let index = state.partition.partition.index
        grow(to: index + 1)
        let old = partitions[index].state
        guard old != state || partitions[index].eligible != eligible else { return }
        let trusted = (old?.inSyncReplicas ?? state.replicas) + partitions[index].eligible
        partitions[index].state = state
        partitions[index].eligible = eligible
        checkState(state, old: old, trusted: trusted)
        for member in state.inSyncReplicas where old?.inSyncReplicas.contains(member) == false {
            joined(index, member, state)
        }
        judgeDamage(index)
    }

    private func checkState(_ state: PartitionState, old: PartitionState?, trusted: [BrokerID]) {
        let index = state.partition.partition.index
        if let old,
            state.leaderEpoch < old.leaderEpoch || state.partitionEpoch < old.partitionEpoch
        {
            report(
                .monotonicEpoch, index, epoch: state.leaderEpoch,
                "leader epoch was \(old.leaderEpoch), partition epoch went from "
                    + "\(old.partitionEpoch) to \(state.partitionEpoch)")
        }
        let areReplicas = state.inSyncReplicas.allSatisfy { state.replicas.contains($0) }
        let leads = state.leader.map { state.inSyncReplicas.contains($0) } ?? true
        if !areReplicas || !leads {
            report(
                .leaderInIsr, index, broker: state.leader, epoch: state.leaderEpoch,
                "replicas \(state.replicas), in sync \(state.inSyncReplicas)")
        }
        guard let leader = state.leader, state.leaderEpoch != old?.leaderEpoch,
            !trusted.contains(leader), !topic.allowsUncleanElection
        else { return }
        report(
            .uncleanExclusion, index, broker: leader, epoch: state.leaderEpoch,
            "is elected; in sync or eligible were \(trusted)")
    }

    /// A replica has joined the in-sync set: it has everything that was ever committed, unless its
    /// process has ended since it told so and the controller has not heard of that.
    private func joined(_ partition: Int, _ member: BrokerID, _ state: PartitionState) {
        let track = partitions[partition].tracks[member.index]
        guard state.leader != member, !track.hasEndedUncleanly else { return }
        partitions[partition].tracks[member.index].isDamaged = false
        let end = partitions[partition].ledger.end
        guard partitions[partition].ledger.lossPermittedSince == nil, !track.isRotten,
            track.writtenEnd < end
        else { return }
        report(
            .strongIsr, partition, broker: member, offset: track.writtenEnd,
            epoch: state.leaderEpoch,
            "joins the in-sync set with records up to here; the committed end is \(end)")
    }

    /// An unclean election has taken place, by choice.
    func electedUncleanly(_ partition: Int, epoch: LeaderEpoch) {
        guard topic.allowsUncleanElection else { return }
        permitLoss(partition, since: LeaderEpoch(epoch.rawValue - 1))
        partitions[partition].ledger.void(below: epoch)
    }

    /// The controller has heard that a broker started again.
    func registered(_ broker: BrokerID) {
        for index in partitions.indices {
            partitions[index].tracks[broker.index].hasEndedUncleanly = false
            judgeDamage(index)
        }
    }

    /// Whether committed records may get lost: of those whom the controller trusts, nobody who is
    /// there has them all, and some have lost them.
    func judgeDamage(_ partition: Int) {
        guard let state = partitions[partition].state else { return }
        var isDamaged = false
        for member in state.inSyncReplicas + partitions[partition].eligible {
            let track = partitions[partition].tracks[member.index]
            if isGood(track, partition) { return }
            isDamaged = isDamaged || track.isDamaged || track.isRotten
        }
        if isDamaged { permitLoss(partition, since: state.leaderEpoch) }
    }

    private func isGood(_ track: ReplicaTrack, _ partition: Int) -> Bool {
        !track.isRotten && !track.hasEndedUncleanly
            && track.end >= partitions[partition].ledger.end
    }

    private func permitLoss(_ partition: Int, since epoch: LeaderEpoch) {
        let known = partitions[partition].ledger.lossPermittedSince ?? epoch
        partitions[partition].ledger.lossPermittedSince = max(known, epoch)
    }

    /// Whether somebody whom the controller trusts would still have everything in each partition,
    /// were these brokers no more.
    func hasOtherGoodCopies(than brokers: [BrokerID]) -> Bool {
        partitions.indices.allSatisfy { index in
            guard let state = partitions[index].state else { return true }
            return (state.inSyncReplicas + partitions[index].eligible).contains {
                !brokers.contains($0) && isGood(partitions[index].tracks[$0.index], index)
            }
        }
    }
}
