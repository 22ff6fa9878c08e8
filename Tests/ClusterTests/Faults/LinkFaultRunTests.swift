import Client
import Cluster
import Faults
import Messages
import Platform
import Records
import Testing

/// Clusters whose links are cut, lossy, slow or doubling.
@Suite(.serialized, .timeLimit(.minutes(4))) struct LinkFaultRunTests {
    private static let leader = LinkEnd.broker(.leader(PartitionIndex(0)))

    /// A running cluster that writes, until `body` has done its work; then all that was
    /// acknowledged must be there.
    private func withLoad(
        shards: Int = 1, idempotent: Bool = true, acks: Acks = .all,
        _ change: (inout ClusterConfiguration, inout TopicConfiguration) -> Void = { _, _ in },
        _ body: (TestCluster, NumberedWriter) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(
                in: directory, partitions: 2, shards: shards, change)
            let writer = test.addWriter(
                records: 1_000_000_000, acks: acks, interval: .milliseconds(1)
            ) {
                $0.isIdempotent = idempotent
                $0.requestTimeout = .milliseconds(300)
                $0.batchBytes = 500
            }
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            try body(test, writer)
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            for partition in 0..<2 {
                #expect(try test.missingRecords(of: partition).count == 0)
            }
            #expect(test.cluster.gauges.storageFailure == nil)
        }
    }

    /// How often each of the writer's records stands in the final logs, at most.
    private func copies(_ test: TestCluster) throws -> Int {
        var most = 0
        for partition in 0..<test.partitions {
            var counts: [UInt64: Int] = [:]
            for record in try test.finalRecords(of: partition) {
                counts[record.sequence, default: 0] += 1
            }
            most = max(most, counts.values.max() ?? 0)
        }
        return most
    }

    @Test func aLeaderThatIsCutFromItsFollowersCommitsNothing() throws {
        try withLoad {
            $0.replicaLagTimeMax = .milliseconds(200)
            $0.sessionTimeout = .seconds(20)
            $1.minInsyncReplicas = 2
        } _: { test, writer in
            let cut = FaultAction.cut(LinkTarget(from: Self.leader, to: .brokers))
            test.strike(cut, healAfter: .milliseconds(900))
            #expect(test.waiter.wait { test.cluster.gauges.inSyncCount(of: .init(0)) == 1 })
            #expect(test.waiter.wait { test.cluster.gauges.counts.minInSyncRejections > 0 })
            // The controller hears it still: it goes on leading.
            #expect(test.cluster.gauges.counts.elections == 0)
            #expect(test.waitForInSync(3))
            let strike = try #require(test.cluster.gauges.strikes.first)
            #expect(strike.kind == .cut && strike.broker == BrokerID(0))
        }
    }

    @Test(arguments: [1, 2])
    func aLeaderThatIsCutFromEveryoneIsReplaced(shards: Int) throws {
        try withLoad(shards: shards) { test, writer in
            let cut = FaultAction.cut(LinkTarget(from: .everyone, to: Self.leader))
            test.strike(cut, healAfter: .milliseconds(1200))
            #expect(test.waiter.wait { test.cluster.gauges.counts.elections >= 1 })
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 100 })
            #expect(test.waitForInSync(3))
            #expect(test.cluster.gauges.counts.fencedBrokers >= 1)
        }
    }

    @Test func lossDelayAndRepetitionLoseAndRepeatNothing() throws {
        try withLoad { test, writer in
            let all = LinkTarget(from: .everyone, to: .everyone)
            test.strike(.lose(all, share: 0.02), healAfter: .milliseconds(1000))
            test.strike(.duplicate(all, share: 0.3), healAfter: .milliseconds(1000))
            test.strike(.delay(all, by: .milliseconds(1)), healAfter: .milliseconds(1000))
            #expect(test.waiter.wait { test.cluster.gauges.strikes.count == 3 })
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 500 })
            #expect(test.waitForInSync(3))
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            let most = try copies(test)
            #expect(most == 1)
        }
    }

    @Test func aRepeatedRequestOfAProducerWithoutIdempotenceIsAppendedTwice() throws {
        try withLoad(idempotent: false) { test, writer in
            let requests = LinkTarget(from: .clients, to: .brokers, isOneWay: true)
            test.strike(.duplicate(requests, share: 1), healAfter: .milliseconds(200))
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 400 })
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            let most = try copies(test)
            #expect(most == 2)
        }
    }

    @Test func aDelayIsFeltOnItsLinkAlone() throws {
        try withLoad(acks: .leader) { test, writer in
            let begin = Instant(MonotonicClock.now)
            let target = LinkTarget(from: Self.leader, to: .clients, isOneWay: true)
            test.strike(.delay(target, by: .milliseconds(40)), healAfter: .milliseconds(400))
            #expect(test.waiter.wait { Instant(MonotonicClock.now) - begin > .milliseconds(500) })
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            let during = writer.completions.filter {
                $0.sendTime > begin + .milliseconds(50)
                    && $0.sendTime < begin + .milliseconds(300)
            }
            let slow = during.filter { $0.partition == 0 }
            let other = during.filter { $0.partition == 1 }
            #expect(slow.count > 5)
            #expect(slow.allSatisfy { $0.time - $0.sendTime >= .milliseconds(40) })
            #expect(other.contains { $0.time - $0.sendTime < .milliseconds(40) })
        }
    }
}
