import Planner
import RunResults
import Testing

/// Plans from measured rows: whose numbers, how far they reach.
@Suite struct MeasuredPlanTests {
    /// 100 MB/s on one partition and 240 MB/s on four, consumers keeping up.
    private let profile = MeasuredProfile(
        runs: [
            RunBuilder(partitions: 1, ackedMegabytesPerSecond: 100).run,
            RunBuilder(partitions: 4, ackedMegabytesPerSecond: 240).with {
                $0.dimensions.consumers = 4
            }.run,
        ], results: "Results/orders")

    private func request(_ megabytesPerSecond: Double) -> PlanRequest {
        PlanRequest(throughput: .bytesPerSecond(megabytesPerSecond * 1e6), recordBytes: 1000)
    }

    @Test func sourceNamesTheEmbeddedProfileAndItsFolder() throws {
        let source = try plan(request(50), profile: profile).source
        #expect(
            source.sentence
                == "Numbers used: embedded profile of a box (results Results/orders); an embedded "
                + "partition carries far more than a real cluster's, so trust the shape before "
                + "the size.")
    }

    @Test func statedRatesOverrideMeasuredOnes() throws {
        var request = request(50)
        request.perPartitionBytesPerSecond = 10e6
        let mixed = try plan(request, profile: profile)
        #expect(mixed.source.partition.origin == .stated)
        #expect(mixed.source.consumer?.origin == .embedded)
        #expect(
            mixed.source.sentence.hasPrefix(
                "Numbers used: per partition stated rates (--per-partition-throughput 10 MB/s); "
                    + "per consumer embedded profile of a box (results Results/orders)"))
        request.perConsumerBytesPerSecond = 20e6
        let stated = try plan(request, profile: profile)
        #expect(stated.source.results == nil)
        #expect(
            stated.source.sentence
                == "Numbers used: stated rates (--per-partition-throughput 10 MB/s, "
                + "--per-consumer-throughput 20 MB/s).")
    }

    @Test func measuredRatesSizeThePlan() throws {
        // 150 / 80 = 1.9 partitions, 150 / 70 = 2.1, and with one consumer down 2 · 150/100 = 3.
        let plan = try plan(request(150), profile: profile)
        #expect(plan.partitions == 3)
        #expect(plan.consumersPerGroup == 3)
        #expect(plan.bindingConstraint == .oneConsumerDown)
        #expect(!plan.caveats.contains { $0.hasPrefix("Extrapolated") })
    }

    @Test func targetBeyondWhatWasMeasuredIsFlagged() throws {
        let plan = try plan(request(300), profile: profile)
        #expect(
            plan.caveats.contains {
                $0.hasPrefix("Extrapolated: measured-produce-range asks 300 MB/s")
            })
    }

    @Test func targetBeyondOneAndAHalfTimesWhatWasMeasuredIsRefused() throws {
        let refusal = try refusal(request(361), profile: profile)
        #expect(refusal.excuses.map(\.constraint) == [.measuredProduce, .measuredConsume])
        #expect(abs((refusal.excuses.first?.available ?? 0) - 360e6) < 1)
        #expect(refusal.excuses.first?.help.contains("--per-partition-throughput") == true)
    }

    @Test func statedRatesReachAsFarAsTheyAreStated() throws {
        var request = request(1000)
        request.perPartitionBytesPerSecond = 100e6
        request.perConsumerBytesPerSecond = 100e6
        // 1000 / 80 = 12.5, 1000 / 70 = 14.3, and with one consumer down 2 · 1000/100 = 20.
        #expect(try plan(request, profile: profile).partitions == 20)
    }

    @Test func moreGroupsThanWereMeasuredReadBeyondTheRange() throws {
        var request = request(100)
        request.groups = 4
        let refusal = try refusal(request, profile: profile)
        #expect(refusal.excuses.map(\.constraint) == [.measuredConsume])
        #expect(refusal.excuses.first?.demanded == 400e6)
    }

    @Test func partitionsBeyondTheMeasuredCountsAreFlagged() throws {
        let profile = MeasuredProfile(runs: [RunBuilder().run], results: "one")
        let plan = try plan(request(90), profile: profile)
        #expect(plan.partitions == 2)
        #expect(plan.caveats.contains { $0.contains("no row at this setting has more than 1") })
    }

    @Test func otherRecordSizesAreRemarkedOnBeyondTwice() throws {
        var request = request(10)
        request.recordBytes = 499
        let remark = "was measured with records of 1000 B, not 499 B"
        #expect(try plan(request, profile: profile).caveats.contains { $0.contains(remark) })
        request.recordBytes = 500
        let caveats = try plan(request, profile: profile).caveats
        #expect(!caveats.contains { $0.contains("was measured with records") })
    }

    @Test func flippingThroughputOutOfReachOfTheMeasurementsSaysSo() throws {
        // Current partitions are kept: 4 carry 280 MB/s, and the rows reach 1.5 · 100 MB/s.
        var wide = request(90)
        wide.currentPartitions = 4
        let one = MeasuredProfile(runs: [RunBuilder().run], results: "one")
        let far = try #require(try plan(wide, profile: one).flippingInputs.first)
        #expect(far.text.hasSuffix("above 150 MB/s it is too far from what was measured"))
        let near = try #require(try plan(request(50), profile: one).flippingInputs.first)
        #expect(near.text == "above 70 MB/s (1.4 times the request) 1 partition no longer does")
    }

    @Test func latencyFarBelowTheTargetIsNotTakenForIt() throws {
        let slow = RunBuilder(partitions: 4, ackedMegabytesPerSecond: 20).with {
            $0.dimensions.rate = "20000"
            $0.publishMilliseconds = 2
        }
        let profile = MeasuredProfile(
            runs: [RunBuilder().run, slow.run], results: "orders")
        let remark = "The nearest measured latency is that at 20,000 records/s"
        let far = try plan(request(31), profile: profile)
        #expect(far.latency?.recordsPerSecond == 20_000)
        #expect(far.caveats.contains { $0.hasPrefix(remark) })
        let near = try plan(request(29), profile: profile)
        #expect(!near.caveats.contains { $0.hasPrefix(remark) })
    }
}
