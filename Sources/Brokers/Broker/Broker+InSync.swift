import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Asks the controller for another in-sync set where one is due, at most once in half of
    /// `replica.lag.time.max.ms` unless a follower gives cause.
    func checkReplicas(
        _ replica: Replica, now: Instant, force: Bool = false, effects: inout BrokerEffects
    ) {
        guard replica.leadership != nil, now >= replica.proposalsHeldUntil,
            force || now - replica.lastReplicaCheck >= settings.replicaLagTimeMax / 2
        else { return }
        replica.lastReplicaCheck = now
        noteWaitingFollowers(replica, now: now)
        guard
            let desired = replica.leadership?.desiredReplicas(
                now: now, lagMax: settings.replicaLagTimeMax)
        else { return }
        replica.leadership?.propose(desired, now: now)
        wake(replica, at: now + settings.controllerTimeout)
        sendProposal(replica, effects: &effects)
    }

    /// Sends a proposal again to which no answer has come.
    func resendProposal(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        let again = replica.leadership?.resend(now: now, timeout: settings.controllerTimeout)
        if again != nil { sendProposal(replica, effects: &effects) }
    }

    private func sendProposal(_ replica: Replica, effects: inout BrokerEffects) {
        guard let leadership = replica.leadership, let epoch = session.brokerEpoch,
            let members = leadership.proposedMembers(ownEpoch: epoch)
        else { return }
        effects.toController.append(
            .alterPartition(
                AlterPartitionRequest(
                    partition: replica.partition, leader: id, leaderEpoch: leadership.epoch,
                    members: members, partitionEpoch: leadership.partitionEpoch,
                    number: leadership.proposalNumber)))
    }

    /// A follower whose fetch waits at the log's end has everything now, however long ago it
    /// asked: an idle partition or a leader that was paused keeps its in-sync set.
    private func noteWaitingFollowers(_ replica: Replica, now: Instant) {
        let end = replica.log.logEnd
        for fetch in replica.parked where fetch.request.offset == end {
            guard case .follower(let broker) = fetch.request.reader else { continue }
            _ = replica.leadership?.followerFetched(
                broker, from: end, leaderEnd: end, now: now,
                brokerEpoch: fetch.request.brokerEpoch)
        }
    }

    /// Takes up what another in-sync set allows or forbids.
    func setChanged(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        updateHighWatermark(replica, now: now, effects: &effects)
        failUncommittable(replica, effects: &effects)
        wakeParked(replica, effects: &effects)
    }
}
