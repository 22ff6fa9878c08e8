import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// How soon somebody owns what a dead member had: in virtual time, where it can be told exactly.
@Suite struct GroupTakeoverTests {
    @Test(arguments: [GroupAssignment.range, .cooperativeSticky], UInt64(1)...4)
    func `a dead member's share is owned within its session and a heartbeat`(
        assignment: GroupAssignment, seed: UInt64
    ) throws {
        var configuration = TestBench.configuration(duration: .seconds(4))
        configuration.run.warmup = .seconds(2)
        configuration.run.seed = seed
        configuration.consumers.count = 3
        configuration.consumers.assignment = assignment
        configuration.consumers.sessionTimeout = .milliseconds(600)
        configuration.consumers.heartbeatInterval = .milliseconds(100)
        configuration.faults = [
            Fault(
                at: .milliseconds(300 + Int64(seed) * 37), action: .crashConsumer(1),
                duration: .seconds(3))
        ]
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: seed, order: 1)
        let result = try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
        let takeover = try #require(result.group?.subscribed?.takeoverMaxMilliseconds)
        // Besides, a few messages have to be handled.
        #expect(takeover > 500 && takeover < 701, "seed \(seed): \(takeover) ms")
        #expect(result.verification.lostAcknowledged == 0)
    }
}
