internal import CLZ4
internal import CZstd

/// Compression of a batch's records: everything after the header, as one lz4 frame or one zstd
/// frame, as Kafka writes them.
package enum Compression {
    /// A copy of the batch in `batch`, its records compressed, its header bytes not yet written.
    static func compressRecords(
        of batch: BatchBuffer, codec: Codec, pool: BufferPool
    ) throws(RecordError) -> BatchBuffer {
        let source = UnsafeRawBufferPointer(rebasing: batch.bytes[BatchLayout.records...])
        let bound =
            switch codec {
            case .none: source.count
            case .lz4: LZ4F_compressFrameBound(source.count, nil)
            case .zstd: ZSTD_compressBound(source.count)
            }
        let result = pool.take(atLeast: BatchLayout.records + bound)
        let room = result.base + BatchLayout.records
        let written =
            switch codec {
            case .none: source.count
            case .lz4:
                LZ4F_compressFrame(room, bound, source.baseAddress, source.count, nil)
            case .zstd:
                ZSTD_compress(room, bound, source.baseAddress, source.count, 1)
            }
        if codec == .none, let base = source.baseAddress {
            room.copyMemory(from: base, byteCount: source.count)
        }
        try check(written, codec)
        result.start = 0
        result.end = BatchLayout.records + written
        return result
    }

    /// A plain batch with the header of `header` and its records decompressed. The copy's codec
    /// bits are cleared and its length is set; its checksum field still speaks of the original.
    ///
    /// - Throws: `RecordError.unsupportedCodec` or `.codecFailure`.
    package static func decompress(
        _ header: BatchHeader, pool: BufferPool
    ) throws(RecordError) -> BatchBuffer {
        let bits = header.attributes & BatchLayout.codecMask
        guard let codec = header.codec else { throw .unsupportedCodec(attributeBits: bits) }
        let source = UnsafeRawBufferPointer(
            start: header.bytes + BatchLayout.records,
            count: header.byteCount - BatchLayout.records)
        var capacity = max(64 << 10, source.count * 4)
        while true {
            let result = pool.take(atLeast: BatchLayout.records + capacity)
            let room = UnsafeMutableRawBufferPointer(
                start: result.base + BatchLayout.records,
                count: result.capacity - BatchLayout.records)
            if let written = try decompress(source, codec: codec, into: room) {
                result.base.copyMemory(from: header.bytes, byteCount: BatchLayout.records)
                result.start = 0
                result.end = BatchLayout.records + written
                result.base.storeBytes(
                    of: Int32(result.end - BatchLayout.logOverhead).bigEndian,
                    toByteOffset: BatchLayout.batchLength, as: Int32.self)
                result.base.storeBytes(
                    of: (header.attributes & ~BatchLayout.codecMask).bigEndian,
                    toByteOffset: BatchLayout.attributes, as: Int16.self)
                return result
            }
            capacity = room.count * 4
            pool.give(result)
            guard capacity <= BatchLayout.batchBytesMax else {
                throw .codecFailure(codec, reason: "the records exceed 256 MiB")
            }
        }
    }

    /// Bytes written, or nil where `room` is too small.
    private static func decompress(
        _ source: UnsafeRawBufferPointer, codec: Codec, into room: UnsafeMutableRawBufferPointer
    ) throws(RecordError) -> Int? {
        switch codec {
        case .none:
            guard room.count >= source.count else { return nil }
            room.copyMemory(from: source)
            return source.count
        case .lz4: return try decompressLZ4(source, into: room)
        case .zstd:
            let size = ZSTD_getFrameContentSize(source.baseAddress, source.count)
            if size < UInt64.max - 1, size > UInt64(room.count) { return nil }
            let written = ZSTD_decompress(
                room.baseAddress, room.count, source.baseAddress, source.count)
            try check(written, .zstd)
            return written
        }
    }

    private static func decompressLZ4(
        _ source: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) throws(RecordError) -> Int? {
        var context: OpaquePointer?
        try check(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION)), .lz4)
        defer { LZ4F_freeDecompressionContext(context) }
        var read = 0
        var written = 0
        while true {
            var sourceBytes = source.count - read
            var roomBytes = room.count - written
            let hint = LZ4F_decompress(
                context, room.baseAddress.map { $0 + written }, &roomBytes,
                source.baseAddress.map { $0 + read }, &sourceBytes, nil)
            try check(hint, .lz4)
            read += sourceBytes
            written += roomBytes
            if hint == 0 { return written }
            if written == room.count { return nil }
            if sourceBytes == 0, roomBytes == 0 {
                throw .codecFailure(.lz4, reason: "the frame is cut off")
            }
        }
    }

    private static func check(_ result: Int, _ codec: Codec) throws(RecordError) {
        switch codec {
        case .none: return
        case .lz4:
            guard LZ4F_isError(result) != 0 else { return }
            throw .codecFailure(codec, reason: String(cString: LZ4F_getErrorName(result)))
        case .zstd:
            guard ZSTD_isError(result) != 0 else { return }
            throw .codecFailure(codec, reason: String(cString: ZSTD_getErrorName(result)))
        }
    }
}
