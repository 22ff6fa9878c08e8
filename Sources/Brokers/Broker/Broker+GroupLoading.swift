import ConsumerGroups
import DequeModule
import Messages
import Records
import Replication
import Storage

/// How a new coordinator learns what its partition holds. It begins when everything that was in
/// the log before this leadership is committed: what it tells must not be taken back.
extension Broker {
    /// Reads on, where that is due and nothing is being read.
    func readGroups(_ replica: Replica, now: Instant, effects: inout BrokerEffects) {
        guard let coordination = replica.coordination, let leadership = replica.leadership,
            !coordination.coordinator.isLoaded, coordination.read == nil,
            leadership.highWatermark >= coordination.end
        else { return }
        let position = max(coordination.position ?? .zero, replica.log.logStart)
        guard position < coordination.end else {
            return finishLoading(replica, now: now, effects: &effects)
        }
        fetchCount += 1
        replica.coordination?.position = position
        replica.coordination?.read = fetchCount
        fetch(
            FetchRequest(
                partition: replica.partition, reader: .coordinator, offset: position,
                leaderEpoch: leadership.epoch, bytesMax: settings.replicaFetchBytesMax,
                waitMax: .zero, number: fetchCount),
            now: now, effects: &effects)
    }

    /// Takes what reads brought.
    func takeGroupReads(now: Instant, effects: inout BrokerEffects) {
        while let response = groupReads.popFirst() {
            take(response, now: now, effects: &effects)
            if let batches = response.batches { pool.give(batches) }
        }
    }

    private func take(
        _ response: FetchResponse, now: Instant, effects: inout BrokerEffects
    ) {
        guard let replica = replica(of: response.partition),
            let coordination = replica.coordination, coordination.read == response.number
        else { return }
        replica.coordination?.read = nil
        guard response.error == .none || response.error == .offsetOutOfRange else {
            // The disk refuses, or the log has rotted: another leads soon, or this one tries
            // again.
            return wake(replica, at: now + settings.tickInterval)
        }
        guard let batches = response.batches else {
            // Retention has overtaken the read; or there was nothing to read yet, which is no
            // reason to take what is known for all there is: a log is whole up to its end.
            if response.error == .offsetOutOfRange {
                readGroups(replica, now: now, effects: &effects)
            }
            return wake(replica, at: now + settings.tickInterval)
        }
        do throws(RecordError) {
            let end = try load(batches, from: response.offset, into: coordination.coordinator)
            replica.coordination?.position = end
            readGroups(replica, now: now, effects: &effects)
        } catch {
            effects.failures.append(.invalidBatch(error))
            lookForDamage(replica, at: response.offset, now: now, effects: &effects)
            wake(replica, at: now + settings.tickInterval)
        }
    }

    /// Hands the coordinator the records from an offset on. Answers where they end.
    private func load(
        _ batches: BatchBuffer, from start: Offset, into coordinator: GroupCoordinator
    ) throws(RecordError) -> Offset {
        var end = start
        var position = batches.start
        while position < batches.end {
            let header = try BatchHeader.validated(
                UnsafeRawBufferPointer(
                    start: batches.base + position, count: batches.end - position))
            let plain = try Compression.decompress(header, pool: pool)
            defer { pool.give(plain) }
            var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
            var index = 0
            while let record = try cursor.next() {
                if record.offset >= start { try load(record, index, into: coordinator) }
                index += 1
            }
            end = header.nextOffset
            position += header.byteCount
        }
        return end
    }

    private func load(
        _ view: RecordView, _ index: Int, into coordinator: GroupCoordinator
    ) throws(RecordError) {
        guard let key = view.key else { throw .malformedRecord(index: index) }
        var record: GroupRecord?
        do throws(GroupRecordError) {
            record = try GroupRecord.decode(key: key, value: view.value)
        } catch { throw .malformedRecord(index: index) }
        if let record { coordinator.load(record) }
    }

    private func finishLoading(
        _ replica: Replica, now: Instant, effects: inout BrokerEffects
    ) {
        guard let coordinator = replica.coordination?.coordinator else { return }
        coordinator.finishLoading(now: now)
        wakeForGroups(replica)
    }
}

extension GroupRecord {
    /// A batch of records; nil where they do not fit one.
    ///
    /// - Parameter timestamp: milliseconds since 1970.
    static func batch(
        of records: [GroupRecord], timestamp: Int64, pool: BufferPool
    ) -> BatchBuffer? {
        let encoded = records.map { ($0.key, $0.value) }
        let bytes = encoded.reduce(BatchLayout.records + 1) {
            $0 + BatchBuilder.recordOverheadBytesMax + $1.0.count + ($1.1?.count ?? 0)
        }
        // Not the pool's: the log has it until it is written, and nobody gives it back.
        var builder = BatchBuilder(buffer: BatchBuffer(capacity: bytes))
        for (key, value) in encoded {
            let fits = key.withUnsafeBytes { key in
                guard let value else {
                    return builder.append(timestamp: timestamp, key: key, value: nil)
                }
                return value.withUnsafeBytes {
                    builder.append(timestamp: timestamp, key: key, value: $0)
                }
            }
            guard fits else { return nil }
        }
        do throws(RecordError) {
            return try builder.finish(codec: .none, pool: pool)
        } catch { return nil }
    }
}
