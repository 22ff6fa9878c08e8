import Planner
import RunResults
import Testing

@Suite struct MeasuredProfileTests {
    private let setting = ReplicationClass(replicationFactor: 3, acks: "all")

    private func profile(_ builders: [RunBuilder]) -> MeasuredProfile {
        MeasuredProfile(runs: builders.map(\.run), results: "orders")
    }

    private func rate(_ builders: [RunBuilder], recordBytes: Int = 1000) throws -> CapacityRate {
        try profile(builders).partitionRate(setting, recordBytes: recordBytes)
    }

    @Test func onePartitionRowIsTheCeilingEvenWhereMoreCarryMore() throws {
        let rate = try rate([
            RunBuilder(partitions: 1, ackedMegabytesPerSecond: 100),
            RunBuilder(partitions: 2, ackedMegabytesPerSecond: 300),
        ])
        #expect(rate.bytesPerSecond == 100e6)
        #expect(!rate.isLowerBound)
        #expect(rate.basis.contains("RF 3, acks=all, 1 partition, 1000 B records"))
    }

    @Test func bestConfigurationOfOnePartitionIsTaken() throws {
        let batched = RunBuilder(ackedMegabytesPerSecond: 180).with {
            $0.dimensions.batchBytes = 65_536
        }
        let rate = try rate([RunBuilder(ackedMegabytesPerSecond: 100), batched])
        #expect(rate.bytesPerSecond == 180e6)
        #expect(rate.basis.contains("batch.size 65536"))
    }

    @Test func withoutAOnePartitionRowTheBestShareOfARowIsALowerBound() throws {
        let rate = try rate([
            RunBuilder(partitions: 6, ackedMegabytesPerSecond: 120),
            RunBuilder(partitions: 12, ackedMegabytesPerSecond: 180),
        ])
        #expect(rate.bytesPerSecond == 20e6)
        #expect(rate.isLowerBound)
        #expect(rate.basis.hasSuffix("its rate divided by its partitions"))
    }

    @Test func repetitionsCountOnceByTheirMedian() throws {
        let rate = try rate([80, 100, 90].map { RunBuilder(ackedMegabytesPerSecond: $0) })
        #expect(rate.bytesPerSecond == 90e6)
        #expect(rate.basis.hasSuffix("median of 3 runs"))
    }

    @Test func evenNumberOfRepetitionsTakesTheMiddleOfTwo() throws {
        let rate = try rate([80, 100].map { RunBuilder(ackedMegabytesPerSecond: $0) })
        #expect(rate.bytesPerSecond == 90e6)
    }

