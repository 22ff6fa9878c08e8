import Planner
import Testing

@Suite struct VerdictTests {
    private func kinds(_ plan: Plan) -> [PlanVerdict.Kind] { plan.verdicts.map(\.kind) }

    @Test func smallLoadOfOneGroupNeedsNoLog() throws {
        // 30 % of the lesser of 10 and 20 MB/s is 3 MB/s.
        let plan = try plan(statedRequest { $0.throughputBytesPerSecond = 2.9e6 })
        #expect(kinds(plan) == [.noLogNeeded, .onePartitionIsEnough])
        #expect(plan.verdicts[0].text.contains("SKIP LOCKED"))
        #expect(plan.verdicts[0].flip.hasPrefix("a peak of 3 MB/s or more"))
    }

    @Test(
        arguments: [
            { $0.throughputBytesPerSecond = 3.1e6 },
            { $0.groups = 2 },
            { $0.retentionSeconds = 3600 },
            { $0.serviceTimeSeconds = 1e-3 },
        ] as [@Sendable (inout PlanRequest) -> Void])
    func eachConditionAloneFlipsTheNoLogVerdict(
        _ change: @Sendable (inout PlanRequest) -> Void
    ) throws {
        let plan = try plan(
            statedRequest {
                $0.throughputBytesPerSecond = 2.9e6
                change(&$0)
            })
        #expect(!kinds(plan).contains(.noLogNeeded))
    }

    @Test func aScheduledBatchNeedsNoLog() throws {
        let batch = try plan(
            statedRequest {
                $0.throughputBytesPerSecond = 4e6
                $0.batchEverySeconds = 3600
            })
        #expect(kinds(batch) == [.batchIsEnough, .onePartitionIsEnough])
        #expect(batch.verdicts[0].text.contains("14.4 GB"))
        #expect(batch.verdicts[0].flip.contains("--batch-every"))
        let two = try plan(
            statedRequest {
                $0.batchEverySeconds = 3600
                $0.groups = 2
            })
        #expect(!kinds(two).contains(.batchIsEnough))
    }

    @Test func lookupsTakeATable() throws {
        let plan = try plan(
            statedRequest {
                $0.throughputBytesPerSecond = 4e6
                $0.isLookedUp = true
            })
        #expect(kinds(plan) == [.tableForLookups, .onePartitionIsEnough])
        #expect(plan.verdicts[0].flip.contains("--lookups"))
    }

    @Test func noRetentionAtAllKeepsTheNoLogVerdict() throws {
        let plan = try plan(
            statedRequest {
                $0.throughputBytesPerSecond = 1e6
                $0.retentionSeconds = 0
            })
        #expect(kinds(plan).contains(.noLogNeeded))
    }

    @Test func onePartitionIsEnoughUpToItsHeadroom() throws {
        let enough = try plan(statedRequest { $0.throughputBytesPerSecond = 8e6 })
        #expect(kinds(enough) == [.onePartitionIsEnough])
        #expect(enough.partitions == 1)
        #expect(enough.consumersPerGroup == 1)
        #expect(enough.verdicts[0].flip == "a peak above 8 MB/s")
        let more = try plan(statedRequest { $0.throughputBytesPerSecond = 8.1e6 })
        #expect(kinds(more).isEmpty)
        #expect(more.partitions == 2)
    }

    @Test func anInMemoryPartitionCountsNoMoreThanARealOneForNoLog() throws {
        let profile = MeasuredProfile(
            runs: [RunBuilder(ackedMegabytesPerSecond: 1000).run], results: "orders")
        var request = PlanRequest(throughput: .bytesPerSecond(2.9e6), recordBytes: 1000)
        #expect(kinds(try plan(request, profile: profile)).contains(.noLogNeeded))
        request.throughputBytesPerSecond = 3.1e6
        #expect(!kinds(try plan(request, profile: profile)).contains(.noLogNeeded))
    }

    @Test func sufficientPartitionsAreKept() throws {
        let plan = try plan(statedRequest { $0.currentPartitions = 7 })
        #expect(plan.partitions == 7)
        #expect(kinds(plan) == [.keepPartitions])
        #expect(plan.repartitioning == nil)
    }

    @Test func tooFewPartitionsMoveKeysToTheNewCount() throws {
        let plan = try plan(statedRequest { $0.currentPartitions = 6 })
        #expect(plan.partitions == 8)
        let moved = try #require(plan.repartitioning)
        // lcm(6, 8) = 24: 1 − 6/24.
        #expect(abs(moved.shareOfKeysMoved - 0.75) < 1e-12)
    }
}
