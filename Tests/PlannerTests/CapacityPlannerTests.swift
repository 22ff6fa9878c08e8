import Planner
import Testing

/// Plans from stated rates, worked by hand.
@Suite struct CapacityPlannerTests {
    @Test func partitionsFollowProduceWithHeadroomAndAreRoundedUp() throws {
        // 50 / (0.8 · 10) = 6.25 partitions; 50 / (0.7 · 20) = 3.6; one down 2 · 50 / 20 = 5.
        let plan = try plan(statedRequest())
        #expect(plan.partitionsMin == 7)
        #expect(plan.partitions == 8)
        #expect(plan.partitionsByRao == 5)
        #expect(plan.bindingConstraint == .producePerPartition)
        #expect(plan.constraints.map(\.partitionsNeeded) == [7, 4, 5, nil, nil])
        #expect(plan.replicationFactor == 3)
        #expect(plan.minInsyncReplicas == 2)
        #expect(plan.acks == "all")
        #expect(plan.brokersMin == 3)
    }

    @Test func consumersAreTheSmallestDivisorThatKeepsUpWithOneDown() throws {
        // 4 consumers read 12.5 of 14 MB/s each; with 3 left, one reads 18.75 of 20.
        let plan = try plan(statedRequest())
        #expect(plan.consumersPerGroup == 4)
        let down = try #require(plan.constraints.first { $0.name == .oneConsumerDown })
        #expect(abs(down.demand - 18.75e6) < 1)
        #expect(down.limit == 20e6)
        #expect(abs(down.slack - 0.0625) < 1e-9)
    }

    @Test func slowHandlerSetsPartitionsThroughOneConsumerDown() throws {
        // 200 µs a record is 5 MB/s: 50 / 3.5 = 14.3 consumers; with one down 2 · 50 / 5 = 20.
        let plan = try plan(statedRequest { $0.serviceTimeSeconds = 200e-6 })
        #expect(plan.partitions == 20)
        #expect(plan.consumersPerGroup == 20)
        #expect(plan.bindingConstraint == .oneConsumerDown)
        let service = try #require(plan.constraints.first { $0.name == .consumerServiceTime })
        #expect(service.partitionsNeeded == 15)
        #expect(abs(service.demand - 0.5) < 1e-9)
        #expect(service.limit == 0.7)
    }

    @Test func serviceTimeAloneSizesConsumers() throws {
        let plan = try plan(
            statedRequest {
                $0.perConsumerBytesPerSecond = nil
                $0.serviceTimeSeconds = 10e-6
            })
        #expect(plan.source.consumer == nil)
        #expect(plan.consumersPerGroup == 1)
        #expect(plan.caveats.contains { $0.hasPrefix("Nothing says how fast a consumer reads") })
    }

    @Test func hotKeyRaisesTheHottestPartitionAndSoTheCount() throws {
        // 0.95 / (8/50 − 0.05) = 8.6 partitions.
        let plan = try plan(statedRequest { $0.topKeyShare = 0.05 })
        #expect(plan.partitionsMin == 9)
        #expect(plan.partitions == 10)
        #expect(plan.consumersPerGroup == 5)
        let hot = try #require(plan.constraints.first { $0.name == .hotKey })
        #expect(abs(hot.limit - 160e6) < 1)
        #expect(hot.reason.contains("about 20 partitions are useful"))
    }

    @Test func hotKeyBeyondOnePartitionIsExcusedWithTheCeiling() throws {
        let refusal = try refusal(statedRequest { $0.topKeyShare = 0.2 })
        #expect(refusal.excuses.map(\.constraint) == [.hotKey])
        let excuse = try #require(refusal.excuses.first)
        #expect(abs(excuse.demanded - 10e6) < 1)
        #expect(abs(excuse.available - 8e6) < 1)
        #expect(excuse.reason.contains("stays below 40 MB/s with any number of partitions"))
        #expect(excuse.help == "split the hottest key into sub-keys")
    }

    @Test func hotKeyBeyondOneHandlerIsExcusedWithHandlerAdvice() throws {
        let refusal = try refusal(
            statedRequest {
                $0.topKeyShare = 0.1
                $0.serviceTimeSeconds = 200e-6
            })
        #expect(refusal.excuses.count == 1)
        #expect(refusal.excuses.first?.help.contains("make the handler faster") == true)
    }

    @Test func partitionsBeyondTheHottestKeyAreRemarkedOn() throws {
        // 0.86 / (8/50 − 0.14) = 43 partitions, where 1/0.14 = 7 are useful.
        let plan = try plan(statedRequest { $0.topKeyShare = 0.14 })
        #expect(plan.partitions == 48)
        #expect(plan.caveats.contains { $0.hasPrefix("Beyond about 7.14 partitions") })
    }

    @Test func tooFewBrokersForTheReplicasAreExcused() throws {
        let refusal = try refusal(statedRequest { $0.brokers = 2 })
        #expect(refusal.excuses.map(\.constraint) == [.brokers])
        #expect(refusal.excuses.first?.demanded == 3)
        #expect(refusal.excuses.first?.available == 2)
    }

