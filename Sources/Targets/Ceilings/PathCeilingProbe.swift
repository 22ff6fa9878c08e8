package import Measurement
import Platform
import Records

/// What one core carries through the bare path of a record and nothing else: encode, CRC-32C,
/// write to a fresh file, read back. The yardstick that figures at `rate: max` are held against.
package struct PathCeilingProbe: Sendable {
    /// Bytes of one batch.
    private static let batchBytes = 64 << 10
    private static let keyBytes = 8
    private static let valueBytes = 92

    private let bytesMax: Int
    private let nanosecondsMax: Int64

    /// Stops at whichever bound comes first.
    package init(bytesMax: Int = 256 << 20, nanosecondsMax: Int64 = 300_000_000) {
        self.bytesMax = bytesMax
        self.nanosecondsMax = nanosecondsMax
    }

    /// Bytes of log per second; the file is removed afterwards.
    package func measure(dataDirectory: String) throws(MeasurementError) -> Double {
        do throws(PlatformError) {
            let folder = try Directory.createUnique(prefix: "weir-ceiling-", in: dataDirectory)
            defer { try? Directory.removeTree(folder) }
            let file = try FileHandle(opening: folder + "/log", .createNew)
            return try measure(file)
        } catch { throw .platform(error) }
    }

    private func measure(_ file: borrowing FileHandle) throws(PlatformError) -> Double {
        let pool = BufferPool()
        let room = pool.take(atLeast: Self.batchBytes)
        let start = MonotonicClock.now
        var position = 0
        var elapsed: Int64 = 0
        while position < bytesMax, elapsed < nanosecondsMax {
            guard let batch = try? encode(pool) else { break }
            try file.write(batch.bytes, at: position)
            let target = UnsafeMutableRawBufferPointer(start: room.base, count: batch.count)
            position += try file.read(into: target, at: position)
            pool.give(batch)
            elapsed = MonotonicClock.now - start
        }
        return Double(position) * 1e9 / Double(max(1, elapsed))
    }

    private func encode(_ pool: BufferPool) throws(RecordError) -> BatchBuffer {
        var builder = BatchBuilder(buffer: pool.take(atLeast: Self.batchBytes))
        var key: UInt64 = 0
        while builder.hasRoom(
            keyBytes: Self.keyBytes, valueBytes: Self.valueBytes, limit: Self.batchBytes)
        {
            withUnsafeBytes(of: &key) { bytes in
                let value = builder.append(
                    timestamp: 0, key: bytes, valueBytes: Self.valueBytes)
                value.initializeMemory(
                    as: UInt8.self, repeating: 0x5a, count: Self.valueBytes)
            }
            key &+= 1
        }
        return try builder.finish(codec: .none, pool: pool)
    }
}
