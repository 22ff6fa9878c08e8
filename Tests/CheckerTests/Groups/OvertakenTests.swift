import Checker
import Records
import Testing

/// Members that were put out and finish what they had taken, while the next owner reads on.
@Suite struct OvertakenTests {
    private let group = GroupChecker(entities: 1, producers: 1, partitions: 1, members: 3)
    private let partition = PartitionIndex(0)

    /// Member `number` processes the records from `range`, whose sequences are their offsets.
    private func read(_ number: Int, _ range: Range<UInt64>) {
        let member = group.member(number)
        let isFormer = member.takesUp(partition)
        for offset in range {
            let stamp = RecordStamp(
                entity: 0, producer: 0, entitySequence: offset, partitionSequence: offset,
                intendedTime: Instant(0))
            member.check(stamp, partition: partition, offset: Offset(Int64(offset)))
        }
        if isFormer { member.laysDown(partition) }
    }

    @discardableResult
    private func own(
        _ number: Int, from position: Int64, generation: Int32, passing: PassingCause = .commit
    ) -> Bool {
        group.member(number).resumed(
            partition, at: Offset(position), generation: generation, passing: passing)
    }

    private func verdict(sent: Int) -> GroupVerdict {
        let table = AckTable(producer: 0, partitions: 1)
        table.noteSent(partition: partition, count: sent)
        table.acknowledge(partition: partition, firstSequence: 0, count: sent)
        return RunVerdict(groups: [group], acks: [table]).total
    }

    private func expect(_ sent: Int, checked: Int, _ change: (inout GroupVerdict) -> Void) {
        #expect(verdict(sent: sent) == .of(checked, change))
    }

    @Test func `what both read while one finishes its poll are re-reads, whoever is first`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 6, generation: 2)
        read(0, 10..<13)
        read(1, 6..<11)
        read(0, 13..<15)
        read(1, 11..<18)
        read(0, 15..<17)
        read(1, 18..<20)
        // 6..<10 twice, then each of 10..<17 twice.
        expect(20, checked: 31) { $0.rereads = 11 }
    }

    @Test func `two that were put out one after the other read on, each from its own place`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 4, generation: 2)
        read(1, 4..<8)
        own(2, from: 4, generation: 3)
        read(0, 10..<12)
        read(1, 8..<14)
        read(2, 4..<20)
        expect(20, checked: 38) { $0.rereads = 18 }
    }

    @Test func `two owners of one generation are violations`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 10, generation: 1)
        read(0, 10..<12)
        read(1, 10..<12)
        expect(12, checked: 14) {
            $0.duplicates = 2
            $0.offsetsReread = 2
        }
    }

    @Test(arguments: [true, false])
    func `an owner of old that owns it in the new generation too is a violation`(
        knowsFirst: Bool
    ) {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        if knowsFirst { group.member(0).renewed([partition], generation: 5) }
        own(1, from: 10, generation: 5)
        if !knowsFirst { group.member(0).renewed([partition], generation: 5) }
        read(1, 10..<12)
        read(0, 10..<12)
        expect(12, checked: 14) {
            $0.duplicates = 2
            $0.offsetsReread = 2
        }
    }

    @Test func `who has given a partition up may not read it`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        group.member(0).gaveUp([partition])
        own(1, from: 10, generation: 2)
        read(1, 10..<12)
        read(0, 10..<12)
        expect(12, checked: 14) {
            $0.duplicates = 2
            $0.offsetsReread = 2
        }
    }

    @Test func `a jump and a repeat of its own are violations of a member put out too`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<4)
        own(1, from: 0, generation: 2)
        read(1, 0..<10)
        read(0, 6..<8)
        read(0, 7..<8)
        expect(10, checked: 17) {
            $0.rereads = 7
            $0.offsetsSkipped = 2
            $0.offsetsReread = 1
        }
    }

    @Test func `what was committed before and is finished after all is not lost to the group`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 16, generation: 2)
        read(0, 10..<13)
        read(1, 16..<20)
        expect(20, checked: 17) {
            $0.passedByCommit = 3
            $0.lostAcknowledged = 3
            $0.lostPermitted = 3
            $0.keyGaps = 3
        }
    }

    @Test func `what is finished only behind later records is out of order for their keys`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 12, generation: 2)
        read(1, 12..<20)
        read(0, 10..<12)
        expect(20, checked: 20) { $0.keyOrderViolations = 2 }
    }

    @Test func `who learns too late where to begin is not the owner`() {
        own(1, from: 0, generation: 5)
        read(1, 0..<10)
        #expect(!own(0, from: 4, generation: -1))
        #expect(group.member(0).isOvertaken(partition))
        #expect(!group.member(1).isOvertaken(partition))
        read(0, 4..<6)
        read(1, 10..<12)
        expect(12, checked: 14) { $0.rereads = 2 }
    }

    @Test func `a cut log takes everybody back`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 10, generation: 2)
        group.member(1).truncated(partition, at: Offset(8))
        read(0, 8..<9)
        read(1, 8..<12)
        let verdict = verdict(sent: 12)
        #expect(verdict.offsetsTruncated == 2)
        #expect(verdict.offsetGaps == 0)
    }

    @Test func `a process that starts again owns nothing of what it had`() {
        own(0, from: 0, generation: 1)
        read(0, 0..<10)
        own(1, from: 10, generation: 2)
        group.member(0).gaveUpAll()
        #expect(group.member(0).isOvertaken(partition))
        #expect(!group.member(0).takesUp(partition))
        group.member(1).gaveUpAll()
        #expect(!group.member(0).isOvertaken(partition))
    }
}
