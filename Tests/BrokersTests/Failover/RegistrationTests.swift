import Brokers
import Messages
import Records
import Storage
import Testing

/// Shutting down and registering.
@Suite struct RegistrationTests {
    private func driver(replicas: Int, brokers: Int = 3) -> EngineDriver {
        EngineDriver(
            brokers: brokers, settings: .quick, control: .quick,
            topic: EngineDriver.topic(partitions: 2, replicas: replicas))
    }

    /// Nobody else can lead: it is let go all the same, and leads again when it is back.
    @Test func theOnlyReplicaIsLetGo() throws {
        let driver = driver(replicas: 1, brokers: 1)
        try driver.write(["a"])
        try driver.shutDown(0)
        #expect(driver.presentLeader(of: 0) == nil)
        driver.start(0)
        #expect(driver.run { driver.presentLeader(of: 0) == 0 })
        driver.run(for: .milliseconds(10))
        #expect(try driver.write(["b"])?.baseOffset == Offset(1))
    }

    /// What was on its way to an earlier start of the broker says nothing to the next one.
    @Test func anIncarnationHearsOnlyWhatIsMeantForIt() throws {
        let driver = driver(replicas: 3)
        let old = driver.leader(of: 0)
        let stale = driver.state(of: 0)
        let epoch = try #require(driver.brokers[old].brokerEpoch)
        driver.kill(old)
        driver.start(old)
        let update = MetadataUpdate(
            brokerEpoch: epoch, after: 0, version: 1, partitions: [(stale, driver.topic)])
        driver.schedule(.toBroker(old, .metadata(update)), at: driver.now)
        driver.schedule(
            .toBroker(old, .registered(BrokerRegistered(incarnation: 0, brokerEpoch: 0))),
            at: driver.now)
        driver.afterEvent = {
            if case .leader(.initial, _, _) = driver.brokers[old].view(of: stale.partition)?.role {
                Issue.record("it leads in an epoch of its former life")
            }
        }
        #expect(driver.settles())
        #expect(driver.brokers[old].brokerEpoch == 1)
    }

    @Test func aRegistrationIsRepeatedTillItIsAnsweredAndTakenOnce() throws {
        let driver = driver(replicas: 3)
        var registrations = 0
        driver.isLost = { _, what in
            switch what {
            case .toController(.register):
                registrations += 1
                return registrations < 3
            case .toBroker(_, .registered): return registrations < 5
            default: return false
            }
        }
        driver.kill(1)
        driver.start(1)
        #expect(driver.settles())
        #expect(registrations == 5)
        #expect(driver.brokers[1].brokerEpoch == 1)
        #expect(driver.epoch(of: driver.leader(of: 0) == 1 ? 0 : 1) == LeaderEpoch(1))
    }

    /// A broker that ends while its logs cannot all be closed was not shut down cleanly.
    @Test func aLogThatCannotBeClosedMakesTheEndUnclean() throws {
        let driver = driver(replicas: 2)
        driver.disks[1].refusal = { operation, path in
            operation == "sync" && path.hasPrefix("orders-1/") ? 5 : nil
        }
        #expect(throws: StorageError.self) { try driver.shutDown(1) }
        driver.disks[1].refusal = { _, _ in nil }
        driver.kill(1)
        var wasClean: Bool?
        driver.isLost = { _, what in
            if case .toController(.register(let registration)) = what {
                wasClean = registration.isClean
            }
            return false
        }
        driver.start(1)
        #expect(driver.settles())
        #expect(wasClean == false)
    }

    /// A marker speaks for the start right after it, not for a later one.
    @Test func anOldMarkerIsNotBelieved() throws {
        let disk = MemoryDisk()
        try BrokerShutdownMarker.write(listener: 0, incarnation: 3, disk: disk)
        #expect(try BrokerShutdownMarker.take(listener: 1, disk: disk) == nil)
        let broker = Broker(
            id: BrokerID(0), incarnation: 5, settings: BrokerSettings(), disk: disk,
            pool: BufferPool(), now: Instant(0))
        var effects = BrokerEffects()
        broker.tick(now: Instant(0), effects: &effects)
        #expect(
            effects.toController == [
                .register(BrokerRegistration(broker: BrokerID(0), incarnation: 5, isClean: false))
            ])
        #expect(try BrokerShutdownMarker.take(listener: 0, disk: disk) == nil)
    }

    /// A controller that was stopped itself takes nobody for dead.
    @Test func aControllerThatSleptForgives() {
        let brokers = (0..<2).map { BrokerID($0) }
        var controller = Controller(brokers: brokers, settings: .quick, now: Instant(0))
        var effects = ControllerEffects()
        let late = Instant(0) + .seconds(60)
        controller.tick(now: late, effects: &effects)
        #expect(brokers.allSatisfy { controller.isLive($0) })
        controller.tick(now: late + .seconds(1), effects: &effects)
        #expect(!brokers.contains { controller.isLive($0) })
        #expect(effects.events == brokers.map { .brokerFenced($0) })
    }
}
