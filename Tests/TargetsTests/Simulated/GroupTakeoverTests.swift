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

    /// A static member that comes back has its heartbeats at times of its own. Another's come 8 ms
    /// after the victim's: were the end of its session seen any later, as at a regular tick of the
    /// coordinator, the other would hear of it a heartbeat later.
    @Test(arguments: UInt64(1)...8)
    func `so is it where heartbeats are out of phase`(seed: UInt64) throws {
        var configuration = TestBench.configuration(duration: .seconds(4))
        configuration.run.warmup = .seconds(2)
        configuration.run.seed = seed
        configuration.consumers.count = 3
        configuration.consumers.assignment = .range
        configuration.consumers.isStatic = true
        configuration.consumers.sessionTimeout = .milliseconds(600)
        configuration.consumers.heartbeatInterval = .milliseconds(100)
        let step = Int64(seed) * 11
        configuration.faults = [
            Fault(
                at: .milliseconds(100), action: .crashConsumer(1),
                duration: .milliseconds(50 + step)),
            Fault(
                at: .milliseconds(300), action: .crashConsumer(2),
                duration: .milliseconds(58 + step)),
            // Just after a heartbeat of its own: the longest that it can take to be missed.
            Fault(
                at: .milliseconds(100 + 50 + step + 902), action: .crashConsumer(1),
                duration: .seconds(2)),
        ]
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: seed, order: 1)
        let result = try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
        let takeover = try #require(result.group?.subscribed?.takeoverMaxMilliseconds)
        #expect(takeover > 500 && takeover < 701, "seed \(seed): \(takeover) ms")
        #expect(result.verification.lostAcknowledged == 0)
    }
}
