import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Where a group begins of which nothing is committed, in runs in virtual time: 2,000 records a
/// second from the start, and one member that joins after a second.
@Suite struct GroupResetTests {
    /// How many records it passed over, which the settings permit.
    private func passed(_ reset: OffsetReset) throws -> Int {
        var configuration = TestBench.configuration(duration: .milliseconds(1_500))
        configuration.topic.partitions = 4
        configuration.run.warmup = .milliseconds(500)
        configuration.consumers.assignment = .range
        configuration.consumers.count = 1
        configuration.consumers.sessionTimeout = .milliseconds(400)
        configuration.consumers.heartbeatInterval = .milliseconds(50)
        configuration.consumers.reset = reset
        configuration.faults = [Fault(at: .milliseconds(500), action: .joinConsumer(0))]
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 7, order: 1)
        let result = try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
        let passed = result.verification.permittedLosses?["reset"] ?? 0
        #expect(result.verification.lostAcknowledged == passed)
        #expect(result.verification.lostForbidden == 0)
        #expect(result.verification.duplicates == 0)
        #expect(result.verification.checkedRecords == 4_000 - passed)
        return passed
    }

    @Test func `earliest passes over nothing`() throws {
        #expect(try passed(.earliest) == 0)
    }

    @Test func `an offset passes over what lies before it in each partition`() throws {
        #expect(try passed(.offset(Offset(100))) == 400)
    }

    @Test func `latest passes over what was written before it joined`() throws {
        let passed = try passed(.latest)
        // The group waits 100 ms for others.
        #expect(passed >= 2_000 && passed < 2_400, "\(passed)")
    }

    @Test(arguments: [250, 600])
    func `a time ago passes over what is older`(milliseconds: Int64) throws {
        let passed = try passed(.ago(.milliseconds(milliseconds)))
        let expected = 2_000 - 2 * Int(milliseconds)
        #expect(abs(passed - expected) <= 20, "\(passed)")
    }

    @Test func `a time before the first record passes over nothing`() throws {
        #expect(try passed(.ago(.seconds(10))) == 0)
    }
}
