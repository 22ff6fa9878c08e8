import Records
import Storage
import Testing

/// A record of a compacted log: a nil value is a tombstone.
struct KeyedRecord: Equatable {
    var key: Int
    var value: Int?
    var timestamp = TestRecord.sometime

    var keyBytes: [UInt8] { Array("key-\(key)".utf8) }
    var valueBytes: [UInt8]? { value.map { Array("value-\($0)".utf8) } }
}

enum KeyedBatches {
    /// The bytes of a batch as a producer sends it.
    static func encode(
        _ records: [KeyedRecord], codec: Codec = .none, producer: TestProducer? = nil
    ) throws -> [UInt8] {
        let pool = BufferPool()
        var builder = SparseBatchBuilder(pool: pool)
        for record in records {
            record.keyBytes.withUnsafeBytes { key in
                (record.valueBytes ?? []).withUnsafeBytes { value in
                    builder.append(
                        timestamp: record.timestamp, key: key,
                        value: record.value == nil ? nil : value)
                }
            }
        }
        let batch = try builder.finish(
            codec: codec, producerID: producer?.id ?? -1, producerEpoch: producer?.epoch ?? -1,
            baseSequence: producer?.sequence ?? -1)
        return withExtendedLifetime(batch) { Array(batch.bytes) }
    }
}

/// What a reader of a compacted log finds.
struct LogTable: Equatable {
    /// The latest value of each key that has one.
    var values: [String: String] = [:]
    /// Every record by its offset: key, value or `-`, timestamp.
    var records: [Int64: String] = [:]
    /// Keys whose latest record is a tombstone that is still there.
    var tombstones: Set<String> = []

    static func == (a: LogTable, b: LogTable) -> Bool { a.values == b.values }

    mutating func note(_ record: RecordView) {
        let key = record.key.map { String(decoding: $0, as: UTF8.self) } ?? "-"
        let value = record.value.map { String(decoding: $0, as: UTF8.self) }
        values[key] = value
        if value == nil { tombstones.insert(key) } else { tombstones.remove(key) }
        records[record.offset.rawValue] = "\(key) \(value ?? "-") \(record.timestamp)"
    }
}

extension LogDriver {
    /// Reads the whole log as a consumer does that starts from nothing.
    func table(bytesMax: Int = 1 << 20) throws -> LogTable {
        var table = LogTable()
        try Self.walk(try readAll(bytesMax: bytesMax)) { table.note($0) }
        return table
    }

    /// The same of every batch that was ever written.
    func writtenTable() throws -> LogTable {
        var table = LogTable()
        try Self.walk(written.flatMap(\.bytes)) { table.note($0) }
        return table
    }

    static func walk(_ bytes: [UInt8], _ body: (RecordView) -> Void) throws {
        let pool = BufferPool()
        try bytes.withUnsafeBytes { raw in
            for header in BatchSequence(raw) {
                let plain = try Compression.decompress(header, pool: pool)
                defer { pool.give(plain) }
                var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
                while let record = try cursor.next() { body(record) }
            }
        }
    }

    /// Runs a whole pass, if one is due. Answers whether one was.
    @discardableResult func cleanFully(
        below bound: Offset? = nil, now: Int64 = TestRecord.sometime, slice: Int = 1 << 20
    ) throws -> Bool {
        guard let cleanable = log.cleanable(below: bound ?? log.logEnd, now: now) else {
            return false
        }
        log.beginCleaning(cleanable)
        while log.isBeingCleaned { try clean(bytesMax: slice) }
        drain()
        return true
    }

    func appendKeyed(
        _ records: [KeyedRecord], epoch: LeaderEpoch = .initial, codec: Codec = .none,
        producer: TestProducer? = nil
    ) throws {
        try append(
            try KeyedBatches.encode(records, codec: codec, producer: producer), epoch: epoch)
    }

    static func compacted(
        _ disk: any Disk = FaultyDisk(), segmentBytes: Int = 600,
        clean: PartitionLog.CleanState? = nil,
        _ change: (inout LogSettings) -> Void = { _ in }
    ) throws -> LogDriver {
        var settings = LogSettings()
        settings.segmentBytes = segmentBytes
        settings.indexIntervalBytes = 200
        settings.cleanupPolicy = .compact
        settings.minCleanableDirtyRatio = 0
        change(&settings)
        return try LogDriver(disk: disk, settings: settings, clean: clean)
    }
}
