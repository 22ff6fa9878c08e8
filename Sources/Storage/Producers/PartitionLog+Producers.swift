package import Records

extension PartitionLog {
    /// How often appends look for producers that are to be forgotten, at most: Kafka's
    /// `producer.id.expiration.check.interval.ms`.
    private static let producerCheckInterval = Nanoseconds.seconds(600)

    /// The earlier append of the same batch, if there is one.
    func original(
        of header: BatchHeader
    ) throws(StorageError) -> ProducerStateTable.Batch? {
        guard !hasFailed else { throw .logFailed(path: directory) }
        guard header.baseSequence >= 0, header.producerEpoch >= 0 else {
            throw .invalidBatch(.inconsistentHeader)
        }
        do throws(StorageError) {
            let original = try producers.original(of: header)
            return settings.plantedBugs.has(.appendsRepetitions) ? nil : original
        } catch {
            guard case .outOfOrderSequence = error,
                settings.plantedBugs.has(.acceptsSequenceGaps)
            else { throw error }
            return nil
        }
    }

    /// Notes the producer of a batch that is appended, if it has one.
    func noteProducer(_ header: BatchHeader, now: Instant) {
        guard header.hasProducer else { return }
        producers.note(header, now: now)
        if let last = lastProducerCheck {
            let interval = min(Self.producerCheckInterval, settings.producerExpiration)
            if now - last >= interval { expireProducers(now: now) }
        } else {
            lastProducerCheck = now
        }
    }

    /// Forgets producers that have not appended for `producer.id.expiration.ms`. Appends of
    /// idempotent producers see to it themselves every ten minutes.
    package func expireProducers(now: Instant) {
        producers.expire(now: now, after: settings.producerExpiration)
        lastProducerCheck = now
    }
}
