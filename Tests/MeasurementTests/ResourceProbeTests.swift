import Measurement
import Platform
import RunResults
import Testing

@Suite struct ResourceProbeTests {
    private var start: ResourceSnapshot {
        var start = ResourceSnapshot()
        start.processCPUNanoseconds = 1_000_000_000
        start.residentBytes = 500
        start.dirtyBytes = 70
        start.ioPressureMicroseconds = 10
        start.allocated = AllocationCount(allocations: 3, bytes: 30)
        return start
    }

    private var end: ResourceSnapshot {
        var end = ResourceSnapshot()
        end.processCPUNanoseconds = 4_000_000_000
        end.residentBytes = 900
        end.dirtyBytes = 60
        end.ioPressureMicroseconds = 25
        end.allocated = AllocationCount(allocations: 13, bytes: 1_030)
        return end
    }

    @Test func theEngineIsChargedWhatNoOneElseUsed() {
        var shares = CPUShares()
        shares.generatorNanoseconds = 500_000_000
        shares.checkerNanoseconds = 250_000_000
        shares.idleSpinNanoseconds = 1_000_000_000
        var expected = CostResult()
        expected.engineCPUSeconds = 1.25
        expected.generatorCPUSeconds = 0.5
        expected.checkerCPUSeconds = 0.25
        expected.idleSpinCPUSeconds = 1
        expected.allocations = 10
        expected.allocatedBytes = 1_000
        expected.residentBytes = 900
        expected.dirtyBytesMax = 70
        expected.ioPressureMicroseconds = 15
        expected.threads = 2
        #expect(end.cost(since: start, shares: shares, threads: 2) == expected)
    }

    /// The shares are read on other clocks than the whole and may pass it by a little.
    @Test func theEnginesShareIsNeverNegative() {
        var shares = CPUShares()
        shares.generatorNanoseconds = 3_000_000_001
        let cost = end.cost(since: start, shares: shares, threads: 1)
        #expect(cost.engineCPUSeconds == 0)
    }

    @Test func whatIsUnknownAtOneEdgeIsUnknown() {
        var unknown = start
        unknown.allocated = nil
        unknown.ioPressureMicroseconds = nil
        for (from, to) in [(unknown, end), (start, unknown)] {
            let cost = to.cost(since: from, shares: CPUShares(), threads: 1)
            #expect(cost.allocations == nil)
            #expect(cost.allocatedBytes == nil)
            #expect(cost.ioPressureMicroseconds == nil)
        }
    }

    @Test func workShowsInTheCost() throws {
        let probe = ResourceProbe()
        let start = try probe.snapshot(at: .start)
        let ownStart = CPUClock.thread
        var bytes = [UInt8](repeating: 1, count: 64 << 20)
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index) }
        let ownUsed = CPUClock.thread - ownStart
        let end = try probe.snapshot(at: .end)
        #expect(bytes.last == 255)
        let cost = end.cost(since: start, shares: CPUShares(), threads: 1)
        #expect(cost.engineCPUSeconds >= Double(ownUsed) / 1e9)
        #expect(cost.residentBytes >= bytes.count)
    }
}
