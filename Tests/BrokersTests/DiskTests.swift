import Brokers
import Messages
import Records
import Storage
import Testing

/// What a broker makes of a disk that is slow or refuses.
@Suite struct DiskTests {
    @Test func aFailedWriteTakesTheReplicaOffline() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(partitions: 2, replicas: 1))
        let probe = driver.addProbe()
        let before = driver.produce(probe, try batch(["kept"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(before) })
        driver.disks[0].refusal = { operation, path in
            operation == "write" && path.hasPrefix("orders-0/") ? 28 : nil
        }
        let failed = (0..<3).map { number in
            (try? batch(["lost \(number)"])).map { driver.produce(probe, $0, acks: .leader) }
        }.compactMap { $0 }
        #expect(driver.run { failed.allSatisfy { probe.isAnswered($0) } })
        driver.disks[0].refusal = { _, _ in nil }
        let late = driver.produce(probe, try batch(["late"]), acks: .all)
        let other = driver.produce(probe, partition: 1, try batch(["other"]), acks: .all)
        #expect(driver.run { probe.isAnswered(late) && probe.isAnswered(other) })
        for request in failed + [late] {
            #expect(request.entries[0].error == .kafkaStorageError)
            #expect(probe.answers(to: request) == 1)
        }
        #expect(other.entries[0].error == .none)
        #expect(driver.logEnd(0, 0) == Offset(1))
        #expect(
            driver.failures.first
                == .disk(
                    operation: "write",
                    path: try #require(
                        driver.disks[0].segments(of: "orders-0").first), code: 28))
        driver.fetch(probe, from: 0)
        #expect(driver.run { !probe.fetched.isEmpty })
        #expect(probe.fetched[0].response.error == .kafkaStorageError)
        #expect(driver.state(of: 0).leader == nil)
    }

    @Test func aNameWithSlashesIsNoPath() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(replicas: 1) { $0.name = "../1 topic / 1Kb" })
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["kept"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(driver.disks[0].segments(of: "..-1-topic-1Kb-0").count == 1)
    }

    @Test func aSegmentThatCannotBeBegunIsToldOf() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(replicas: 1) { $0.segmentBytes = 200 })
        let probe = driver.addProbe()
        let first = driver.produce(probe, try batch(bytes: 100), acks: .leader)
        #expect(driver.run { probe.isAnswered(first) })
        driver.disks[0].refusal = { operation, _ in operation == "open" ? 2 : nil }
        let buffer = try batch(bytes: 100)
        let second = driver.produce(probe, buffer, acks: .leader)
        #expect(driver.run { probe.isAnswered(first) && probe.isAnswered(second) })
        #expect(first.entries[0].error == .none)
        #expect(second.entries[0].error == .kafkaStorageError)
        #expect(second.entries[0].batch === buffer)
        #expect(!driver.failures.isEmpty)
    }

    @Test func aLogThatCannotBeOpenedIsToldOf() throws {
        let disk = MemoryDisk()
        disk.refusal = { operation, _ in operation == "create a directory" ? 13 : nil }
        let driver = EngineDriver(
            brokers: 1, disks: [disk], topic: EngineDriver.topic(replicas: 1))
        #expect(
            driver.failures == [
                .disk(operation: "create a directory", path: "orders-0", code: 13)
            ])
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run(within: .seconds(1)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .unknownTopicOrPartition)
    }

    @Test func aFollowerWhoseDiskFailsLeavesTheInSyncSet() throws {
        let driver = EngineDriver(settings: .quick, topic: EngineDriver.topic(minInsync: 2))
        let probe = driver.addProbe()
        let broken = driver.followers(of: 0)[0]
        driver.disks[broken].refusal = { operation, _ in operation == "write" ? 5 : nil }
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        #expect(!driver.state(of: 0).inSyncReplicas.contains(BrokerID(broken)))
        #expect(driver.logEnd(broken, 0) == .zero)
        driver.run(for: .seconds(10))
        #expect(driver.state(of: 0).inSyncReplicas.count == 2)
    }

    @Test func aRefusedReadIsAStorageErrorAndNothingElse() throws {
        let driver = EngineDriver(brokers: 1, topic: EngineDriver.topic(replicas: 1))
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        driver.disks[0].refusal = { operation, _ in operation == "read" ? 5 : nil }
        for _ in 0..<3 { driver.fetch(probe, from: 0) }
        #expect(driver.run { probe.fetched.count == 3 })
        driver.disks[0].refusal = { _, _ in nil }
        driver.fetch(probe, from: 0)
        #expect(driver.run { probe.fetched.count == 4 })
        let errors = probe.fetched.map(\.response.error)
        #expect(errors == [.kafkaStorageError, .kafkaStorageError, .kafkaStorageError, .none])
        #expect(driver.failures.count == 3)
        let after = driver.produce(probe, try batch(["b"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(after) })
        #expect(after.entries[0].error == .none)
    }

    @Test func bytesThatFrameNoBatchAreAStorageError() throws {
        let driver = EngineDriver(brokers: 1, topic: EngineDriver.topic(replicas: 1))
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        let segment = try #require(driver.disks[0].segments(of: "orders-0").first)
        driver.disks[0].files[segment]?.bytes[16] = 9
        driver.fetch(probe, from: 0)
        #expect(driver.run(within: .seconds(2)) { !probe.fetched.isEmpty })
        #expect(probe.fetched.first?.response.error == .kafkaStorageError)
        #expect(driver.failures.count == 1)
    }

    @Test(arguments: [1, 3])
    func withFlushMessagesTheSyncComesBeforeTheAcknowledgement(replicas: Int) throws {
        let driver = EngineDriver(
            topic: EngineDriver.topic(replicas: replicas) { $0.flushMessages = 1 })
        let probe = driver.addProbe()
        driver.diskDelay = { _, operation in
            if case .sync = operation { return .milliseconds(10) }
            return .zero
        }
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        driver.run(for: .milliseconds(10))
        #expect(!probe.isAnswered(request))
        #expect(driver.disks[driver.leader(of: 0)].syncCount == 0)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        for broker in driver.replicas(of: 0) { #expect(driver.disks[broker].syncCount >= 1) }
    }

    @Test func aFailedSyncFailsTheSend() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(replicas: 1) { $0.flushMessages = 1 })
        let probe = driver.addProbe()
        driver.disks[0].refusal = { operation, _ in operation == "sync" ? 5 : nil }
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].error == .kafkaStorageError)
        #expect(driver.logEnd(0, 0) == .zero)
    }

    @Test func withFlushTimeRecordsAreSyncedInTime() throws {
        let driver = EngineDriver(
            topic: EngineDriver.topic { $0.flushInterval = .milliseconds(300) })
        let probe = driver.addProbe()
        let request = driver.produce(probe, try batch(["a"]), acks: .all)
        driver.run(for: .milliseconds(290))
        #expect(probe.isAnswered(request))
        #expect(driver.disks.allSatisfy { $0.syncCount == 0 })
        driver.run(for: .milliseconds(60))
        #expect(driver.disks.allSatisfy { $0.syncCount == 1 })
        driver.run(for: .seconds(5))
        #expect(driver.disks.allSatisfy { $0.syncCount == 1 })
    }
}
