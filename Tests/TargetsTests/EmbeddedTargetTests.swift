import Faults
import LoadGenerator
import Platform
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Whole runs in real time; what they assert holds at any speed of the machine.
@Suite(.serialized) struct EmbeddedTargetTests {
    @Test(arguments: [(1, Acks.leader), (3, Acks.all), (3, Acks.none), (2, Acks.leader)])
    func everyRecordIsReadOnceAndInOrder(replicas: Int, acks: Acks) throws {
        var configuration = TestBench.configuration()
        configuration.topic.replicationFactor = replicas
        configuration.topic.minInsyncReplicas = max(1, replicas - 1)
        configuration.producers.acks = acks
        configuration.producers.count = 2
        configuration.consumers.groups = 2
        configuration.consumers.count = 2
        let result = try TestBench.run(configuration)
        let counts = result.verification
        #expect(counts.checkedRecords >= 2 * result.throughput.offeredRecords)
        #expect(counts.keyOrderViolations == 0)
        #expect(counts.duplicates == 0)
        #expect(counts.lostAcknowledged == 0)
        #expect(counts.phantoms == 0)
        #expect(counts.offsetGaps == 0)
        #expect(counts.keyGaps == 0)
        #expect(result.throughput.failedRecords == 0)
        #expect(!result.flags.contains(.notDrained))
    }

    /// The schedule, not the machine, decides what is offered.
    @Test func theSameSeedOffersTheSameRecords() throws {
        let configuration = TestBench.configuration()
        let first = try TestBench.run(configuration, seed: 11)
        let second = try TestBench.run(configuration, seed: 11)
        #expect(first.throughput.offeredRecords == 800)
        #expect(second.throughput.offeredRecords == 800)
        #expect(first.verification.checkedRecords == 1_000)
        #expect(second.verification.checkedRecords == 1_000)
    }

    @Test(arguments: [Codec.lz4, .zstd])
    func compressedRecordsArrive(codec: Codec) throws {
        var configuration = TestBench.configuration()
        configuration.producers.compression = codec
        configuration.producers.linger = .milliseconds(5)
        let result = try TestBench.run(configuration)
        #expect(result.verification.checkedRecords == 1_000)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.phantoms == 0)
    }

    @Test func bytesAreCountedAsTheyWereSent() throws {
        var configuration = TestBench.configuration()
        configuration.records.value.distribution = .pareto
        configuration.records.value.minBytes = 50
        configuration.records.valueBytes = 5_000
        configuration.records.headers = 3
        let result = try TestBench.run(configuration)
        #expect(result.verification.checkedRecords == 1_000)
        #expect(result.verification.phantoms == 0)
        #expect(result.verification.lostAcknowledged == 0)
        let mean = Double(result.throughput.ackedBytes) / Double(result.throughput.ackedRecords)
        // The mean of a pareto distribution of 1.5 from 50 on, cut at 5,000, is 140, its standard
        // deviation some 250: 800 records stray by five times 9 at most.
        #expect(abs(mean - 148) < 45, "mean \(mean)")
        #expect(result.dimensions.recordBytes == 148)
        #expect(result.dimensions.headers == 3)
    }

