/// Counts the allocations of the whole process, by jemalloc's statistics.
///
/// jemalloc keeps a number of requests per size class (`stats.arenas.<all>.bins.<j>.nrequests` for
/// small ones, `lextents.<j>.nrequests` for large ones). Their sum over the classes is the number
/// of allocations, each times its class's size the bytes. `nmalloc` is not that number: it counts
/// what thread caches take in advance, in bulk, and misses what they serve by themselves.
///
/// A thread's cache tells its requests only when it is flushed, so that the count between two
/// points is right when **every thread that allocates calls `flushThreadCache()` at both points**,
/// in front of `count()`. A thread that ends flushes by itself.
package struct AllocatorProbe: Sendable {
    private let control: any AllocatorControl
    private let classes: [SizeClass]
    private let epoch = AllocatorName("epoch")
    private let threadCacheFlush = AllocatorName("thread.tcache.flush")

    /// The number that stands for all arenas together (`MALLCTL_ARENAS_ALL`).
    private static let allArenas = 4096

    private struct SizeClass: Sendable {
        let requests: AllocatorName
        let byteCount: Int
    }

    /// Counts what `control`'s allocator serves, that of this process unless told otherwise. Nil
    /// where it is not jemalloc or keeps no statistics: then the numbers are unknown, not 0.
    package init?(_ control: (any AllocatorControl)? = LinkedAllocator()) {
        guard let control,
            let small = Self.classes(
                control, count: "arenas.nbins", size: "arenas.bin", requests: "bins"),
            let large = Self.classes(
                control, count: "arenas.nlextents", size: "arenas.lextent",
                requests: "lextents")
        else { return nil }
        self.control = control
        classes = small + large
        if count() == nil { return nil }
    }

    /// Makes the calling thread's cache tell what it has served so far. About a microsecond, and
    /// the next allocations are slower: call it at the edges of the measured time only.
    package func flushThreadCache() { _ = control.perform(threadCacheFlush) }

    /// What the process has asked for so far, by the threads' last flushes; nil where the
    /// allocator stopped telling. Allocates nothing itself; some hundred microseconds.
    package func count() -> AllocationCount? {
        guard control.write(epoch, 1) else { return nil }
        var total = AllocationCount(allocations: 0, bytes: 0)
        // By index: in a build for debugging an array's iterator allocates for each element.
        for index in classes.indices {
            guard let requests = control.read(classes[index].requests) else { return nil }
            total.allocations &+= Int(truncatingIfNeeded: requests)
            total.bytes &+= Int(truncatingIfNeeded: requests) &* classes[index].byteCount
        }
        return total
    }

    private static func classes(
        _ control: any AllocatorControl, count: String, size: String, requests: String
    ) -> [SizeClass]? {
        guard let classCount = control.readCount(AllocatorName(count)) else { return nil }
        var classes: [SizeClass] = []
        for index in 0..<classCount {
            guard let byteCount = control.readSize(AllocatorName("\(size).\(index).size")) else {
                return nil
            }
            let name = "stats.arenas.\(allArenas).\(requests).\(index).nrequests"
            classes.append(SizeClass(requests: AllocatorName(name), byteCount: byteCount))
        }
        return classes
    }
}
