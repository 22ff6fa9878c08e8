import Records

/// A batch of stamped records of one partition.
struct StampedBatch {
    private let buffer: BatchBuffer
    let recordCount: Int

    /// - Parameters:
    ///   - stamps: one for each record, or nil for a value too short to hold one.
    ///   - baseOffset: of the first record.
    init(_ stamps: [RecordStamp?], baseOffset: Int64 = 0) throws {
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 64 << 10))
        for stamp in stamps {
            let value = builder.append(
                timestamp: 0, key: nil,
                valueBytes: stamp == nil ? 5 : RecordStamp.byteCount + 3)
            stamp?.write(to: value)
        }
        buffer = try builder.finish(codec: .none, pool: pool)
        BatchHeader.stamp(
            buffer.base, baseOffset: Offset(baseOffset), leaderEpoch: .initial)
        recordCount = stamps.count
        // A cursor only points: the bytes outlive every cursor that a test keeps.
        _ = Unmanaged.passRetained(buffer)
    }

    var cursor: RecordCursor { RecordCursor(validated: BatchHeader(at: buffer.base)) }
}

extension RecordStamp {
    /// The stamps of one entity's first records, all sent to one partition at `intended`.
    static func run(_ count: Int, from first: Int = 0, intended: Instant) -> [RecordStamp] {
        (first..<first + count).map {
            RecordStamp(
                entity: 0, producer: 0, entitySequence: UInt64($0),
                partitionSequence: UInt64($0), intendedTime: intended)
        }
    }
}