    @Test func runsOfNoTimeAndTheNullSinkAreNotUsed() {
        let empty = RunBuilder().with { $0.seconds = 0 }
        let null = RunBuilder().with { $0.dimensions.engine = "null" }
        let error = #expect(throws: PlanError.self) { try rate([empty, null]) }
        #expect(
            error?.description
                == "orders has no row with rate max, replication.factor 3 and acks all; it has "
                + "null RF 3 acks all at rate max: run that setting, or state "
                + "--per-partition-throughput")
    }

    @Test func otherReplicationAcksAndFixedRatesAreNotUsed() {
        let others = [
            RunBuilder().with { $0.dimensions.replicationFactor = 1 },
            RunBuilder().with { $0.dimensions.acks = "1" },
            RunBuilder().with { $0.dimensions.rate = "20000" },
        ]
        let error = #expect(throws: PlanError.self) { try rate(others) }
        guard case .noUsableRows(_, let found, _) = error else {
            Issue.record("not refused but \(String(describing: error))")
            return
        }
        #expect(
            found == "embedded RF 1 acks all at rate max, embedded RF 3 acks 1 at rate max, "
                + "embedded RF 3 acks all at a fixed rate")
    }

    @Test func noRunsAtAllIsSaid() {
        let error = #expect(throws: PlanError.self) { try rate([]) }
        #expect(error?.description.contains("it has no usable row at all") == true)
    }

    @Test func withOneReplicaBothKindsOfAcksServe() throws {
        let single = RunBuilder().with {
            $0.dimensions.replicationFactor = 1
            $0.dimensions.acks = "all"
        }
        let rate = try profile([single]).partitionRate(
            ReplicationClass(replicationFactor: 1, acks: "1"), recordBytes: 1000)
        #expect(rate.bytesPerSecond == 100e6)
    }

    @Test func aClusterIsTrustedBeforeTheEmbeddedEngine() throws {
        let cluster = RunBuilder(ackedMegabytesPerSecond: 20).with {
            $0.dimensions.engine = "kafka"
        }
        let rate = try rate([RunBuilder(), cluster])
        #expect(rate.origin == .kafka)
        #expect(rate.bytesPerSecond == 20e6)
    }

    @Test func unsteadyRowsGiveWayToSteadyOnes() throws {
        let burst = RunBuilder(ackedMegabytesPerSecond: 500).with {
            $0.dimensions.batchBytes = 1
            $0.flags = [.notSteady]
        }
        #expect(try rate([RunBuilder(), burst]).bytesPerSecond == 100e6)
        let alone = try rate([burst])
        #expect(alone.bytesPerSecond == 500e6)
        #expect(alone.figure == "500 MB/s (not-steady)")
    }

    @Test func generatorLimitedRateIsALowerBoundAndSaysSo() throws {
        let rate = try rate([RunBuilder().with { $0.flags = [.generatorLimited] }])
        #expect(rate.isLowerBound)
        #expect(rate.figure == "100 MB/s (at least, generator-limited)")
    }

    @Test func smallerRecordsAreHeldToTheRecordRateAndLargerToTheByteRate() throws {
        // 100 MB/s of 1000 bytes is 100,000 records/s.
        #expect(try rate([RunBuilder()], recordBytes: 100).bytesPerSecond == 10e6)
        #expect(try rate([RunBuilder()], recordBytes: 10_000).bytesPerSecond == 100e6)
    }

    @Test func rowsOfTheNearestRecordSizeAreUsed() throws {
        let small = RunBuilder(ackedMegabytesPerSecond: 30).with {
            $0.dimensions.recordBytes = 100
        }
        #expect(try rate([RunBuilder(), small], recordBytes: 150).bytesPerSecond == 30e6)
        #expect(try rate([RunBuilder(), small], recordBytes: 700).bytesPerSecond == 70e6)
    }

    @Test func consumerRateIsPerActiveMemberOfAllGroups() throws {
        let fanOut = RunBuilder(partitions: 4).with {
            $0.dimensions.groups = 2
            $0.dimensions.consumers = 8
            $0.consumedRecordsPerSecond = 160_000
        }
        // 160 MB/s over 2 groups of 4 members that have a partition.
        let rate = try #require(profile([fanOut]).consumerRate(setting, recordBytes: 1000))
        #expect(rate.bytesPerSecond == 20e6)
        #expect(rate.basis.hasSuffix("consumers kept up at the producers' pace"))
    }

    @Test func consumersThatKeptUpAreTakenBeforeThoseThatFellBehind() throws {
        let behind = RunBuilder(partitions: 2).with {
            $0.consumedRecordsPerSecond = 60_000
            $0.lagSlope = 40_000
        }
        let keptUp = RunBuilder(partitions: 1, ackedMegabytesPerSecond: 50)
        let rate = try #require(
            profile([behind, keptUp]).consumerRate(setting, recordBytes: 1000))
        #expect(rate.bytesPerSecond == 50e6)
        let alone = try #require(profile([behind]).consumerRate(setting, recordBytes: 1000))
        #expect(alone.bytesPerSecond == 60e6)
        #expect(alone.isLowerBound)
        #expect(alone.basis.contains("consumers fell behind by 40,000 records/s"))
    }

    @Test func rowsWithoutConsumersGiveNoConsumerRate() {
        let unread = RunBuilder().with { $0.dimensions.groups = 0 }
        #expect(profile([unread]).consumerRate(setting, recordBytes: 1000) == nil)
        #expect(throws: PlanError.self) {
            try plan(
                PlanRequest(throughput: .bytesPerSecond(1e6), recordBytes: 1000),
                profile: profile([unread]))
        }
    }

    @Test func latencyIsThatOfTheNearestRateThenPartitions() throws {
        func row(_ rate: String, partitions: Int, milliseconds: Int64) -> RunBuilder {
            RunBuilder(partitions: partitions).with {
                $0.dimensions.rate = rate
                $0.publishMilliseconds = milliseconds
            }
        }
        let profile = profile([
            row("1000", partitions: 6, milliseconds: 1),
            row("20000", partitions: 1, milliseconds: 2),
            row("20000", partitions: 6, milliseconds: 3),
            row("max", partitions: 6, milliseconds: 50),
        ])
        let latency = try #require(
            profile.latency(setting, recordsPerSecond: 15_000, partitions: 8))
        #expect(abs(latency.publishP99Seconds - 3e-3) < 1e-5)
        #expect(latency.recordsPerSecond == 20_000)
        #expect(latency.partitions == 6)
    }
}
