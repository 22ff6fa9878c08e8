import Records

/// Decides which records of a batch stay when a log is compacted, and writes what is left.
///
/// Source: Kafka's `Cleaner.shouldRetainRecord` and KIP-534. Records without a key stay: nothing
/// is known to be later.
struct BatchFilter {
    let map: OffsetMap
    /// What the map knows ends here; records from here on stay.
    let mappedEnd: Offset
    /// Milliseconds since 1970.
    let now: Int64
    /// Milliseconds.
    let deleteRetention: Int64
    let dropsTombstonesEarly: Bool

    /// What becomes of a batch.
    enum Outcome {
        /// It stays as it is. `horizon` is its delete horizon where it holds a tombstone.
        case unchanged(horizon: Int64?)
        case rewritten(BatchBuffer, horizon: Int64?)
        /// None of its records stays.
        case emptied
    }

    /// - Parameter header: a valid batch.
    /// - Throws: `StorageError.invalidBatch` where its records cannot be read.
    func outcome(for header: BatchHeader, pool: BufferPool) throws(StorageError) -> Outcome {
        do throws(RecordError) { return try filtered(header, pool: pool) } catch {
            throw .invalidBatch(error)
        }
    }

    /// The batch without its records: its place, epoch, producer and sequences.
    func emptied(_ header: BatchHeader, pool: BufferPool) throws(StorageError) -> BatchBuffer {
        do throws(RecordError) {
            return try SparseBatchBuilder(baseOffset: header.baseOffset, pool: pool)
                .finish(inPlaceOf: header)
        } catch { throw .invalidBatch(error) }
    }

    private func filtered(
        _ header: BatchHeader, pool: BufferPool
    ) throws(RecordError) -> Outcome {
        guard header.recordCount > 0 else { return .emptied }
        let plain =
            header.codec == Codec.none ? nil : try Compression.decompress(header, pool: pool)
        defer { if let plain { pool.give(plain) } }
        let source = plain.map { BatchHeader(at: $0.base) } ?? header
        var kept = 0
        var holdsTombstone = false
        var cursor = RecordCursor(validated: source)
        while let record = try cursor.next() {
            guard keeps(record, horizon: header.deleteHorizon) else { continue }
            kept += 1
            if record.value == nil { holdsTombstone = true }
        }
        if kept == 0 { return .emptied }
        let stamp = holdsTombstone ? now + deleteRetention : nil
        let horizon = header.deleteHorizon ?? stamp
        let due = holdsTombstone ? horizon : nil
        if kept == header.recordCount, horizon == header.deleteHorizon {
            return .unchanged(horizon: due)
        }
        var builder = SparseBatchBuilder(
            baseOffset: header.baseOffset, deleteHorizon: horizon, pool: pool,
            capacityBytes: source.byteCount)
        cursor = RecordCursor(validated: source)
        while let record = try cursor.next() {
            if keeps(record, horizon: header.deleteHorizon) { builder.append(copyOf: record) }
        }
        return .rewritten(try builder.finish(inPlaceOf: header), horizon: due)
    }

    private func keeps(_ record: RecordView, horizon: Int64?) -> Bool {
        guard record.offset < mappedEnd, let key = record.key else { return true }
        if let latest = map.latest(key), latest > record.offset { return false }
        guard record.value == nil else { return true }
        guard let horizon else { return !dropsTombstonesEarly }
        return now < horizon
    }
}
