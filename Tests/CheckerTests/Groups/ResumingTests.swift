import Checker
import Records
import Testing

/// Members that go on where others of their group stood.
@Suite struct ResumingTests {
    private let group = GroupChecker(entities: 1, producers: 1, partitions: 1, members: 2)
    private let partition = PartitionIndex(0)

    /// Member `number` reads the records from `range`, whose sequences are their offsets.
    private func read(_ number: Int, _ range: Range<UInt64>) {
        let member = group.member(number)
        for offset in range {
            let stamp = RecordStamp(
                entity: 0, producer: 0, entitySequence: offset, partitionSequence: offset,
                intendedTime: Instant(0))
            member.check(stamp, partition: partition, offset: Offset(Int64(offset)))
        }
    }

    private func verdict(
        acknowledged: Int, passing: Set<PassingCause> = [.commit, .reset, .retention]
    ) -> GroupVerdict {
        let table = AckTable(producer: 0, partitions: 1)
        table.noteSent(partition: partition, count: acknowledged)
        table.acknowledge(partition: partition, firstSequence: 0, count: acknowledged)
        return RunVerdict(groups: [group], acks: [table], passing: passing).total
    }

    @Test func `what is read again from a committed position is no duplicate`() {
        read(0, 0..<10)
        group.member(1).resumed(partition, at: Offset(6), passing: .commit)
        read(1, 6..<20)
        let verdict = verdict(acknowledged: 20)
        #expect(verdict.rereads == 4)
        #expect(verdict.duplicates == 0)
        #expect(verdict.keyOrderViolations == 0)
        #expect(verdict.passed(by: [.commit, .reset, .retention]) == 0)
        #expect(verdict.lostAcknowledged == 0)
    }

    @Test func `what was committed and never read is lost to the group, and permitted`() {
        read(0, 0..<10)
        group.member(1).resumed(partition, at: Offset(13), passing: .commit)
        read(1, 13..<20)
        let verdict = verdict(acknowledged: 20)
        #expect(verdict.passedByCommit == 3)
        #expect(verdict.lostAcknowledged == 3)
        #expect(verdict.lostPermitted == 3)
        #expect(verdict.lostForbidden == 0)
        #expect(verdict.offsetGaps == 0)
    }

    @Test func `a record that was lost otherwise is still forbidden`() {
        read(0, 0..<10)
        group.member(1).resumed(partition, at: Offset(13), passing: .commit)
        read(1, 13..<18)
        let verdict = verdict(acknowledged: 20)
        #expect(verdict.lostAcknowledged == 5)
        #expect(verdict.lostForbidden == 2)
    }

    @Test func `a group that begins late has passed over the beginning`() {
        group.member(0).resumed(partition, at: Offset(5), passing: .reset)
        read(0, 5..<10)
        let verdict = verdict(acknowledged: 10)
        #expect(verdict.passedByReset == 5)
        #expect(verdict.lostForbidden == 0)
    }

    @Test func `what is passed over by what the run does not permit is a fault`() {
        read(0, 0..<5)
        group.member(1).resumed(partition, at: Offset(8), passing: .commit)
        read(1, 8..<10)
        #expect(verdict(acknowledged: 10).lostForbidden == 0)
        #expect(verdict(acknowledged: 10, passing: [.reset, .retention]).lostForbidden == 3)
    }

    @Test func `deleted records are counted exactly`() {
        read(0, 0..<10)
        group.member(0).resumed(partition, at: Offset(17), passing: .retention)
        read(0, 17..<20)
        let verdict = verdict(acknowledged: 20)
        #expect(verdict.passedByRetention == 7)
        #expect(verdict.lostForbidden == 0)
    }

    @Test func `what was read before a rewind is not passed over again`() {
        read(0, 0..<10)
        group.member(1).resumed(partition, at: Offset(4), passing: .commit)
        read(1, 4..<6)
        group.member(0).resumed(partition, at: Offset(9), passing: .commit)
        read(0, 9..<12)
        let verdict = verdict(acknowledged: 12)
        #expect(verdict.passed(by: [.commit, .reset, .retention]) == 0)
        #expect(verdict.rereads == 3)
        #expect(verdict.lostAcknowledged == 0)
    }
}
