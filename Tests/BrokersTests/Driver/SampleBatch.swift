import Records

/// What an idempotent producer puts into a batch.
struct ProducerStamp {
    var id: Int64 = 7
    var epoch: Int16 = 0
    var sequence: Int32
}

/// A batch with one record for each of `values`.
func batch(
    _ values: [String], codec: Codec = .none, pool: BufferPool = BufferPool(),
    stamp: ProducerStamp? = nil
) throws -> BatchBuffer {
    let bytes = values.reduce(BatchLayout.records + 1) {
        $0 + BatchBuilder.recordOverheadBytesMax + $1.utf8.count
    }
    var builder = BatchBuilder(buffer: pool.take(atLeast: bytes))
    for value in values {
        let utf8 = Array(value.utf8)
        let room = builder.append(timestamp: 1, key: nil, valueBytes: utf8.count)
        room.copyMemory(from: utf8, byteCount: utf8.count)
    }
    return try builder.finish(
        codec: codec, pool: pool, producerID: stamp?.id ?? -1, producerEpoch: stamp?.epoch ?? -1,
        baseSequence: stamp?.sequence ?? -1)
}

/// A batch with one record of `bytes` bytes.
func batch(bytes: Int) throws -> BatchBuffer {
    try batch([String(repeating: "x", count: bytes)])
}

/// The records of the batches in `buffer`, in order.
func values(of buffer: BatchBuffer?) throws -> [(offset: Int64, value: String)] {
    guard let buffer else { return [] }
    return try values(in: buffer.bytes)
}

/// The records of the batches in `bytes`, in order.
func values(in bytes: UnsafeRawBufferPointer) throws -> [(offset: Int64, value: String)] {
    let pool = BufferPool()
    var result: [(offset: Int64, value: String)] = []
    var position = 0
    while position < bytes.count {
        let header = try BatchHeader.validated(
            UnsafeRawBufferPointer(rebasing: bytes[position...]))
        let plain = try Compression.decompress(header, pool: pool)
        var cursor = RecordCursor(validated: BatchHeader(at: plain.base))
        while let record = try cursor.next() {
            let text = record.value.map { String(decoding: $0, as: UTF8.self) } ?? ""
            result.append((record.offset.rawValue, text))
        }
        position += header.byteCount
    }
    return result
}
