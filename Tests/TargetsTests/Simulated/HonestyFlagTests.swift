import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Flags of whole runs, in virtual time: one that calls for each, and one beside it that does not.
/// `RunJudgeTests` has the bounds to the digit.
@Suite struct HonestyFlagTests {
    private func flags(
        _ change: (inout RunConfiguration) -> Void
    ) throws -> [HonestyFlag] {
        var configuration = TestBench.configuration(duration: .seconds(2))
        change(&configuration)
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 5, order: 1)
        return try #require(try SimulatedTarget().run(plan, observer: SilentObserver())).flags
    }

    @Test func `nothing casts doubt on an easy run`() throws {
        #expect(try flags { _ in } == [])
    }

    /// 2,000 records of 100 bytes a second are 1.6 Mbit/s over three brokers, headers apart.
    @Test func `what a link cannot carry falls behind`() throws {
        let narrow = try flags { $0.cluster.network.bandwidthBytesPerSecond = 2e5 / 8 }
        #expect(narrow.contains(.fellBehind))
        #expect(!narrow.contains(.generatorLimited))
        #expect(try flags { $0.cluster.network.bandwidthBytesPerSecond = 20e6 / 8 } == [])
    }

    @Test func `a consumer that is too slow is not steady`() throws {
        let slow = try flags { $0.consumers.serviceTime = .fixed(.milliseconds(1)) }
        #expect(slow.contains(.notSteady))
        #expect(try flags { $0.consumers.serviceTime = .fixed(.microseconds(200)) } == [])
    }

    @Test func `a throughput that breaks off is not steady, one that hiccups is`() throws {
        let links = LinkTarget(from: .clients, to: .brokers)
        func flags(_ action: FaultAction, for time: Nanoseconds) throws -> [HonestyFlag] {
            try self.flags {
                $0.faults = [Fault(at: .milliseconds(500), action: action, duration: time)]
            }
        }
        #expect(try flags(.cut(links), for: .milliseconds(1_200)).contains(.notSteady))
        let hiccup = try flags(.delay(links, by: .milliseconds(30)), for: .milliseconds(50))
        #expect(!hiccup.contains(.notSteady))
    }

    @Test func `too few records have no percentiles`() throws {
        #expect(try flags { $0.producers.rate = .recordsPerSecond(400) } == [.tooFewSamples])
        #expect(try flags { $0.producers.rate = .recordsPerSecond(600) } == [])
    }

    @Test func `a group that stands still is not drained, a slow one is`() throws {
        let far = try flags { $0.consumers.serviceTime = .fixed(.seconds(100)) }
        #expect(far.contains(.notDrained))
        let near = try flags { $0.consumers.serviceTime = .fixed(.milliseconds(1)) }
        #expect(!near.contains(.notDrained))
    }

    /// In real time: the cap is the driver's.
    @Test func `a run stops at its byte cap`() throws {
        let capped = try TestBench.run(TestBench.configuration(), byteCapMax: 30_000)
        #expect(capped.flags.contains(.byteCap))
        #expect(capped.measuredSeconds < 0.4)
        let free = try TestBench.run(TestBench.configuration(), byteCapMax: 30_000_000)
        #expect(!free.flags.contains(.byteCap))
    }

    @Test(arguments: [Arrival.bursts, .step, .ramp, .diurnal])
    func `a load that is meant to change is no drift`(arrival: Arrival) throws {
        #expect(
            try flags {
                $0.producers.arrival = arrival
                $0.producers.shape.rampFrom = 0
            } == [])
    }
}