    @Test func morePartitionsThanAClusterCarriesAreExcused() throws {
        let refusal = try refusal(statedRequest { $0.throughputBytesPerSecond = 1e13 })
        #expect(refusal.excuses.map(\.constraint) == [.partitionsPerCluster])
    }

    @Test func moreReplicasThanBrokersCarryAreExcusedWhereBrokersAreGiven() throws {
        let big = statedRequest { $0.throughputBytesPerSecond = 60e9 }
        let refusal = try refusal(
            statedRequest {
                $0.throughputBytesPerSecond = 60e9
                $0.brokers = 3
            })
        #expect(refusal.excuses.map(\.constraint) == [.replicasPerBroker])
        let plan = try plan(big)
        #expect(plan.brokersMin == (plan.partitions * 3 + 3999) / 4000)
    }

    @Test func everyExcuseIsReported() throws {
        let refusal = try refusal(
            statedRequest {
                $0.topKeyShare = 0.5
                $0.brokers = 1
            })
        #expect(refusal.excuses.map(\.constraint) == [.hotKey, .hotKey, .brokers])
    }

    @Test func diskIsThroughputTimesRetentionTimesReplicas() throws {
        let plan = try plan(statedRequest { $0.retentionSeconds = 604_800 })
        let disk = try #require(plan.disk)
        #expect(abs(disk.bytes - 90.72e12) < 1)
        #expect(abs(disk.bytesWithHeadroom - 113.4e12) < 1)
        // With three replicas on three brokers each holds everything once.
        #expect(abs(disk.busiestBrokerBytes - 30.24e12) < 1)
    }

    @Test func networkCountsReplicasAndReaders() throws {
        let plan = try plan(
            statedRequest {
                $0.groups = 2
                $0.brokers = 4
            })
        #expect(plan.network.inBytesPerSecond == 150e6)
        #expect(plan.network.outBytesPerSecond == 200e6)
        // 24 replicas and 8 leaders on 4 brokers: 6 and 2 of 8 partitions on each.
        #expect(plan.network.busiestInBytesPerSecond == 37.5e6)
        #expect(plan.network.busiestOutBytesPerSecond == 50e6)
        let down = try #require(plan.networkOneBrokerDown)
        #expect(down.brokers == 3)
        #expect(down.inBytesPerSecond == 150e6)
        // 8 leaders on 3 brokers: 3 of 8 partitions on the busiest.
        #expect(down.busiestOutBytesPerSecond == 75e6)
    }

    @Test func aBrokerDownWithNoneToSpareLeavesFewerReplicas() throws {
        let down = try #require(try plan(statedRequest()).networkOneBrokerDown)
        #expect(down.brokers == 2)
        #expect(down.inBytesPerSecond == 100e6)
        #expect(down.outBytesPerSecond == 100e6)
    }

    @Test func aSingleBrokerHasNoFiguresForOneDown() throws {
        let plan = try plan(
            statedRequest {
                $0.survive = 0
                $0.stayWritable = 0
            })
        #expect(plan.acks == "1")
        #expect(plan.networkOneBrokerDown == nil)
        #expect(!plan.caveats.contains { $0.contains("fsync") })
    }

    @Test func durableSettingsSayWhatFsyncWouldCover() throws {
        let plan = try plan(statedRequest())
        #expect(plan.caveats.contains { $0.contains("power loss") && $0.contains("fsync") })
    }

    @Test func nearestFlippingInputComesFirst() throws {
        let plan = try plan(statedRequest())
        #expect(plan.flippingInputs.map(\.input) == [.throughput, .topKeyShare])
        #expect(abs(plan.flippingInputs[0].value - 64e6) < 1)
        #expect(abs(plan.flippingInputs[1].value - 0.04) < 1e-9)
        let skewed = try self.skewed()
        #expect(skewed.flippingInputs.map(\.input) == [.throughput, .topKeyShare])
    }

    private func skewed() throws -> Plan { try plan(statedRequest { $0.topKeyShare = 0.05 }) }

    /// The flip is exact: just below it the plan stands, just above it does not.
    @Test(arguments: [nil, 0.05, 0.02]) func planHoldsUpToTheFlippingThroughput(
        _ share: Double?
    ) throws {
        let original = try plan(statedRequest { $0.topKeyShare = share })
        let flip = try #require(original.flippingInputs.first { $0.input == .throughput })
        func needed(at throughput: Double) throws -> Int {
            try plan(
                statedRequest {
                    $0.topKeyShare = share
                    $0.throughputBytesPerSecond = throughput
                }
            ).partitionsMin
        }
        #expect(try needed(at: flip.value * 0.999) <= original.partitions)
        #expect(try needed(at: flip.value * 1.001) > original.partitions)
    }

    @Test func planHoldsUpToTheFlippingTopKeyShare() throws {
        let original = try plan(statedRequest())
        let flip = try #require(original.flippingInputs.first { $0.input == .topKeyShare })
        func needed(at share: Double) throws -> Int {
            try plan(statedRequest { $0.topKeyShare = share }).partitionsMin
        }
        #expect(try needed(at: flip.value * 0.999) <= original.partitions)
        #expect(try needed(at: flip.value * 1.001) > original.partitions)
    }
}
