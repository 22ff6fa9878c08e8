package import Records

/// The file that a clean shutdown leaves about a log's producers, so that the next start need not
/// read the whole log for them. A log without producers has none.
///
/// Big-endian: the CRC-32C of what follows (4 bytes), the version (4), the log's end (8) and the
/// number of producers (4); for each its id (8), epoch (2) and number of batches (2); for each of
/// these first sequence (4), last sequence (4), base offset (8) and next offset (8). It is
/// believed only beside a clean-shutdown marker; at any other start the batches tell.
package enum ProducerSnapshot {
    package static let name = "producer-snapshot"
    private static let version: Int32 = 1

    /// The file's contents.
    package static func encode(_ table: ProducerStateTable, logEnd: Offset) -> [UInt8] {
        var bytes: [UInt8] = []
        func put<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
        put(version)
        put(logEnd.rawValue)
        put(Int32(table.producers.count))
        for producer in table.producers {
            put(producer.id)
            put(producer.epoch)
            put(Int16(producer.batches.count))
            for batch in producer.batches {
                put(batch.firstSequence)
                put(batch.lastSequence)
                put(batch.baseOffset.rawValue)
                put(batch.nextOffset.rawValue)
            }
        }
        let checksum = bytes.withUnsafeBytes { CRC32C.checksum($0) }
        return withUnsafeBytes(of: checksum.bigEndian) { Array($0) } + bytes
    }

    /// The producers that the file states, or nil where it is damaged or of another log end.
    package static func decode(
        _ bytes: UnsafeRawBufferPointer, logEnd: Offset
    ) -> ProducerStateTable? {
        var reader = Reader(bytes: bytes)
        guard let checksum = reader.take(UInt32.self),
            CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[4...])) == checksum,
            reader.take(Int32.self) == version, reader.take(Int64.self) == logEnd.rawValue,
            let count = reader.take(Int32.self), count >= 0
        else { return nil }
        var table = ProducerStateTable()
        for place in 0..<Int(count) {
            guard let producer = producer(&reader), table.places[producer.id] == nil else {
                return nil
            }
            table.places[producer.id] = place
            table.producers.append(producer)
        }
        return reader.position == bytes.count ? table : nil
    }

    private static func producer(_ reader: inout Reader) -> ProducerStateTable.Producer? {
        guard let id = reader.take(Int64.self), let epoch = reader.take(Int16.self),
            let count = reader.take(Int16.self), count > 0
        else { return nil }
        var batches: [ProducerStateTable.Batch] = []
        for _ in 0..<count {
            guard let first = reader.take(Int32.self), let last = reader.take(Int32.self),
                let base = reader.take(Int64.self), let next = reader.take(Int64.self)
            else { return nil }
            batches.append(
                ProducerStateTable.Batch(
                    firstSequence: first, lastSequence: last, baseOffset: Offset(base),
                    nextOffset: Offset(next)))
        }
        return ProducerStateTable.Producer(
            id: id, epoch: epoch, batches: batches, lastAppend: nil)
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        mutating func take<T: FixedWidthInteger>(_ type: T.Type) -> T? {
            let size = MemoryLayout<T>.size
            guard position + size <= bytes.count else { return nil }
            defer { position += size }
            return T(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
        }
    }
}
