import Client
import Cluster
import Faults
import Messages
import Platform
import Records
import Testing

/// Disks that fill up, fail, slow down, rot and lose power under load.
@Suite(.serialized, .timeLimit(.minutes(4))) struct DiskFaultTests {
    private static let leader = BrokerTarget.leader(PartitionIndex(0))
    private static let follower = BrokerTarget.follower(PartitionIndex(0))

    @Test(arguments: [FaultAction.diskFull(leader), .diskError(leader), .diskError(follower)])
    func aDiskThatRefusesCostsAReplicaAndNoRecord(action: FaultAction) throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(in: directory, faults: [action])
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                $0.isIdempotent = true
            }
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            test.strike(action, healAfter: .milliseconds(300))
            #expect(test.waitForInSync(2))
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 100 })
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(writer.completions.allSatisfy { $0.error == .none })
            #expect(try test.missingRecords(of: 0).count == 0)
            #expect(test.cluster.gauges.storageFailure == nil)
            try test.cluster.close()
        }
    }

    @Test func aRestartBringsALogBackThatHadFailed() throws {
        try withTemporaryDirectory { directory in
            let full = FaultAction.diskFull(Self.follower)
            let test = try TestCluster.failingOver(in: directory, faults: [full])
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(1)) {
                $0.isIdempotent = true
            }
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 100 })
            test.strike(full, healAfter: .milliseconds(50))
            #expect(test.waitForInSync(2))
            let broker = try #require(test.cluster.gauges.strikes.first?.broker)
            test.strike(.restart(.broker(broker)), healAfter: .milliseconds(100))
            #expect(test.waitForInSync(3))
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            #expect(try test.missingRecords(of: 0).count == 0)
            #expect(test.cluster.gauges.storageFailure == nil)
        }
    }

    /// Faults do not cover for the machine.
    @Test func aFailureOfTheMachineIsStillToldOf() throws {
        try withTemporaryDirectory { directory in
            let full = FaultAction.diskFull(.broker(BrokerID(1)))
            let test = try TestCluster.failingOver(
                in: directory, replicas: 1, faults: [full, .powerLoss(.broker(BrokerID(1)))]
            ) { $1.segmentBytes = 20_000 }
            let writer = test.addWriter(records: 1_000_000_000) {
                $0.deliveryTimeout = .milliseconds(500)
            }
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 0 })
            test.strike(full)
            let leader = test.cluster.partitions[0].leader
            try FileSystem.rename("\(directory)/broker-\(leader)", to: "\(directory)/gone")
            #expect(test.waiter.wait { test.cluster.gauges.storageFailure != nil })
            writer.stop()
            test.cluster.stop()
        }
    }

    @Test func aSlowDiskHoldsUpItsBrokerAndNoOther() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster.failingOver(
                in: directory, partitions: 2, replicas: 1)
            let writer = test.addWriter(records: 1_000_000_000, interval: .milliseconds(2)) {
                $0.batchBytes = 200
            }
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now > 50 })
            let begin = Instant(MonotonicClock.now)
            test.strike(
                .slowDisk(Self.leader, delay: .milliseconds(30)), healAfter: .milliseconds(600))
            #expect(test.waiter.wait { Instant(MonotonicClock.now) - begin > .milliseconds(700) })
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            let during = writer.completions.filter {
                $0.sendTime > begin + .milliseconds(50)
                    && $0.sendTime < begin + .milliseconds(500)
            }
            let slow = during.filter { $0.partition == 0 }
            let quick = during.filter { $0.partition == 1 && $0.latency < .milliseconds(30) }
            #expect(slow.count > 5 && slow.allSatisfy { $0.latency >= .milliseconds(30) })
            #expect(quick.count > 5)
            #expect(writer.isInOrder)
            try test.cluster.close()
        }
    }

    @Test(arguments: [("orders", "orders-0"), ("../a / b", "..-a-b-0")])
    func bitRotFlipsOneBitOfOneCopy(name: String, folder: String) throws {
        try withTemporaryDirectory { directory in
            let rot = FaultAction.bitRot(Self.follower)
            let test = try TestCluster.failingOver(in: directory, faults: [rot]) { $1.name = name }
            let writer = test.addWriter(records: 500)
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now == 500 })
            #expect(test.waitForInSync(3))
            test.strike(rot)
            #expect(test.waiter.wait { test.cluster.gauges.strikes.count == 1 })
            test.cluster.runOnWorkers {}
            test.cluster.stop()
            let logs = try (0..<3).map { broker in
                let disk = FileDisk(root: "\(directory)/broker-\(broker)")
                return try #require(try disk.bytes(of: "\(folder)/00000000000000000000.log"))
            }
            let broker = try #require(test.cluster.gauges.strikes.first?.broker)
            let sound = (0..<3).filter { $0 != broker.index }
            let areAlike = logs[sound[0]] == logs[sound[1]]
            #expect(areAlike)
            let final = try test.cluster.finalLogs.read(PartitionIndex(0)) { _ in }.extent
            #expect(final.records > 0)
            let flipped = zip(logs[broker.index], logs[sound[0]])
                .reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            #expect(flipped == 1 && logs[broker.index].count == logs[sound[0]].count)
        }
    }

    @Test func whatALeaderOfARottenLogCannotReadIsCounted() throws {
        try withTemporaryDirectory { directory in
            let rot = FaultAction.bitRot(.leader(PartitionIndex(0)))
            let test = try TestCluster.failingOver(in: directory, replicas: 1, faults: [rot])
            let writer = test.addWriter(records: 500)
            try test.cluster.start()
            #expect(test.waiter.wait { writer.completed.now == 500 })
            test.strike(rot)
            #expect(test.waiter.wait { test.cluster.gauges.strikes.count == 1 })
            test.cluster.runOnWorkers {}
            test.cluster.stop()
            let extent = try test.cluster.finalLogs.read(PartitionIndex(0)) { _ in }.extent
            #expect(extent.harmedBatches > 0 || extent.logEnd == Offset(500))
            #expect(extent.records <= 500)
        }
    }

    /// RF 1: what was synced before its acknowledgement is there after every power loss.
    @Test func aSyncedRecordSurvivesPowerLoss() throws {
        try withTemporaryDirectory { directory in
            let loss = FaultAction.powerLoss(.leader(PartitionIndex(1)))
            let test = try TestCluster.failingOver(
                in: directory, partitions: 2, replicas: 1, shards: 2, faults: [loss]
            ) { configuration, topic in
                configuration.seed = 5
                configuration.network.roundTripTime = .milliseconds(1)
                topic.flushMessages = 1
                topic.segmentBytes = 20_000
            }
            let writer = test.addWriter(
                records: 1_000_000_000, acks: .leader, interval: .microseconds(300))
            try test.cluster.start()
            for strike in 1...5 {
                let seen = writer.completed.now
                #expect(test.waiter.wait { writer.completed.now > seen + 200 })
                test.strike(loss, healAfter: .milliseconds(350))
                #expect(test.waiter.wait { test.cluster.gauges.strikes.count == strike })
            }
            let seen = writer.completed.now
            #expect(test.waiter.wait { writer.completed.now > seen + 200 })
            writer.stop()
            #expect(test.waitForOutcomes())
            test.cluster.stop()
            for partition in 0..<2 {
                #expect(try test.missingRecords(of: partition).count == 0)
            }
            #expect(test.cluster.gauges.storageFailure == nil)
        }
    }

    @Test func withoutASyncPowerLossTakesAcknowledgedRecords() throws {
        try withTemporaryDirectory { directory in
            let loss = FaultAction.powerLoss(Self.leader)
            let test = try TestCluster.failingOver(in: directory, replicas: 1, faults: [loss])
            let writer = test.addWriter(
                records: 1_000_000_000, acks: .all, interval: .microseconds(300))
            try test.cluster.start()
            for strike in 1...2 {
                let seen = writer.completed.now
                #expect(test.waiter.wait { writer.completed.now > seen + 300 })
                test.strike(loss, healAfter: strike == 1 ? .milliseconds(350) : nil)
                #expect(test.waiter.wait { test.cluster.gauges.strikes.count == strike })
            }
            writer.stop()
            test.cluster.stop()
            #expect(try test.missingRecords(of: 0).count > 0)
            #expect(test.cluster.gauges.storageFailure == nil)
            let copy = try test.cluster.finalLogs.read(PartitionIndex(0)) { _ in }
            #expect(!copy.isServed && copy.broker == BrokerID(0))
            #expect(test.cluster.gauges.strikes.allSatisfy { !$0.isMissed })
            try test.cluster.close()
        }
    }
}

extension NumberedWriter.Completion {
    fileprivate var latency: Nanoseconds { time - sendTime }
}
