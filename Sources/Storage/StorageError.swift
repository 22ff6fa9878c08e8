package import Records

/// What can go wrong in a partition log. Programmer errors trap instead.
package enum StorageError: Error, Hashable, Sendable {
    /// The disk refused an operation; `code` is the system's error number.
    case disk(operation: String, path: String, code: Int32)
    /// A read outside the log: Kafka's OFFSET_OUT_OF_RANGE (1).
    case offsetOutOfRange(requested: Offset, logStart: Offset, logEnd: Offset)
    /// An earlier write failed; the log takes no more appends.
    case logFailed(path: String)
    /// What was to be appended is not a valid batch.
    case invalidBatch(RecordError)
    /// A follower was given a batch that does not continue its log.
    case outOfOrder(expected: Offset, found: Offset)
    /// A batch of an older leader than the log's last batch.
    case staleEpoch(last: LeaderEpoch, found: LeaderEpoch)
    /// An idempotent producer's batch that does not follow its last one: Kafka's
    /// OUT_OF_ORDER_SEQUENCE_NUMBER (45).
    case outOfOrderSequence(producerID: Int64, expected: Int32, found: Int32)
    /// A batch of an older epoch of its idempotent producer: Kafka's INVALID_PRODUCER_EPOCH (47).
    case staleProducerEpoch(producerID: Int64, last: Int16, found: Int16)
    /// Bytes that were durable have changed since: what lies from `offset` on cannot be trusted,
    /// and is not to be cut off either before another replica leads.
    case damaged(path: String, offset: Offset)
    /// The batch cannot fit into a segment of the configured size.
    case batchTooLarge(bytes: Int, segmentBytes: Int)

    /// Whether the same call may succeed later without anybody mending anything.
    package var isRetriable: Bool { false }
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .disk(let operation, let path, let code):
            "\(path): \(operation) failed with error \(code)"
        case .offsetOutOfRange(let requested, let start, let end):
            "offset \(requested) is outside the log's \(start) to \(end)"
        case .logFailed(let path): "\(path): the log is offline after a failed write"
        case .invalidBatch(let error): "\(error)"
        case .outOfOrder(let expected, let found):
            "batch at offset \(found) where \(expected) was expected"
        case .staleEpoch(let last, let found):
            "batch of leader epoch \(found) where \(last) or later was expected"
        case .outOfOrderSequence(let id, let expected, let found):
            "sequence \(found) of producer \(id) where \(expected) was expected"
        case .staleProducerEpoch(let id, let last, let found):
            "epoch \(found) of producer \(id) where \(last) or later was expected"
        case .damaged(let path, let offset):
            "\(path): the log is damaged from offset \(offset) on"
        case .batchTooLarge(let bytes, let segmentBytes):
            "a batch of \(bytes) bytes where segment.bytes allows \(segmentBytes)"
        }
    }
}
