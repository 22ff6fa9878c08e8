import Messages
import Records
import Storage
import Testing

/// A batch with one keyed record for each of `records`; a nil value is a tombstone.
func batch(
    keyed records: [(key: String, value: String?)], timestamp: Int64
) throws -> BatchBuffer {
    var builder = SparseBatchBuilder(pool: BufferPool())
    for record in records {
        Array(record.key.utf8).withUnsafeBytes { key in
            Array((record.value ?? "").utf8).withUnsafeBytes { value in
                builder.append(
                    timestamp: timestamp, key: key, value: record.value == nil ? nil : value)
            }
        }
    }
    return try builder.finish()
}

extension EngineDriver {
    /// Milliseconds since 1970, as brokers reckon.
    var timestamp: Int64 { now.rawValue / 1_000_000 }

    /// Sends keyed records to the present leader in one batch and waits for the answer.
    func write(
        keyed records: [(key: String, value: String?)], partition index: Int = 0,
        acks: Acks = .all
    ) throws {
        let probe = addProbe()
        let request = ProduceRequest(
            client: probe.id, acks: acks, timeout: .seconds(30), connection: 0)
        request.entries = [
            ProduceRequest.Entry(
                partition: partition(index), batch: try batch(keyed: records, timestamp: timestamp),
                recordCount: records.count, ticket: 0)
        ]
        send(request, from: probe, to: presentLeader(of: index) ?? 0)
        try #require(run { probe.isAnswered(request) })
        try #require(request.entries[0].error == .none)
    }

    /// The records of a broker's copy by offset: key and value, `-` for a tombstone.
    func keyed(_ broker: Int) throws -> [Int64: (key: String, value: String?)] {
        var found: [Int64: (key: String, value: String?)] = [:]
        let pool = BufferPool()
        try logBytes(broker, 0).withUnsafeBytes { raw in
            for header in BatchSequence(raw) {
                let plain = try Compression.decompress(header, pool: pool)
                defer { pool.give(plain) }
                var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
                while let record = try cursor.next() {
                    found[record.offset.rawValue] = (
                        record.key.map { String(decoding: $0, as: UTF8.self) } ?? "",
                        record.value.map { String(decoding: $0, as: UTF8.self) }
                    )
                }
            }
        }
        return found
    }

    /// What a broker's copy replays to.
    func dictionary(_ broker: Int) throws -> [String: String] {
        var table: [String: String] = [:]
        for (_, record) in try keyed(broker).sorted(by: { $0.key < $1.key }) {
            table[record.key] = record.value
        }
        return table
    }
}
