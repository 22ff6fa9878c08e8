import Checker
import Records
import Testing

@Suite struct PhantomTests {
    /// The verdict on a record that would be clean in a fresh scenario, once changed.
    private func read(_ entity: UInt32 = 5, _ change: (inout Sent) -> Void) -> GroupVerdict {
        var run = Scenario()
        var sent = run.send(entity, .unknown)
        change(&sent)
        run.read(sent)
        return run.verdict
    }

    private let phantom = GroupVerdict.of(1) { $0.phantoms = 1 }

    @Test func theLastEntityAndProducerAreNoPhantoms() {
        #expect(read { _ in } == .of(1))
    }

    @Test func anEntityOutOfRangeIsAPhantom() {
        #expect(read(4) { $0.stamp.entity = 6 } == phantom)
        #expect(read { $0.stamp.entity = 7 } == phantom)
        #expect(read { $0.stamp.entity = UInt32.max } == phantom)
    }

    @Test func aProducerOutOfRangeIsAPhantom() {
        #expect(read { $0.stamp.producer = 2 } == phantom)
        #expect(read { $0.stamp.producer = UInt16.max } == phantom)
    }

    @Test func anEntityOfAnotherProducerIsAPhantom() {
        #expect(read { $0.stamp.producer = 0 } == phantom)
        #expect(read { $0.stamp.entity = 4 } == phantom)
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64, 1000, 65536])
    func everyEntityBelongsToOneProducer(producers: Int) {
        let last = UInt32(producers * 3 + 1)
        for entity in [0, 1, 2, 3, UInt32(producers - 1), UInt32(producers), last - 1] {
            for offBy in [0, 1, 2] where producers > offBy {
                let group = GroupChecker(
                    entities: Int(last), producers: producers, partitions: 1, members: 1)
                let stamp = RecordStamp(
                    entity: entity, producer: UInt16((Int(entity) + offBy) % producers),
                    entitySequence: 0, partitionSequence: 0, intendedTime: Instant(0))
                group.member(0).check(stamp, partition: PartitionIndex(0), offset: .zero)
                #expect(group.counts.phantoms == (offBy == 0 ? 0 : 1), "\(stamp)")
            }
        }
    }

    @Test func aPartitionOutOfRangeIsAPhantom() {
        #expect(read { $0.partition = 2 } == phantom)
        #expect(read { $0.partition = -1 } == phantom)
    }

    @Test func sequencesNoRunReachesArePhantoms() {
        #expect(read { $0.stamp.partitionSequence = UInt64.max } == phantom)
        #expect(read { $0.stamp.entitySequence = UInt64.max } == phantom)
        #expect(read { $0.stamp.entitySequence = 1 << 62 } == phantom)
    }

    @Test func aSendBeyondTheLastIsAPhantom() {
        var run = Scenario()
        run.read(run.send(0))
        run.read(run.send(0, .unsent))
        #expect(run.verdict == .of(2) { $0.phantoms = 1 })
    }

    @Test func aPhantomTakesNoPlaceInOrderOrSends() {
        var run = Scenario()
        var forged = run.send(0)
        run.read(forged)
        forged.stamp.producer = 1
        forged.stamp.entitySequence = 9
        run.read(forged)
        run.read(run.send(0))
        #expect(run.verdict == .of(3) { $0.phantoms = 1 })
    }
}
