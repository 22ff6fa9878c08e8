import Checker
import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Runs whose groups subscribe, in real time.
@Suite(.serialized, .timeLimit(.minutes(2))) struct GroupRunTests {
    private func configuration(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration(
            workload: "groups", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings())
        configuration.topic.partitions = 4
        configuration.cluster.brokers = 1
        configuration.producers.rate = .recordsPerSecond(2_000)
        configuration.records.key.cardinality = 100
        configuration.consumers.count = 2
        configuration.consumers.assignment = .range
        configuration.consumers.sessionTimeout = .milliseconds(400)
        configuration.consumers.heartbeatInterval = .milliseconds(50)
        configuration.consumers.pollIntervalMax = .seconds(5)
        configuration.run.warmup = .milliseconds(500)
        configuration.run.duration = .milliseconds(1_500)
        change(&configuration)
        return configuration
    }

    private func run(_ configuration: RunConfiguration) throws -> RunResult {
        try TestBench.run(configuration)
    }

    @Test func `two groups share nothing but the topic`() throws {
        let result = try run(configuration { $0.consumers.groups = 2 })
        let group = try #require(result.group)
        // 2,000 records a second for 2 s, read by both.
        #expect(result.verification.checkedRecords == 8_000)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.duplicates == 0)
        #expect(group.subscribed?.rebalances == 0)
        #expect(group.idleMembers.isEmpty)
        #expect(!result.flags.contains(.notDrained))
    }

    @Test func `a killed member costs a rebalance, and nothing is lost`() throws {
        let result = try run(
            configuration {
                $0.faults = [
                    Fault(
                        at: .milliseconds(300), action: .crashConsumer(1),
                        duration: .seconds(1))
                ]
            })
        let subscribed = try #require(result.group?.subscribed)
        #expect(subscribed.rebalances >= 1)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.duplicates == 0)
        let takeover = try #require(subscribed.takeoverMaxMilliseconds)
        #expect(takeover > 100, "\(takeover)")
        #expect(subscribed.pauseMaxMilliseconds != nil)
    }

    @Test func `what is committed before is lost to the group, and counted`() throws {
        let result = try run(
            configuration {
                $0.consumers.commit.moment = .before
                // More than the member can do, so that its process ends within a batch.
                $0.consumers.count = 1
                $0.consumers.isStatic = true
                $0.consumers.serviceTime = .fixed(.microseconds(1_500))
                $0.producers.linger = .milliseconds(100)
                $0.producers.rate = .recordsPerSecond(1_000)
                $0.faults = [
                    Fault(
                        at: .milliseconds(700), action: .crashConsumer(0),
                        duration: .milliseconds(50))
                ]
            })
        let group = try #require(result.group)
        #expect(group.passedByCommit > 0)
        #expect(result.verification.lostAcknowledged == group.passedByCommit)
        #expect(result.verification.lostForbidden == 0)
        #expect(result.verification.permittedLosses?["commit-before"] == group.passedByCommit)
    }

    @Test(arguments: [GroupAssignment.manual, .sticky])
    func `members without a partition are named`(assignment: GroupAssignment) throws {
        let result = try run(
            configuration {
                $0.consumers.assignment = assignment
                $0.consumers.count = 6
                $0.run.duration = .milliseconds(500)
            })
        #expect(result.group?.idleMembers.count == 2)
        if assignment == .manual {
            #expect(result.group?.idleMembers == ["group 0 member 4", "group 0 member 5"])
            #expect(result.group?.subscribed == nil)
        }
    }

    @Test(arguments: [GroupAssignment.range, .roundRobin, .sticky, .cooperativeSticky])
    func `subscribed members without a partition are named`(assignment: GroupAssignment) throws {
        let result = try simulate(
            configuration {
                $0.consumers.assignment = assignment
                $0.consumers.count = 6
            })
        let idle = try #require(result.group?.idleMembers)
        #expect(idle.count == 2)
        let names = (0..<6).map { "group 0 member \($0)" }
        #expect(Set(idle).count == 2 && Set(idle).isSubset(of: names), "\(idle)")
        #expect(result.group?.subscribed?.rebalances == 0)
        #expect(result.verification.checkedRecords == 4_000)
    }

    @Test(arguments: [GroupAssignment.manual, .range])
    func `a backlog is built, and caught up with`(assignment: GroupAssignment) throws {
        let result = try run(
            configuration {
                $0.consumers.assignment = assignment
                $0.consumers.backlogBytes = 100_000
            })
        let backlog = try #require(result.group?.backlog)
        #expect(backlog.records >= 1_000)
        let catchUp = try #require(backlog.catchUpSeconds)
        #expect(catchUp > 0 && catchUp < 1.5, "\(catchUp)")
        #expect(abs(backlog.buildRecordsPerSecond / 2_000 - 1) < 0.3)
        #expect(result.verification.lostAcknowledged == 0)
        let lags = try #require(result.series?.lags)
        #expect(lags.partitions == 4)
        #expect(lags.totals.joined().max() ?? 0 > 100)
    }

    @Test func `a group that does not know where to begin ends the run with one line`() throws {
        #expect {
            _ = try run(configuration { $0.consumers.reset = .none })
        } throws: { error in
            let text = "\(error)"
            return text.contains("nothing is committed for partition")
                && text.contains("auto.offset.reset is none") && !text.contains("\n")
        }
    }

    private func simulate(_ configuration: RunConfiguration) throws -> RunResult {
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 7, order: 1)
        return try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
    }

    @Test(arguments: [GroupAssignment.roundRobin, .cooperativeSticky])
    func `virtual time gives the same group twice`(assignment: GroupAssignment) throws {
        let configuration = configuration {
            $0.consumers.assignment = assignment
            $0.cluster.network.roundTripTime = .milliseconds(1)
            $0.faults = [
                Fault(
                    at: .milliseconds(300), action: .crashConsumer(1), duration: .seconds(1))
            ]
        }
        let first = try simulate(configuration)
        let subscribed = try #require(first.group?.subscribed)
        #expect(subscribed.rebalances >= 1)
        #expect(first.verification.checkedRecords >= 4_000)
        #expect(first.verification.lostAcknowledged == 0)
        #expect(first.verification.duplicates == 0)
        #expect(subscribed.takeoverMaxMilliseconds ?? 0 > 300)
        let second = try simulate(configuration)
        #expect(first.group == second.group)
        #expect(first.verification == second.verification)
    }

    @Test(arguments: [GroupAssignment.manual, .range])
    func `a backlog is built and caught up with in virtual time`(
        assignment: GroupAssignment
    ) throws {
        let result = try simulate(
            configuration {
                $0.consumers.assignment = assignment
                $0.consumers.backlogBytes = 100_000
            })
        let backlog = try #require(result.group?.backlog)
        #expect(abs(Double(backlog.records) / 1_000 - 1) < 0.05)
        #expect(abs(backlog.buildRecordsPerSecond / 2_000 - 1) < 0.05)
        // Half a second after the start, in which readers join, and what came meanwhile is read.
        let catchUp = try #require(backlog.catchUpSeconds)
        #expect(catchUp > 0 && catchUp < 0.5, "\(catchUp)")
        #expect(result.verification.checkedRecords == 4_000)
        #expect(result.verification.lostAcknowledged == 0)
    }

    @Test(arguments: [true, false])
    func `nobody reads before the backlog is there`(inVirtualTime: Bool) throws {
        let configuration = configuration {
            // There after a second, half a second into the measured time.
            $0.consumers.backlogBytes = 200_000
            $0.faults = [
                Fault(at: .milliseconds(100), action: .joinConsumer(1)),
                Fault(
                    at: .milliseconds(200), action: .crashConsumer(0),
                    duration: .milliseconds(100)),
            ]
        }
        let result = try inVirtualTime ? simulate(configuration) : run(configuration)
        #expect(try #require(result.series?.lags?.totals.joined().max()) > 1_800)
        #expect(try #require(result.group?.backlog?.records) >= 2_000)
        #expect(result.verification.checkedRecords == 4_000)
        #expect(result.verification.lostAcknowledged == 0)
    }

    @Test func `reading alone ends when everything is read, in virtual time too`() throws {
        let result = try simulate(configuration { $0.producers.send = .warmup })
        #expect(result.verification.checkedRecords == 1_000)
        let catchUp = try #require(result.group?.backlog?.catchUpSeconds)
        #expect(catchUp > 0 && catchUp < 1.5, "\(catchUp)")
    }

    @Test func `a member joins and leaves in virtual time`() throws {
        let result = try simulate(
            configuration {
                $0.consumers.assignment = .cooperativeSticky
                $0.consumers.count = 3
                $0.faults = [
                    Fault(
                        at: .milliseconds(300), action: .joinConsumer(2),
                        duration: .milliseconds(600)),
                    Fault(at: .milliseconds(400), action: .leaveConsumer(0)),
                ]
            })
        let subscribed = try #require(result.group?.subscribed)
        #expect(subscribed.rebalances >= 3)
        #expect(subscribed.revokedPartitions > 0)
        #expect(result.verification.checkedRecords == 4_000)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.duplicates == 0)
    }

    /// One of two groups replays, the other is left alone.
    @Test(arguments: [true, false])
    func `offsets are reset to replay`(inVirtualTime: Bool) throws {
        let configuration = configuration {
            $0.consumers.groups = 2
            $0.consumers.assignment = .cooperativeSticky
            $0.faults = [
                Fault(
                    at: .seconds(1), action: .resetOffsets(group: 1, to: .earliest))
            ]
        }
        let result = try inVirtualTime ? simulate(configuration) : run(configuration)
        let rereads = try #require(result.group?.rereads)
        // What was read until then, 1.5 s after the start, is read again.
        #expect(rereads > 2_000 && rereads < 4_000, "\(rereads)")
        #expect(result.verification.checkedRecords == 8_000 + rereads)
        #expect(result.verification.duplicates == 0)
        #expect(result.verification.keyOrderViolations == 0)
        #expect(result.verification.offsetGaps == 0)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.group?.subscribed?.rebalances == 0)
    }

    @Test func `offsets are reset to leave records out`() throws {
        let result = try simulate(
            configuration {
                // Half as fast as is written.
                $0.consumers.count = 1
                $0.consumers.serviceTime = .fixed(.milliseconds(1))
                $0.faults = [
                    Fault(at: .seconds(1), action: .resetOffsets(group: 0, to: .latest))
                ]
            })
        let passed = try #require(result.verification.permittedLosses?["reset"])
        #expect(passed > 1_000)
        #expect(result.verification.lostAcknowledged == passed)
        #expect(result.verification.checkedRecords + passed == 4_000)
    }
}
