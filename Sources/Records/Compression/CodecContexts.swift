internal import CLZ4
internal import CZstd

/// The working memory of the codecs' libraries, made at first use and kept, so that a batch costs
/// no allocation. Belongs to one thread at a time, as its pool does.
final class CodecContexts {
    private var lz4Decoder: OpaquePointer?
    private var zstdEncoder: OpaquePointer?
    private var zstdDecoder: OpaquePointer?

    deinit {
        LZ4F_freeDecompressionContext(lz4Decoder)
        ZSTD_freeCCtx(zstdEncoder)
        ZSTD_freeDCtx(zstdDecoder)
    }

    /// A decoder that has seen nothing yet.
    func freshLZ4Decoder() throws(RecordError) -> OpaquePointer {
        if let lz4Decoder {
            LZ4F_resetDecompressionContext(lz4Decoder)
            return lz4Decoder
        }
        LZ4F_createDecompressionContext(&lz4Decoder, UInt32(LZ4F_VERSION))
        guard let lz4Decoder else { throw .codecFailure(.lz4, reason: Self.noMemory) }
        return lz4Decoder
    }

    /// An encoder; each use begins a new frame.
    func freshZstdEncoder() throws(RecordError) -> OpaquePointer {
        if let zstdEncoder { return zstdEncoder }
        zstdEncoder = ZSTD_createCCtx()
        guard let zstdEncoder else { throw .codecFailure(.zstd, reason: Self.noMemory) }
        return zstdEncoder
    }

    /// A decoder that has seen nothing yet.
    func freshZstdDecoder() throws(RecordError) -> OpaquePointer {
        if let zstdDecoder {
            _ = ZSTD_DCtx_reset(zstdDecoder, ZSTD_reset_session_only)
            return zstdDecoder
        }
        zstdDecoder = ZSTD_createDCtx()
        guard let zstdDecoder else { throw .codecFailure(.zstd, reason: Self.noMemory) }
        return zstdDecoder
    }

    private static let noMemory = "no memory for its context"
}
