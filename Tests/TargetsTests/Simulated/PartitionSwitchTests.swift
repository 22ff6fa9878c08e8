import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Partitions that are added while a group lags, in virtual time.
@Suite struct PartitionSwitchTests {
    private func run(
        _ change: PartitionSwitch, metadataAgeMax: Nanoseconds = .milliseconds(100),
        faults: [Fault] = [Fault(at: .seconds(1), action: .addPartitions(5))]
    ) throws -> RunResult {
        var configuration = TestBench.configuration(duration: .seconds(3))
        configuration.topic.partitions = 3
        configuration.producers.count = 2
        configuration.producers.metadataAgeMax = metadataAgeMax
        configuration.producers.partitionSwitch = change
        configuration.consumers.count = 2
        // Two members carry 1,818 of the 2,000 records that come each second.
        configuration.consumers.serviceTime = .fixed(.microseconds(1_100))
        configuration.faults = faults
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 3, order: 1)
        return try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
    }

    @Test func takenUpAtOnceTheyCostOrder() throws {
        let result = try run(.live)
        #expect(result.verification.keyOrderViolations > 0)
        #expect(result.verification.lostAcknowledged == 0)
        let moved = try #require(result.failover?.movedKeysPercent)
        #expect(abs(moved - 80) < 7)
        #expect(abs(try #require(result.failover?.movedKeysExpectedPercent) - 80) < 1e-9)
    }

    @Test(arguments: [PartitionSwitch.live, .drained])
    func whereProducersNeverHearOfThemNoKeyMoves(change: PartitionSwitch) throws {
        let result = try run(change, metadataAgeMax: .seconds(300))
        #expect(result.failover?.movedKeysPercent == 0)
        #expect(result.verification.keyOrderViolations == 0)
    }

    /// The second addition is seen by one producer before the first has been taken up by all.
    @Test(arguments: 1...10)
    func additionsThatOvertakeEachOtherHoldNobodyForEver(milliseconds: Int64) throws {
        let result = try run(
            .drained,
            faults: [
                Fault(at: .seconds(1), action: .addPartitions(5)),
                Fault(
                    at: .seconds(1) + .milliseconds(25 * milliseconds),
                    action: .addPartitions(8)),
            ])
        #expect(result.verification.keyOrderViolations == 0)
        #expect(!result.flags.contains(.notDrained))
        #expect(result.throughput.ackedRecords > 5_000)
    }

    @Test func takenUpWhenNothingIsLeftTheyCostNone() throws {
        let result = try run(.drained)
        #expect(abs(try #require(result.failover?.movedKeysPercent) - 80) < 7)
        #expect(result.verification.keyOrderViolations == 0)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(!result.flags.contains(.notDrained))
    }
}