    /// More than a build for debugging carries: what was due and late is made all the same, and
    /// counts, with its whole latency.
    @Test func whatWasDueIsMadeLateRatherThanNever() throws {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(1_000_000), duration: .milliseconds(200))
        configuration.run.warmup = .zero
        let result = try TestBench.run(configuration, threads: 1)
        #expect(result.throughput.offeredRecords == 200_000)
        #expect(result.latency.publish.count == 200_000)
        #expect(!result.flags.contains(.notDrained))
    }

    @Test func aSaturationRunHasNoPublishDelayAndLosesNothing() throws {
        var configuration = TestBench.configuration(rate: .max)
        configuration.topic.replicationFactor = 3
        configuration.topic.retentionBytes = 4 << 20
        configuration.topic.segmentBytes = 1 << 20
        let result = try TestBench.run(configuration)
        #expect(result.throughput.ackedRecords > 0)
        #expect(result.latency.publishDelay.count == 0)
        #expect(result.verification.lostAcknowledged == 0)
        #expect(result.verification.duplicates == 0)
        #expect(result.verification.keyOrderViolations == 0)
    }

    /// Most of these are made after the measured time, in which a build for debugging makes some
    /// ten thousand.
    @Test func whatIsMadeLateStopsAtTheByteCapToo() throws {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(10_000_000), duration: .milliseconds(50))
        configuration.run.warmup = .zero
        let result = try TestBench.run(configuration, threads: 1, byteCapMax: 20 << 20)
        #expect(result.flags.contains(.byteCap))
        #expect(result.throughput.offeredRecords < 500_000)
    }

    /// What retention deletes takes no room.
    @Test func aRunThatWritesMoreThanItKeepsGoesOn() throws {
        var configuration = TestBench.configuration(rate: .max, duration: .seconds(1))
        configuration.topic.partitions = 1
        configuration.topic.retentionBytes = 1 << 20
        configuration.topic.segmentBytes = 256 << 10
        let cap = 12 << 20
        let result = try TestBench.run(configuration, byteCapMax: cap)
        #expect(result.throughput.logBytesWritten > cap)
        #expect(!result.flags.contains(.byteCap))
        #expect(result.verification.lostAcknowledged == 0)
    }

    /// Null keys by round-robin on links with jitter: the order of an entity is lost, no record
    /// is.
    @Test(arguments: [KeyField.none, .wrong])
    func withoutTheRightKeyOrderIsLost(field: KeyField) throws {
        var configuration = TestBench.configuration(rate: .recordsPerSecond(20_000))
        configuration.topic.replicationFactor = 3
        configuration.records.key.field = field
        configuration.producers.nullKeyPartitioner = .roundRobin
        configuration.consumers.count = 3
        configuration.cluster.network.roundTripTime = .milliseconds(1)
        configuration.cluster.network.jitter = .milliseconds(5)
        let counts = try TestBench.run(configuration).verification
        #expect(counts.keyOrderViolations * 100 >= counts.checkedRecords)
        #expect(counts.lostAcknowledged == 0)
        #expect(counts.duplicates == 0)
    }

    @Test func jitterAloneBreaksNoKeysOrder() throws {
        var configuration = TestBench.configuration()
        configuration.topic.replicationFactor = 3
        configuration.consumers.count = 3
        configuration.cluster.network.roundTripTime = .milliseconds(1)
        configuration.cluster.network.jitter = .milliseconds(5)
        let counts = try TestBench.run(configuration).verification
        #expect(counts.keyOrderViolations == 0)
        #expect(counts.checkedRecords == 1_000)
    }

    /// An acknowledgement cannot come sooner than the links carry it: one round trip to the
    /// leader, and with acks=all another to the followers.
    @Test(arguments: [(Acks.leader, Int64(1)), (Acks.all, Int64(2))])
    func latencyHoldsTheRoundTrips(acks: Acks, roundTrips: Int64) throws {
        var configuration = TestBench.configuration()
        configuration.topic.replicationFactor = 3
        configuration.producers.acks = acks
        configuration.cluster.network.roundTripTime = .milliseconds(20)
        let result = try TestBench.run(configuration)
        let p50 = try #require(result.latency.publish.value(atPercentile: 50))
        #expect(p50 >= .milliseconds(20 * roundTrips))
    }

    /// Coordinated omission would hide most of a pause: a client that waits sends nothing.
    @Test func aPausedBrokerIsSeenByEveryRecordThatWasDue() throws {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(1_000), duration: .seconds(10))
        configuration.cluster.brokers = 1
        configuration.faults = [
            Fault(
                at: .seconds(4), action: .pause(.broker(BrokerID(0))),
                duration: .milliseconds(500))
        ]
        let result = try TestBench.run(configuration)
        #expect(result.throughput.offeredRecords == 10_000)
        #expect(result.latency.publish.count == 10_000)
        let p99 = try #require(result.latency.publish.value(atPercentile: 99))
        #expect(p99 >= .milliseconds(400))
        #expect(result.verification.lostAcknowledged == 0)
    }

    /// A slow consumer is a matter of the consumer: lag and end-to-end latency grow, and the
    /// producer notices nothing.
    @Test func aSlowConsumerShowsInLagAndNotInPublishLatency() throws {
        var configuration = TestBench.configuration(duration: .milliseconds(800))
        configuration.consumers.serviceTime = .fixed(.milliseconds(1))
        let result = try TestBench.run(configuration)
        // 2,000 records a second arrive and 1,000 are processed.
        #expect(result.lag.maxRecords >= 300)
        #expect(result.lag.slopeRecordsPerSecond > 500)
        let endToEnd = try #require(result.latency.endToEnd.value(atPercentile: 99))
        let publish = try #require(result.latency.publish.value(atPercentile: 50))
        #expect(endToEnd >= .milliseconds(300))
        #expect(publish < endToEnd)
        #expect(result.flags.contains(.notSteady))
        #expect(result.verification.checkedRecords == 1_800)
    }

    @Test func anInterruptedRunLeavesNothing() throws {
        let directory = try Directory.createUnique(prefix: "weir-test-", in: "/tmp")
        defer { try? Directory.removeTree(directory) }
        let observer = SilentObserver()
        observer.interrupt()
        let plan = RunPlan(
            configuration: TestBench.configuration(), repetition: 1, seed: 1, order: 1)
        let target = EmbeddedTarget(EmbeddedTarget.Options(dataDirectory: directory))
        #expect(try target.run(plan, observer: observer) == nil)
        #expect(try Directory.list(directory) == [])
    }

    @Test func keptDataIsCleanlyClosed() throws {
        let directory = try Directory.createUnique(prefix: "weir-test-", in: "/tmp")
        defer { try? Directory.removeTree(directory) }
        var options = EmbeddedTarget.Options(dataDirectory: directory)
        options.keepsData = true
        let plan = RunPlan(
            configuration: TestBench.configuration(), repetition: 1, seed: 1, order: 1)
        _ = try EmbeddedTarget(options).run(plan, observer: SilentObserver())
        let run = try #require(try Directory.list(directory).first)
        let partition = "\(directory)/\(run)/broker-0/test-0"
        #expect(try Directory.list(partition).contains("clean-shutdown"))
    }

    @Test func anUnwritableDataDirectoryIsTheMachinesFault() {
        let target = EmbeddedTarget(EmbeddedTarget.Options(dataDirectory: "/proc/weir"))
        let plan = RunPlan(
            configuration: TestBench.configuration(), repetition: 1, seed: 1, order: 1)
        #expect(throws: TargetError.self) {
            _ = try target.run(plan, observer: SilentObserver())
        }
    }
}
