import Messages
import Records
import Storage

extension Broker {
    /// Goes on compacting a log, a slice of it; where none is being compacted, looks for the one
    /// with the largest share of new records.
    func cleanInBackground(now: Instant, effects: inout BrokerEffects) {
        guard cleaner.compactedLogs > 0 else { return }
        if cleaner.current == nil { chooseLog(now: now, effects: &effects) }
        guard let replica = cleaner.current else { return }
        let bytes = cleaner.slice(now: now, bytesPerSecond: settings.cleanerBytesPerSecond)
        if bytes > 0 {
            do throws(StorageError) {
                cleaner.spend(
                    try replica.log.clean(bytesMax: bytes, requests: &effects.disk))
            } catch {
                effects.failures.append(error)
                holdCleaning(replica, now: now)
                if replica.log.hasFailed {
                    takeOffline(replica.partition, now: now, effects: &effects)
                } else if let base = replica.log.rottenSegment {
                    lookForDamage(replica, at: base, now: now, effects: &effects)
                }
            }
        }
        if replica.log.isBeingCleaned {
            nextTick = min(nextTick, now + settings.tickInterval / 4)
        } else {
            cleaner.current = nil
        }
    }

    /// Lets others have their turn after a pass that failed.
    private func holdCleaning(_ replica: Replica, now: Instant) {
        replica.cleaningHeldUntil = now + settings.cleanerInterval * 40
    }

    /// Begins with the log that has most to clean, at most every `log.cleaner.backoff.ms`. One
    /// that has rotted is mended first, once it leads and others have what it lacks.
    private func chooseLog(now: Instant, effects: inout BrokerEffects) {
        guard now >= cleaner.nextLook else { return }
        cleaner.nextLook = now + settings.cleanerInterval
        let time = timestamp(now)
        var best: (replica: Replica, cleanable: PartitionLog.Cleanable)?
        for replica in replicas
        where replica.configuration.cleanupPolicy.compacts && replica.cleaningHeldUntil <= now {
            if let base = replica.log.rottenSegment {
                holdCleaning(replica, now: now)
                lookForDamage(replica, at: base, now: now, effects: &effects)
                continue
            }
            let found = replica.log.cleanable(below: cleaningBound(of: replica), now: time)
            guard let found else { continue }
            if let best, best.cleanable.dirtyRatio >= found.dirtyRatio { continue }
            best = (replica, found)
        }
        guard let best else { return }
        best.replica.log.beginCleaning(best.cleanable)
        cleaner.current = best.replica
    }

    /// What is not committed is not compacted, nor what those who hold retention back have not
    /// read: they would not see every record.
    private func cleaningBound(of replica: Replica) -> Offset {
        let committed =
            settings.plantedBugs.has(.compactsPastHighWatermark)
            ? replica.log.logEnd : replica.highWatermark
        return min(committed, replica.retentionFloor ?? committed)
    }
}
