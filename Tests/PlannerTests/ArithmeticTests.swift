import Planner
import Testing

/// The formulas of the planner with numbers worked by hand.
@Suite struct ArithmeticTests {
    @Test(arguments: [(12, 24, 0.5), (12, 18, 2.0 / 3), (12, 13, 12.0 / 13), (6, 6, 0)])
    func keysMovedIsOneMinusSmallerOverLeastCommonMultiple(
        _ from: Int, _ to: Int, _ share: Double
    ) {
        #expect(abs(Repartitioning.shareOfKeysMoved(from: from, to: to) - share) < 1e-12)
        #expect(abs(Repartitioning.shareOfKeysMoved(from: to, to: from) - share) < 1e-12)
    }

    @Test func keysMovedRoundsToThePublishedPercentages() {
        #expect(Figure.percent(Repartitioning.shareOfKeysMoved(from: 12, to: 24)) == "50 %")
        #expect(Figure.percent(Repartitioning.shareOfKeysMoved(from: 12, to: 18)) == "66.7 %")
        #expect(Figure.percent(Repartitioning.shareOfKeysMoved(from: 12, to: 13)) == "92.3 %")
    }

    @Test func raoTakesTheLargerOfProduceAndConsume() {
        #expect(PartitionCount.rao(target: 100, partition: 10, consumer: 20) == 10)
        #expect(PartitionCount.rao(target: 100, partition: 20, consumer: 10) == 10)
        #expect(PartitionCount.rao(target: 101, partition: 10, consumer: nil) == 11)
        #expect(PartitionCount.rao(target: 1, partition: 10, consumer: 20) == 1)
    }

    @Test func consumersAreServiceTimeTimesRateOverUtilisation() {
        // 200 µs at 50,000/s keeps 10 consumers busy; at 70 % that is 14.3.
        #expect(
            PartitionCount.consumers(
                recordsPerSecond: 50_000, serviceTimeSeconds: 200e-6, utilisation: 0.7) == 15)
        // 7 busy consumers at 70 % are exactly 10, whatever the floating point says.
        #expect(
            PartitionCount.consumers(
                recordsPerSecond: 35_000, serviceTimeSeconds: 200e-6, utilisation: 0.7) == 10)
        #expect(
            PartitionCount.consumers(
                recordsPerSecond: 1, serviceTimeSeconds: 200e-6, utilisation: 0.7) == 1)
    }

    @Test func roundedUpCountsHaveAsManyDivisorsAsAnyBelow() {
        let counts = (1...60).map(PartitionCount.roundedUp)
        var distinct: [Int] = []
        for count in counts where distinct.last != count { distinct.append(count) }
        #expect(distinct == [1, 2, 3, 4, 6, 8, 10, 12, 18, 20, 24, 30, 36, 48, 60])
        #expect(zip(1...60, counts).allSatisfy { $0 <= $1 && $1 < 2 * $0 })
        #expect(PartitionCount.roundedUp(61) == 72)
    }

    @Test func divisorsAreAscending() {
        #expect(PartitionCount.divisors(of: 12) == [1, 2, 3, 4, 6, 12])
        #expect(PartitionCount.divisors(of: 13) == [1, 13])
    }

    @Test func oneConsumerDownLeavesTheRestTheCeiling() {
        #expect(PartitionCount.partitionsWithOneDown(12, consumers: 6) == 3)
        #expect(PartitionCount.partitionsWithOneDown(12, consumers: 12) == 2)
        #expect(PartitionCount.partitionsWithOneDown(12, consumers: 2) == 12)
    }

    @Test func oneFailureEachWayIsThreeReplicasTwoInSyncAndAcksAll() {
        let durability = Durability(survive: 1, stayWritable: 1)
        #expect(durability.replicationFactor == 3)
        #expect(durability.minInsyncReplicas == 2)
        #expect(durability.acks == "all")
    }

    @Test func noFailureIsOneReplicaAndAcksOne() {
        let durability = Durability(survive: 0, stayWritable: 0)
        #expect(durability.replicationFactor == 1)
        #expect(durability.minInsyncReplicas == 1)
        #expect(durability.acks == "1")
    }

    @Test func twoToSurviveAndOneToStayWritableIsFourReplicasThreeInSync() {
        let durability = Durability(survive: 2, stayWritable: 1)
        #expect(durability.replicationFactor == 4)
        #expect(durability.minInsyncReplicas == 3)
    }

    @Test func hottestPartitionTakesTheTopKeyAndItsShareOfTheRest() {
        let skew = KeySkew(topKeyShare: 0.1)
        #expect(abs(skew.share(ofPartitions: 1, among: 10) - 0.19) < 1e-12)
        #expect(abs(skew.share(ofPartitions: 2, among: 10) - 0.28) < 1e-12)
        #expect(skew.share(ofPartitions: 10, among: 10) == 1)
        #expect(KeySkew(topKeyShare: 0).share(ofPartitions: 1, among: 4) == 0.25)
    }

    @Test func usefulPartitionsAreOneOverTheTopShare() {
        #expect(KeySkew(topKeyShare: 0.05).usefulPartitions == 20)
        #expect(KeySkew(topKeyShare: 0).usefulPartitions == nil)
    }

    @Test func partitionsForASkewedLoadInvertTheHottestShare() throws {
        let skew = KeySkew(topKeyShare: 0.1)
        let needed = try #require(skew.partitionsNeeded(count: 1, shareMax: 0.19))
        #expect(abs(needed - 10) < 1e-9)
        #expect(skew.partitionsNeeded(count: 1, shareMax: 0.1) == nil)
        #expect(skew.partitionsNeeded(count: 1, shareMax: 1) == 1)
    }
}
