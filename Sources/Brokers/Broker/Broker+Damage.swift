import Messages
import Records
import Replication
import Storage

extension Broker {
    /// A leader read what is no valid batch, or what it sent was harmed, or its cleaner met what
    /// was not written: where its own log has rotted, it lets an in-sync follower lead instead, and
    /// comes back without what has rotted.
    ///
    /// What was committed is never cut off a log that leads: a replica that is alone goes on, and
    /// serves what is sound. Nor off one that follows: within a leader's epoch an earlier fetch,
    /// come late, would let it join the in-sync set on what it no longer has.
    func lookForDamage(
        _ replica: Replica, at offset: Offset, now: Instant, effects: inout BrokerEffects
    ) {
        let cutsRot = settings.plantedBugs.has(.cutsRot)
        guard let leadership = replica.leadership,
            leadership.inSyncReplicas.count > 1 || cutsRot
        else { return }
        var damage: Offset?
        do throws(StorageError) {
            damage = try replica.log.firstDamage(inSegmentHolding: offset)
            if let damage, cutsRot, replica.log.isIdle {
                return try replica.log.truncate(to: damage, requests: &effects.disk)
            }
        } catch { return effects.failures.append(error) }
        guard let damage else { return }
        effects.failures.append(.damaged(path: replica.log.directory, offset: damage))
        replica.damage = damage
        takeOffline(replica.partition, now: now, effects: &effects)
    }
}
