/// What a process has asked of its allocator since it started.
package struct AllocationCount: Hashable, Sendable {
    /// Allocations, those in place of freed ones included.
    package var allocations: Int
    /// Their bytes, each rounded up to its size class.
    package var bytes: Int

    package init(allocations: Int, bytes: Int) {
        self.allocations = allocations
        self.bytes = bytes
    }

    /// What was asked for between `start` and this count.
    package func since(_ start: AllocationCount) -> AllocationCount {
        AllocationCount(
            allocations: allocations - start.allocations, bytes: bytes - start.bytes)
    }
}
