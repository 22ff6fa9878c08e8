import Measurement
import Platform
import Synchronization
import Testing

@Suite struct AllocatorProbeTests {
    @Test func sumsRequestsOverSmallAndLargeClasses() throws {
        let probe = try #require(AllocatorProbe(FakeAllocator(FakeAllocator.values)))
        #expect(probe.count() == AllocationCount(allocations: 5 + 7 + 2, bytes: 40 + 112 + 40_960))
    }

    /// The statistics are those of the last refresh: one must come in front of each count.
    @Test func refreshesTheStatisticsBeforeEachCount() throws {
        let allocator = FakeAllocator(FakeAllocator.values)
        let probe = try #require(AllocatorProbe(allocator))
        let before = allocator.refreshes.load(ordering: .relaxed)
        _ = probe.count()
        _ = probe.count()
        #expect(allocator.refreshes.load(ordering: .relaxed) == before + 2)
    }

    @Test func flushesTheCallingThreadsCache() throws {
        let allocator = FakeAllocator(FakeAllocator.values)
        let probe = try #require(AllocatorProbe(allocator))
        probe.flushThreadCache()
        #expect(allocator.flushes.load(ordering: .relaxed) == 1)
    }

    /// A number that is not known is nil, never a sum that leaves something out.
    @Test(arguments: FakeAllocator.values.keys.sorted())
    func withoutAnyOfItsValuesThereIsNoProbe(missing: String) {
        var values = FakeAllocator.values
        values[missing] = nil
        #expect(AllocatorProbe(FakeAllocator(values)) == nil)
    }

    @Test func withoutJemallocThereIsNoProbe() {
        #expect(AllocatorProbe(nil) == nil)
    }

    @Test func differencesAreTakenOfBothNumbers() {
        let start = AllocationCount(allocations: 10, bytes: 1_000)
        let end = AllocationCount(allocations: 13, bytes: 1_500)
        #expect(end.since(start) == AllocationCount(allocations: 3, bytes: 500))
    }
}

/// A jemalloc with two small classes and a large one.
private final class FakeAllocator: AllocatorControl {
    static let values: [String: UInt64] = [
        "epoch": 1, "arenas.nbins": 2, "arenas.nlextents": 1,
        "arenas.bin.0.size": 8, "arenas.bin.1.size": 16, "arenas.lextent.0.size": 20_480,
        "stats.arenas.4096.bins.0.nrequests": 5, "stats.arenas.4096.bins.1.nrequests": 7,
        "stats.arenas.4096.lextents.0.nrequests": 2,
    ]

    let refreshes = Atomic(0)
    let flushes = Atomic(0)
    private let values: [String: UInt64]

    init(_ values: [String: UInt64]) { self.values = values }

    func read(_ name: AllocatorName) -> UInt64? { values[name.text] }

    func readCount(_ name: AllocatorName) -> Int? { values[name.text].map { Int($0) } }

    func readSize(_ name: AllocatorName) -> Int? { values[name.text].map { Int($0) } }

    func write(_ name: AllocatorName, _ value: UInt64) -> Bool {
        guard name.text == "epoch", values["epoch"] != nil else { return false }
        refreshes.add(1, ordering: .relaxed)
        return true
    }

    func perform(_ name: AllocatorName) -> Bool {
        guard name.text == "thread.tcache.flush" else { return false }
        flushes.add(1, ordering: .relaxed)
        return true
    }
}
