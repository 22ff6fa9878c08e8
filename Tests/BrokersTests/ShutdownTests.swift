import Brokers
import Messages
import Records
import Storage
import Testing

/// Closing and opening again.
@Suite struct ShutdownTests {
    private static let marker = "orders-0/" + CleanShutdownMarker.name
    private let topic = EngineDriver.topic()

    /// A closed cluster of three whose log holds 40 batches of a record each.
    private func closed() throws -> EngineDriver {
        let driver = EngineDriver(topic: topic)
        let probe = driver.addProbe()
        for _ in 0..<40 { _ = driver.produce(probe, try batch(bytes: 1000), acks: .all) }
        #expect(driver.run { probe.produced.count == 40 })
        driver.run(for: .seconds(1))
        for broker in driver.brokers { try broker.close() }
        return driver
    }

    @Test func aCleanCloseLeavesAMarkerThatTheNextOpeningTakes() throws {
        let before = try closed()
        #expect(before.disks.allSatisfy { $0.files[Self.marker] != nil })
        #expect(before.disks.allSatisfy { $0.openCount == 0 })
        let after = EngineDriver(disks: before.disks, topic: topic)
        #expect(after.disks.allSatisfy { $0.files[Self.marker] == nil })
        #expect(after.failures.isEmpty)
    }

    @Test func whatWasWrittenIsServedAgain() throws {
        let driver = EngineDriver(disks: try closed().disks, topic: topic)
        #expect(driver.toldLogEnds[driver.partition(0)] == Offset(40))
        let probe = driver.addProbe()
        driver.fetch(probe, from: 0)
        #expect(driver.run { !probe.fetched.isEmpty })
        #expect(try values(of: probe.fetched[0].response.batches).map(\.offset) == Array(0..<40))
        let request = driver.produce(probe, try batch(["next"]), acks: .all)
        #expect(driver.run { probe.isAnswered(request) })
        #expect(request.entries[0].baseOffset == Offset(40))
        #expect(driver.logBytes(0, 0) == driver.logBytes(1, 0))
    }

    /// With the marker an early batch is not verified; without it the log is cut there.
    @Test(arguments: [true, false])
    func theMarkerIsTrustedAndWithoutItTheLogIsVerified(hasMarker: Bool) throws {
        let before = try closed()
        for disk in before.disks {
            let segment = try #require(disk.segments(of: "orders-0").first)
            disk.files[segment]?.bytes[2 * 1100] ^= 0xFF
            if !hasMarker { try disk.unlink(Self.marker) }
        }
        let after = EngineDriver(disks: before.disks, topic: topic)
        for broker in 0..<3 {
            #expect(after.logEnd(broker, 0) == Offset(hasMarker ? 40 : 2))
        }
    }

    @Test func aLogThatFailedGetsNoMarkerAndTheOthersDo() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(partitions: 2, replicas: 1))
        let probe = driver.addProbe()
        driver.disks[0].refusal = { operation, path in
            operation == "write" && path.hasPrefix("orders-0/") ? 28 : nil
        }
        let request = driver.produce(probe, try batch(["a"]), acks: .leader)
        #expect(driver.run { probe.isAnswered(request) })
        try driver.brokers[0].close()
        #expect(driver.disks[0].files[Self.marker] == nil)
        #expect(driver.disks[0].files["orders-1/" + CleanShutdownMarker.name] != nil)
    }

    @Test func aLogThatCannotBeClosedLeavesTheOthersClosed() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(partitions: 3, replicas: 1))
        driver.disks[0].refusal = { _, path in path.hasPrefix("orders-1/") ? 5 : nil }
        #expect(throws: StorageError.self) { try driver.brokers[0].close() }
        let marked = (0..<3).filter {
            driver.disks[0].files["orders-\($0)/" + CleanShutdownMarker.name] != nil
        }
        #expect(marked == [0, 2])
    }
}
