import Checker
import Records
import Testing

/// Members on threads of their own. These also run under the thread sanitizer.
@Suite struct ConcurrencyTests {
    private static let entities = 50
    private static let recordsPerEntity = 400

    /// Sends every entity's records by turns to as many partitions as there are members, or each
    /// entity's to one partition; a list for each partition.
    private func sends(partitions: Int, isKeyed: Bool) -> (Sender, [[Sent]]) {
        var sender = Sender(producers: 2, partitions: partitions)
        var logs = [[Sent]](repeating: [], count: partitions)
        for sequence in 0..<Self.recordsPerEntity {
            for entity in 0..<UInt32(Self.entities) {
                let turn = isKeyed ? Int(entity) : sequence
                let sent = sender.send(entity, to: turn % partitions)
                logs[sent.partition].append(sent)
            }
        }
        return (sender, logs)
    }

    private func group(members: Int) -> GroupChecker {
        GroupChecker(
            entities: Self.entities, producers: 2, partitions: members, members: members)
    }

    private static func read(_ log: [Sent], _ member: MemberChecker) {
        for (offset, sent) in log.enumerated() {
            member.check(
                sent.stamp, partition: PartitionIndex(sent.partition),
                offset: Offset(Int64(offset)))
        }
    }

    @Test(arguments: [2, 4])
    func membersThatShareNoEntityFindNothing(members: Int) {
        let (sender, logs) = sends(partitions: members, isKeyed: true)
        let group = group(members: members)
        let start = Barrier(members)
        onThreads(members) { index in
            start.wait()
            Self.read(logs[index], group.member(index))
        }
        let verdict = RunVerdict(groups: [group], acks: sender.tables)
        #expect(verdict.total == .of(Self.entities * Self.recordsPerEntity))
    }

    /// Both members process one record of the same entity at the same moment, thousands of times.
    /// Which comes late is chance; that no jump is lost or left open is not.
    @Test func membersThatRaceForAnEntityLoseNoJump() {
        let rounds = 20_000
        var sender = Sender(producers: 1, partitions: 2)
        let logs = (0..<rounds).map { _ in [sender.send(0, to: 0), sender.send(0, to: 1)] }
        let group = GroupChecker(entities: 1, producers: 1, partitions: 2, members: 2)
        let meeting = MeetingPoint(2)
        onThreads(2) { index in
            let member = group.member(index)
            for round in 0..<rounds {
                meeting.meet(round)
                // The later sequence takes longer to judge: give it a head start of some length.
                if index == 0 { meeting.dally(round % 64) }
                member.check(
                    logs[round][index].stamp, partition: PartitionIndex(index),
                    offset: Offset(Int64(round)))
            }
        }
        let counts = group.counts
        #expect(counts.gapsOpened == counts.gapsFilled)
        #expect(counts.gapsFilled == counts.keyOrderViolations)
        let verdict = RunVerdict(groups: [group], acks: sender.tables).total
        #expect(
            verdict
                == .of(2 * rounds) { $0.keyOrderViolations = Int(counts.keyOrderViolations) })
    }

    @Test func whatOneMemberProcessedFirstMakesTheOthersLate() {
        let (sender, logs) = sends(partitions: 2, isKeyed: false)
        let group = group(members: 2)
        let firstIsDone = Barrier(2)
        onThreads(2) { index in
            // Partition 1 holds the odd sequences, so that the even ones all come late.
            if index == 0 { firstIsDone.wait() }
            Self.read(logs[index], group.member(index))
            if index == 1 { firstIsDone.wait() }
        }
        let records = Self.entities * Self.recordsPerEntity
        let verdict = RunVerdict(groups: [group], acks: sender.tables).total
        #expect(verdict == .of(records) { $0.keyOrderViolations = records / 2 })
        #expect(group.member(0).counts.keyOrderViolations == UInt64(records / 2))
        #expect(group.member(1).counts.gapsOpened == UInt64(records / 2))
    }

    @Test func membersTakeLockstepTurnsWithoutViolations() {
        let (sender, logs) = sends(partitions: 2, isKeyed: false)
        let group = group(members: 2)
        let turn = Barrier(2)
        onThreads(2) { index in
            let member = group.member(index)
            for round in 0..<Self.recordsPerEntity {
                if round % 2 == index {
                    let first = round / 2 * Self.entities
                    for place in first..<first + Self.entities {
                        member.check(
                            logs[index][place].stamp, partition: PartitionIndex(index),
                            offset: Offset(Int64(place)))
                    }
                }
                turn.wait()
            }
        }
        let verdict = RunVerdict(groups: [group], acks: sender.tables).total
        #expect(verdict == .of(Self.entities * Self.recordsPerEntity))
    }
}
