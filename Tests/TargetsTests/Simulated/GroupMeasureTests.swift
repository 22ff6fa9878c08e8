import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// What is measured of groups, in virtual time, where it can be told what it must come to.
@Suite struct GroupMeasureTests {
    /// 6 partitions, 3 members, 600 records a second; the group forms in the warm-up of 1 s.
    private func simulate(
        _ assignment: GroupAssignment = .range, seed: UInt64 = 7,
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) throws -> RunResult {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(600), duration: .seconds(3))
        configuration.run.warmup = .seconds(1)
        configuration.consumers.count = 3
        configuration.consumers.assignment = assignment
        configuration.consumers.sessionTimeout = .milliseconds(600)
        configuration.consumers.heartbeatInterval = .milliseconds(100)
        change(&configuration)
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: seed, order: 1)
        return try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
    }

    private func crash(_ member: Int, at: Int64, for duration: Nanoseconds) -> Fault {
        Fault(at: .milliseconds(at), action: .crashConsumer(member), duration: duration)
    }

    @Test(arguments: UInt64(1)...2)
    func `an eager group stops everything that its members have`(seed: UInt64) throws {
        let result = try simulate(.range, seed: seed) {
            $0.faults = [crash(1, at: 300 + Int64(seed) * 37, for: .milliseconds(1_500))]
        }
        let group = try #require(result.group?.subscribed)
        // The two that are left give up 2 partitions each; when the third is back, 3 each.
        #expect(group.rebalances == 2)
        #expect(group.revokedPartitions == 10)
        // And the 2 of the dead one.
        #expect(group.stoppedPartitions == 12)
        // Range gives 2 to the first and 3 to the last. Whoever comes back comes last: it gets 4
        // and 5, and 2 moves on.
        #expect(group.movedPartitions == 5)
        // All stop when they hear of it, within a heartbeat, and wait for the last to hear of it.
        let members = try #require(group.members)
        #expect(members.map(\.pausesMilliseconds.count) == [2, 0, 2])
        #expect(members.map(\.revokedPartitions) == [5, 0, 5])
        let pauses = members.flatMap(\.pausesMilliseconds)
        #expect(pauses.allSatisfy { $0 > 0 && $0 < 105 }, "seed \(seed): \(pauses)")
        #expect(group.pauseMaxMilliseconds == pauses.max())
        // The dead one's partitions wait for its session, the others for a rebalance.
        let longest = try #require(group.handoverMaxMilliseconds)
        #expect(longest == group.takeoverMaxMilliseconds)
        #expect(longest > 500 && longest < 701, "seed \(seed): \(longest)")
        #expect(group.handoverP50Milliseconds ?? 1e3 < 105)
    }

    @Test(arguments: UInt64(1)...2)
    func `a cooperative group stops only the partitions that move`(seed: UInt64) throws {
        let result = try simulate(.cooperativeSticky, seed: seed) {
            $0.faults = [crash(1, at: 300 + Int64(seed) * 37, for: .milliseconds(1_500))]
        }
        let group = try #require(result.group?.subscribed)
        // Nobody gives anything up for the dead one; when it is back, it gets 2 partitions.
        #expect(group.revokedPartitions == 2)
        #expect(group.stoppedPartitions == 4)
        #expect(group.movedPartitions == 4)
        #expect(group.pauseMaxMilliseconds == 0)
        let handover = try #require(group.handoverP50Milliseconds)
        #expect(handover > 0 && handover < 205, "seed \(seed): \(handover)")
        #expect(result.verification.duplicates == 0)
    }

    @Test func `a static member that is back in time moves nothing`() throws {
        let result = try simulate {
            $0.consumers.isStatic = true
            $0.faults = [crash(1, at: 300, for: .milliseconds(200))]
        }
        let group = try #require(result.group?.subscribed)
        #expect(group.rebalances == 0)
        #expect(group.revokedPartitions == 0)
        #expect(group.stoppedPartitions == 2)
        #expect(group.movedPartitions == 0)
        #expect(group.handoverMaxMilliseconds == nil)
        #expect(group.members == [])
        #expect(group.takeoverMaxMilliseconds ?? 0 > 200)
    }

    @Test func `what was not committed before a crash is read again, and no violation`() throws {
        let result = try simulate {
            $0.consumers.commit.mode = .auto
            $0.consumers.commit.interval = .milliseconds(500)
            $0.faults = [crash(1, at: 1_200, for: .milliseconds(1_500))]
        }
        let group = try #require(result.group)
        // A third of 600 records a second, for no longer than the interval.
        #expect(group.rereads > 0 && group.rereads <= 101, "\(group.rereads)")
        #expect(result.verification.duplicates == 0)
        #expect(result.verification.offsetGaps == 0)
        #expect(result.verification.keyOrderViolations == 0)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.checkedRecords == 2_400 + group.rereads)
    }

    @Test(arguments: [GroupAssignment.range, .cooperativeSticky], UInt64(1)...2)
    func `members that are put out over slow polls re-read, and violate nothing`(
        assignment: GroupAssignment, seed: UInt64
    ) throws {
        let result = try simulate(assignment, seed: seed) {
            $0.producers.rate = .recordsPerSecond(60)
            // Of a hundred records one takes longer than a poll may.
            $0.consumers.serviceTime.distribution = .lognormal
            $0.consumers.serviceTime.median = .milliseconds(1)
            $0.consumers.serviceTime.sigma = 2
            $0.consumers.pollIntervalMax = .milliseconds(120)
            $0.consumers.heartbeatInterval = .milliseconds(10)
            $0.run.duration = .seconds(6)
        }
        let group = try #require(result.group)
        let subscribed = try #require(group.subscribed)
        #expect(subscribed.slowPolls > 0)
        #expect(group.rereads > 0)
        #expect(result.verification.duplicates == 0, "seed \(seed)")
        #expect(result.verification.offsetGaps == 0, "seed \(seed)")
        #expect(result.verification.keyOrderViolations == 0, "seed \(seed)")
        #expect(result.verification.lostAcknowledged == 0, "seed \(seed)")
        #expect(!result.flags.contains(.notDrained))
        #expect(subscribed.pauseMaxMilliseconds ?? 0 > 0)
        #expect(subscribed.movedPartitions ?? 0 > 0)
    }

    @Test func `lag behind what is committed goes with the commits`() throws {
        let result = try simulate {
            $0.consumers.commit.mode = .auto
            $0.consumers.commit.interval = .milliseconds(500)
        }
        let group = try #require(result.group?.subscribed)
        // 600 records a second for 500 ms, and what is under way.
        #expect(abs(group.committedLagMaxRecords - 300) < 20, "\(group.committedLagMaxRecords)")
        #expect(abs(group.committedLagSlopeRecordsPerSecond ?? 1e9) < 20)
        #expect(result.lag.maxRecords < 20)
        let series = try #require(result.series)
        let lags = try #require(series.committedLags)
        // What the warm-up saw is in the series alone.
        let warmup = series.warmupBuckets
        let largest = (0..<6).map { partition in
            lags.byPartition.dropFirst(warmup).filter { !$0.isEmpty }
                .map { $0[partition] }.max() ?? 0
        }
        #expect(largest.reduce(0, +) >= group.committedLagMaxRecords)
        #expect(largest.allSatisfy { $0 > 30 && $0 < 80 }, "\(largest)")
        #expect(lags.totals.dropFirst(warmup).joined().max() == group.committedLagMaxRecords)
    }

    @Test func `lag behind what is committed grows where nothing is`() throws {
        let result = try simulate {
            $0.consumers.commit.mode = .auto
            $0.consumers.commit.interval = .seconds(60)
        }
        let group = try #require(result.group?.subscribed)
        let slope = try #require(group.committedLagSlopeRecordsPerSecond)
        #expect(abs(slope / 600 - 1) < 0.01, "\(slope)")
        #expect(group.committedLagMaxRecords == 2_400)
        #expect(abs(result.lag.slopeRecordsPerSecond) < 10)
    }

    @Test func `members that read what is their own commit nothing`() throws {
        let result = try simulate(.manual)
        #expect(result.group?.subscribed == nil)
        #expect(result.series?.lags != nil)
        #expect(result.series?.committedLags == nil)
    }
}
