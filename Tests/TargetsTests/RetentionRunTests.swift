import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// What retention and compaction leave to groups, in virtual time.
@Suite struct RetentionRunTests {
    private func configuration(
        _ change: (inout RunConfiguration) -> Void
    ) -> RunConfiguration {
        var configuration = TestBench.configuration(duration: .seconds(3))
        configuration.topic.partitions = 2
        configuration.topic.replicationFactor = 1
        configuration.topic.segmentBytes = 16 << 10
        configuration.cluster.brokers = 1
        configuration.consumers.count = 1
        change(&configuration)
        return configuration
    }

    private func run(_ configuration: RunConfiguration) throws -> RunResult {
        let plan = RunPlan(configuration: configuration, repetition: 1, seed: 7, order: 1)
        return try #require(try SimulatedTarget().run(plan, observer: SilentObserver()))
    }

    /// Reads half as fast as is written.
    private func readSlowly(_ configuration: inout RunConfiguration) {
        configuration.topic.retentionBytes = 32 << 10
        configuration.consumers.serviceTime = .fixed(.milliseconds(1))
    }

    @Test func `a broker that starts again deletes nothing that is unread`() throws {
        let result = try run(
            configuration {
                readSlowly(&$0)
                $0.faults = [
                    Fault(
                        at: .seconds(1), action: .kill(.broker(BrokerID(0))),
                        duration: .milliseconds(300))
                ]
            })
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.group?.passedByRetention == 0)
        #expect(result.verification.checkedRecords > 5_000)
    }

    @Test func `records that a group skips are counted exactly`() throws {
        let result = try run(
            configuration {
                readSlowly(&$0)
                $0.topic.retentionSparesUnread = false
            })
        let skipped = try #require(result.group?.passedByRetention)
        #expect(skipped > 1_000)
        // 2,000 records a second for 3.1 s, all acknowledged.
        #expect(result.verification.checkedRecords + skipped == 6_200)
        #expect(result.verification.lostAcknowledged == skipped)
        #expect(result.verification.permittedLosses == ["retention": skipped])
    }

    /// A member that commits every five seconds crashes before it has.
    private func crash(_ configuration: inout RunConfiguration) {
        configuration.consumers.assignment = .range
        configuration.consumers.sessionTimeout = .milliseconds(400)
        configuration.consumers.heartbeatInterval = .milliseconds(50)
        configuration.consumers.commit.mode = .auto
        configuration.faults = [
            Fault(at: .seconds(1), action: .crashConsumer(0), duration: .milliseconds(100))
        ]
    }

    @Test func `retention spares what a group has read and not committed`() throws {
        let result = try run(
            configuration {
                crash(&$0)
                $0.consumers.commit.interval = .seconds(1)
                $0.topic.retentionBytes = 16 << 10
            })
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.group?.passedByRetention == 0)
        #expect(try #require(result.group?.rereads) > 100)
    }

    @Test func `compaction spares what a group has read and not committed`() throws {
        let result = try run(
            configuration {
                crash(&$0)
                $0.topic.cleanupPolicy = .compact
                $0.topic.minCleanableDirtyRatio = 0.1
                $0.records.key.cardinality = 50
            })
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.offsetGaps == 0)
        #expect(try #require(result.group?.rereads) > 500)
    }

    @Test func `a group that begins late skips what was deleted`() throws {
        let result = try run(
            configuration {
                $0.consumers.assignment = .range
                $0.consumers.backlogBytes = 300_000
                $0.topic.retentionBytes = 32 << 10
                $0.topic.retentionSparesUnread = false
            })
        let skipped = try #require(result.group?.passedByRetention)
        #expect(skipped > 1_000)
        #expect(result.verification.checkedRecords + skipped == 6_200)
        #expect(result.verification.permittedLosses == ["retention": skipped])
    }

    @Test func `what nobody is there to read is not lost`() throws {
        let result = try run(
            configuration {
                $0.consumers.assignment = .range
                $0.run.duration = .seconds(1)
                $0.faults = [Fault(at: .milliseconds(500), action: .leaveConsumer(0))]
            })
        let unread = try #require(result.verification.permittedLosses?["not-drained"])
        #expect(unread > 900)
        #expect(result.verification.lostAcknowledged == unread)
        #expect(result.verification.lostForbidden == 0)
        #expect(result.flags.contains(.notDrained))
    }
}
