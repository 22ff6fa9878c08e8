import Brokers
import Messages
import Records
import Storage
import Testing

/// Batches of idempotent producers: each is stored once and in order, whoever leads.
@Suite struct IdempotentProduceTests {
    private let none = Messages.ErrorCode.none
    private let driver = EngineDriver(
        settings: .quick, control: .quick, topic: EngineDriver.topic(minInsync: 2))

    private func failOver() {
        let old = driver.presentLeader(of: 0) ?? -1
        driver.kill(old)
        #expect(driver.run { driver.presentLeader(of: 0).map { $0 != old } == true })
        driver.run(for: .milliseconds(10))
    }

    @Test(arguments: [Acks.leader, .all])
    func aBatchThatComesAgainGetsItsFirstOffset(acks: Acks) throws {
        for sequence in 0..<5 as Range<Int32> {
            try driver.write(["\(sequence)"], stamp: ProducerStamp(sequence: sequence))
        }
        for sequence in 0..<5 as Range<Int32> {
            let again = try driver.write(
                ["\(sequence)"], acks: acks, stamp: ProducerStamp(sequence: sequence))
            #expect(again?.error == none && again?.baseOffset == Offset(Int64(sequence)))
        }
        #expect(driver.logEnd(driver.leader(of: 0), 0) == Offset(5))
        #expect(try driver.texts(driver.leader(of: 0)) == ["0", "1", "2", "3", "4"])
    }

    /// A repetition at acks=all is confirmed no sooner than the batch itself.
    @Test func aRepetitionWaitsForTheInSyncReplicas() throws {
        let follower = driver.followers(of: 0)[0]
        driver.pause(follower)
        let probe = driver.addProbe()
        let stamp = ProducerStamp(sequence: 0)
        let requests = try (0..<3).map { _ in
            driver.produce(probe, try batch(["a"], stamp: stamp), acks: .all)
        }
        let behind = driver.produce(
            probe, try batch(["b"], stamp: ProducerStamp(sequence: 1)), acks: .all)
        let again = driver.produce(probe, try batch(["a"], stamp: stamp), acks: .all)
        driver.run(for: .milliseconds(300))
        #expect(probe.produced.isEmpty)
        driver.resume(follower)
        #expect(driver.run { probe.produced.count == 5 })
        for request in requests + [again] {
            #expect(request.entries[0].error == none)
            #expect(request.entries[0].baseOffset == .zero)
        }
        #expect(behind.entries[0].baseOffset == Offset(1))
        #expect(try driver.texts(follower) == ["a", "b"])
    }

    /// While the first is still on its way to the disk.
    @Test func aRepetitionWaitsForTheWrite() throws {
        driver.diskDelay = { _, operation in
            if case .append = operation { .milliseconds(20) } else { .zero }
        }
        let probe = driver.addProbe()
        for sequence in [0, 1, 0, 1, 0] as [Int32] {
            _ = driver.produce(
                probe, try batch(["\(sequence)"], stamp: ProducerStamp(sequence: sequence)),
                acks: .leader)
        }
        driver.run(for: .milliseconds(15))
        #expect(probe.produced.isEmpty)
        #expect(driver.run { probe.produced.count == 5 })
        let offsets = probe.produced.map { $0.request.entries[0].baseOffset.rawValue }
        #expect(offsets.sorted() == [0, 0, 0, 1, 1])
        #expect(try driver.texts(driver.leader(of: 0)) == ["0", "1"])
    }

    @Test func gapsAndOldEpochsAreRefused() throws {
        try driver.write(["a", "b"], stamp: ProducerStamp(sequence: 0))
        let gap = try driver.write(["d"], stamp: ProducerStamp(sequence: 3))
        #expect(gap?.error == .outOfOrderSequenceNumber)
        let next = try driver.write(["c"], stamp: ProducerStamp(sequence: 2))
        #expect(next?.baseOffset == Offset(2))
        let newEpoch = try driver.write(["d"], stamp: ProducerStamp(epoch: 1, sequence: 1))
        #expect(newEpoch?.error == .outOfOrderSequenceNumber)
        #expect(
            try driver.write(["d"], stamp: ProducerStamp(epoch: 1, sequence: 0))?.baseOffset
                == Offset(3))
        let old = try driver.write(["e"], stamp: ProducerStamp(sequence: 3))
        #expect(old?.error == .invalidProducerEpoch)
        #expect(driver.failures.isEmpty)
        #expect(try driver.texts(driver.leader(of: 0)) == ["a", "b", "c", "d"])
    }

    /// Every replica knows the producers of what it has copied.
    @Test func theNextLeaderKnowsWhatWasWritten() throws {
        for sequence in 0..<7 as Range<Int32> {
            try driver.write(["\(sequence)"], stamp: ProducerStamp(sequence: sequence))
        }
        failOver()
        let again = try driver.write(["6"], stamp: ProducerStamp(sequence: 6))
        #expect(again?.error == none && again?.baseOffset == Offset(6))
        let gap = try driver.write(["8"], stamp: ProducerStamp(sequence: 8))
        #expect(gap?.error == .outOfOrderSequenceNumber)
        #expect(try driver.write(["7"], stamp: ProducerStamp(sequence: 7))?.baseOffset == Offset(7))
    }

    /// A batch that was cut off was never written: it is taken again, not answered.
    @Test func whatWasCutOffIsForgotten() throws {
        let old = driver.leader(of: 0)
        try driver.write(["0"], stamp: ProducerStamp(sequence: 0))
        driver.isolate(old)
        try driver.write(["1"], to: old, acks: .leader, stamp: ProducerStamp(sequence: 1))
        #expect(driver.run { driver.presentLeader(of: 0) != old })
        driver.heal()
        #expect(driver.settles())
        let leader = driver.presentLeader(of: 0) ?? -1
        driver.kill(leader)
        let third = driver.replicas(of: 0).first { $0 != leader && $0 != old } ?? -1
        // The one that had to cut leads.
        driver.kill(third)
        driver.run(for: .seconds(3))
        driver.start(third)
        driver.start(leader)
        #expect(driver.settles())
        if driver.presentLeader(of: 0) == old {
            #expect(driver.cuts(of: old) == [[2, 1]])
        }
        let again = try driver.write(["1"], stamp: ProducerStamp(sequence: 1))
        #expect(again?.error == none && again?.baseOffset == Offset(1))
        #expect(driver.settles())
        #expect(try driver.texts(old) == ["0", "1"])
    }

    /// A broker that was killed reads its producers from its log.
    @Test func aBrokerThatWasKilledKnowsItsProducers() throws {
        let driver = EngineDriver(
            brokers: 1, settings: .quick, control: .quick, topic: EngineDriver.topic(replicas: 1))
        for sequence in 0..<3 as Range<Int32> {
            try driver.write(["\(sequence)"], stamp: ProducerStamp(sequence: sequence))
        }
        driver.kill(0)
        driver.start(0)
        #expect(driver.run { driver.presentLeader(of: 0) == 0 && driver.epoch(of: 0) > .initial })
        driver.run(for: .milliseconds(10))
        #expect(
            try driver.write(["1"], stamp: ProducerStamp(sequence: 1))?.baseOffset == Offset(1))
        let gap = try driver.write(["4"], stamp: ProducerStamp(sequence: 4))
        #expect(gap?.error == .outOfOrderSequenceNumber)
        #expect(
            try driver.write(["3"], stamp: ProducerStamp(sequence: 3))?.baseOffset == Offset(3))
    }
}
