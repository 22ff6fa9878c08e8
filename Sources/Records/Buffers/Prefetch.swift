public import CProcessor

/// Tells the processor what memory will be wanted, so that it lies in its caches when it is.
public enum Prefetch {
    /// Begins to fetch the cache line at `address`, to be read and written, and waits for nothing.
    /// Any address is allowed; one that cannot be read has no effect.
    @inlinable @inline(__always)
    public static func line(at address: UnsafeRawPointer) { weir_prefetch(address) }
}
