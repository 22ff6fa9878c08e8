import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Whole runs in real time in which brokers die.
@Suite(.serialized) struct FailoverRunTests {
    /// A second between brokers' deaths and their being noticed is too long for a test.
    private static func configuration(acks: Acks, minInsync: Int) -> RunConfiguration {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(5_000), duration: .seconds(3))
        configuration.topic.replicationFactor = 3
        configuration.topic.minInsyncReplicas = minInsync
        configuration.producers.acks = acks
        configuration.producers.count = 2
        configuration.producers.retryBackoff = .milliseconds(20)
        configuration.cluster.network.roundTripTime = .milliseconds(5)
        configuration.cluster.sessionTimeout = .milliseconds(300)
        configuration.cluster.heartbeatInterval = .milliseconds(50)
        configuration.cluster.replicaFetchTimeout = .milliseconds(600)
        configuration.faults = [
            Fault(
                at: .seconds(1), action: .kill(.leader(PartitionIndex(0))),
                duration: .seconds(1))
        ]
        return configuration
    }

    @Test func acknowledgedByAllSurvivesTheLeadersDeath() throws {
        let result = try TestBench.run(Self.configuration(acks: .all, minInsync: 2))
        #expect(!result.flags.contains(.notDrained))
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.missingInLog == 0)
        #expect(result.verification.keyOrderViolations == 0)
        #expect(result.verification.duplicates == 0)
        let failover = try #require(result.failover)
        #expect(failover.faults == 1)
        #expect(failover.leaderElections >= 1)
        #expect(failover.failovers >= 1)
        #expect((failover.failoverMaxMilliseconds ?? 0) >= 200)
        #expect(failover.unavailableMilliseconds >= 200)
        #expect(failover.retries > 0)
    }

    /// Without a group the logs tell what was lost, and the settings whether they permit it.
    @Test(arguments: [(Acks.leader, 0), (.all, 1)])
    func withoutAGroupLossesAreJudgedToo(acks: Acks, forbiddenMin: Int) throws {
        var configuration = Self.configuration(acks: acks, minInsync: 1)
        configuration.topic.partitions = 1
        configuration.topic.replicationFactor = 1
        configuration.consumers.groups = 0
        // It takes what no sync made safe, which is everything.
        configuration.faults = [
            Fault(
                at: .seconds(1), action: .powerLoss(.leader(PartitionIndex(0))),
                duration: .milliseconds(500))
        ]
        let counts = try TestBench.run(configuration).verification
        let lost = try #require(counts.lostAcknowledged)
        #expect(lost > 0)
        #expect(counts.missingInLog == lost)
        if acks == .leader {
            #expect(counts.permittedLosses == ["acks-1": lost])
            #expect(counts.lostForbidden == 0)
        } else {
            #expect(counts.lostForbidden == 0 || counts.lostForbidden == lost)
        }
    }

    /// What the readers miss is what the logs lack.
    @Test func whatAcksOneLosesIsWhatTheLogsLack() throws {
        let result = try TestBench.run(Self.configuration(acks: .leader, minInsync: 1))
        let counts = result.verification
        #expect(!result.flags.contains(.notDrained))
        #expect(counts.missingInLog == counts.lostAcknowledged)
        #expect(counts.lostForbidden == 0)
    }
}
