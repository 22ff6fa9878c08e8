import Client
import Records
import Testing

/// Records with headers, written by a producer's accumulator.
@Suite struct HeaderTests {
    private let headers = [
        RecordHeader(key: "trace", value: Array(0..<200)), RecordHeader(key: "", value: nil),
    ]

    private func batch(
        _ headers: [RecordHeader], valueBytes: [Int], batchBytes: Int = 64 << 10
    ) throws -> [ReadyBatch] {
        var accumulator = RecordAccumulator(
            partitions: 1, batchBytes: batchBytes, bufferMemoryBytes: 1 << 20, pool: BufferPool(),
            headers: headers.isEmpty ? [] : RecordHeader.encoded(headers))
        let key: [UInt8] = Array(1...8)
        for (index, count) in valueBytes.enumerated() {
            let room = key.withUnsafeBytes {
                accumulator.append(
                    partition: PartitionIndex(0), timestamp: Int64(index), key: $0,
                    valueBytes: count, sendTime: Instant(0), now: Instant(0))
            }
            let slot = try #require(room)
            slot.value.initializeMemory(
                as: UInt8.self, repeating: UInt8(truncatingIfNeeded: index), count: count)
            accumulator.note(valueBytes: count, partition: PartitionIndex(0))
        }
        _ = accumulator.endLinger(partition: 0)
        var batches: [ReadyBatch] = []
        while let batch = accumulator.takeBatch(partition: 0).batch { batches.append(batch) }
        return batches
    }

    @Test func everyRecordHasThem() throws {
        let sizes = [0, 1, 63, 64, 8_000, 20_000]
        let batches = try batch(headers, valueBytes: sizes)
        #expect(batches.count == 1)
        let ready = try #require(batches.first)
        #expect(ready.valueBytes == sizes.reduce(0, +))
        let buffer = try ready.builder.finish(codec: .none, pool: BufferPool())
        var cursor = RecordCursor(validated: BatchHeader(at: buffer.base))
        var index = 0
        while let record = try cursor.next() {
            #expect(record.headers == headers)
            #expect(record.key.map(Array.init) == Array(1...8))
            #expect(
                record.value.map(Array.init)
                    == Array(repeating: UInt8(index), count: sizes[index]))
            index += 1
        }
        #expect(index == sizes.count)
    }

    @Test func theyCountInWhatABatchHolds() throws {
        // With headers of some 210 bytes, three records of 100 do not fit where seven do.
        let plain = try batch([], valueBytes: Array(repeating: 100, count: 8), batchBytes: 1_000)
        #expect(plain.map(\.builder.recordCount) == [7, 1])
        let heavy = try batch(
            headers, valueBytes: Array(repeating: 100, count: 7), batchBytes: 1_000)
        #expect(heavy.allSatisfy { $0.builder.byteCount <= 1_000 })
        #expect(heavy.map(\.builder.recordCount) == [2, 2, 2, 1])
        #expect(heavy.map(\.valueBytes) == [200, 200, 200, 100])
    }
}
