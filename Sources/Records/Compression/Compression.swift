internal import CLZ4
internal import CZstd

/// Compression of a batch's records: everything after the header, as one lz4 frame of independent
/// blocks or one zstd frame, as Kafka writes them. (Kafka refuses lz4 blocks that lean on the
/// block before.)
public enum Compression {
    /// A copy of the batch in `batch`, its records compressed, its header bytes not yet written.
    static func compressRecords(
        of batch: BatchBuffer, codec: Codec, pool: BufferPool
    ) throws(RecordError) -> BatchBuffer {
        let source = UnsafeRawBufferPointer(rebasing: batch.bytes[BatchLayout.records...])
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        let bound =
            switch codec {
            case .none: source.count
            case .lz4: LZ4F_compressFrameBound(source.count, &preferences)
            case .zstd: ZSTD_compressBound(source.count)
            }
        let result = pool.take(atLeast: BatchLayout.records + bound)
        let room = UnsafeMutableRawBufferPointer(
            start: result.base + BatchLayout.records, count: bound)
        let written: Int
        switch codec {
        case .none:
            room.copyMemory(from: source)
            written = source.count
        case .lz4:
            written = LZ4F_compressFrame(
                room.baseAddress, bound, source.baseAddress, source.count, &preferences)
        case .zstd:
            written = ZSTD_compressCCtx(
                try pool.contexts.freshZstdEncoder(), room.baseAddress, bound,
                source.baseAddress, source.count, 1)
        }
        try check(written, codec)
        result.start = 0
        result.end = BatchLayout.records + written
        return result
    }

    /// A plain batch with the header of `header` and its records decompressed. The copy's codec
    /// bits are cleared and its length is set; its checksum field still speaks of the original.
    ///
    /// - Parameter header: a framed batch; its records may be any bytes.
    /// - Throws: `RecordError.unsupportedCodec`, `.codecFailure`, also where the records would make
    ///   a batch larger than `BatchLayout.batchBytesMax`, or `.inconsistentHeader` where they are
    ///   too few bytes for the stated count.
    public static func decompress(
        _ header: BatchHeader, pool: BufferPool
    ) throws(RecordError) -> BatchBuffer {
        let bits = header.attributes & BatchLayout.codecMask
        guard let codec = header.codec else { throw .unsupportedCodec(attributeBits: bits) }
        let source = UnsafeRawBufferPointer(
            start: header.bytes + BatchLayout.records,
            count: header.byteCount - BatchLayout.records)
        let (result, written) = try decompress(source, codec: codec, pool: pool)
        guard header.canHoldRecords(in: written) else {
            pool.give(result)
            throw .inconsistentHeader
        }
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

    /// A buffer with the decompressed `source` behind room for a header, and its byte count. The
    /// room is grown until the records fit.
    private static func decompress(
        _ source: UnsafeRawBufferPointer, codec: Codec, pool: BufferPool
    ) throws(RecordError) -> (BatchBuffer, Int) {
        let bytesMax = BatchLayout.batchBytesMax - BatchLayout.records
        var capacity = firstCapacity(for: source, codec)
        while capacity <= bytesMax {
            let result = pool.take(atLeast: BatchLayout.records + capacity)
            let room = UnsafeMutableRawBufferPointer(
                start: result.base + BatchLayout.records,
                count: min(result.capacity - BatchLayout.records, bytesMax))
            do throws(RecordError) {
                if let written = try decompress(source, codec, into: room, pool.contexts) {
                    return (result, written)
                }
            } catch {
                pool.give(result)
                throw error
            }
            pool.give(result)
            capacity = room.count == bytesMax ? bytesMax + 1 : min(bytesMax, room.count * 4)
        }
        throw .codecFailure(codec, reason: "the records exceed 256 MiB")
    }

    /// The room to begin with: what the frame says it holds, or else a guess.
    private static func firstCapacity(for source: UnsafeRawBufferPointer, _ codec: Codec) -> Int {
        let unknown = UInt64.max - 1
        let stated =
            codec == .zstd ? ZSTD_getFrameContentSize(source.baseAddress, source.count) : unknown
        // An unreadable frame answers UInt64.max; decompressing it then says why.
        if stated < unknown { return Int(clamping: stated) }
        let guess = codec == .none ? source.count : max(64 << 10, source.count * 4)
        return min(guess, BatchLayout.batchBytesMax - BatchLayout.records)
    }

    /// Bytes written, or nil where `room` is too small.
    private static func decompress(
        _ source: UnsafeRawBufferPointer, _ codec: Codec,
        into room: UnsafeMutableRawBufferPointer, _ contexts: CodecContexts
    ) throws(RecordError) -> Int? {
        switch codec {
        case .none:
            guard room.count >= source.count else { return nil }
            room.copyMemory(from: source)
            return source.count
        case .lz4: return try decompressLZ4(source, into: room, contexts)
        case .zstd: return try decompressZstd(source, into: room, contexts)
        }
    }
}

extension Compression {
    private static func decompressLZ4(
        _ source: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer,
        _ contexts: CodecContexts
    ) throws(RecordError) -> Int? {
        let decoder = try contexts.freshLZ4Decoder()
        var read = 0
        var written = 0
        while true {
            var sourceBytes = source.count - read
            var roomBytes = room.count - written
            let hint = LZ4F_decompress(
                decoder, room.baseAddress.map { $0 + written }, &roomBytes,
                source.baseAddress.map { $0 + read }, &sourceBytes, nil)
            try check(hint, .lz4)
            read += sourceBytes
            written += roomBytes
            if hint == 0 {
                guard read == source.count else {
                    throw .codecFailure(.lz4, reason: "bytes follow the frame")
                }
                return written
            }
            if written == room.count { return nil }
            if sourceBytes == 0, roomBytes == 0 {
                throw .codecFailure(.lz4, reason: "the frame is cut off")
            }
        }
    }

    private static func decompressZstd(
        _ source: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer,
        _ contexts: CodecContexts
    ) throws(RecordError) -> Int? {
        let decoder = try contexts.freshZstdDecoder()
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        while true {
            let read = input.pos
            let written = output.pos
            let hint = ZSTD_decompressStream(decoder, &output, &input)
            try check(hint, .zstd)
            if hint == 0, input.pos == input.size { return output.pos }
            if output.pos == output.size { return nil }
            if input.pos == read, output.pos == written {
                throw .codecFailure(.zstd, reason: "the frame is cut off")
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
