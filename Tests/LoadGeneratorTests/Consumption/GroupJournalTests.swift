import LoadGenerator
import Records
import Testing

@Suite struct GroupJournalTests {
    private let timeline = RunTimeline(
        start: Instant(0), warmup: .seconds(1), duration: .seconds(10))
    private let journal: GroupJournal

    init() { journal = GroupJournal(members: 3, partitions: 4, timeline: timeline) }

    private func at(_ milliseconds: Int64) -> Instant {
        Instant(0) + .milliseconds(milliseconds)
    }

    private func own(_ member: Int, _ partitions: [Int], generation: Int32, _ time: Int64) {
        journal.shareTaken(
            member, share: partitions.count, generation: generation, now: at(time))
        for partition in partitions {
            journal.assigned(member, PartitionIndex(partition), now: at(time))
        }
        journal.rebalanceEnded(member, now: at(time))
    }

    @Test func `a group that forms in the warm-up has had no rebalance`() {
        journal.rebalanceBegan(0, owned: 0, stopsReading: true, now: at(10))
        own(0, [0, 1, 2, 3], generation: 1, 20)
        #expect(journal.rebalances == 0)
        #expect(journal.pauses.isEmpty)
    }

    @Test func `a rebalance counts once, and each member that stopped has its pause`() {
        own(0, [0, 1], generation: 1, 20)
        own(1, [2, 3], generation: 1, 20)
        for member in 0..<2 {
            journal.rebalanceBegan(member, owned: 2, stopsReading: true, now: at(2_000))
            journal.revoked(
                member, [2 * member, 2 * member + 1].map { PartitionIndex($0) }, now: at(2_000))
        }
        journal.rebalanceBegan(2, owned: 0, stopsReading: true, now: at(2_000))
        own(0, [0, 1], generation: 2, 2_030)
        own(1, [2], generation: 2, 2_040)
        own(2, [3], generation: 2, 2_050)
        #expect(journal.rebalances == 1)
        #expect(journal.revokedPartitions == 4)
        #expect(journal.pauses == [.milliseconds(30), .milliseconds(40)])
    }

    @Test func `a member that reads on has a pause of no time`() {
        own(0, [0, 1], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 2, stopsReading: false, now: at(2_000))
        own(0, [0, 1], generation: 2, 2_500)
        #expect(journal.pauses == [.zero])
    }

    @Test func `a takeover lasts until somebody reads the partition again`() {
        own(0, [0, 1], generation: 1, 20)
        own(1, [2, 3], generation: 1, 20)
        journal.processEnded(1, now: at(3_000))
        journal.revoked(0, [PartitionIndex(0), PartitionIndex(1)], now: at(3_500))
        own(0, [0, 1, 2], generation: 2, 3_600)
        own(2, [3], generation: 2, 3_700)
        #expect(journal.ownership.takeovers == [.milliseconds(600), .milliseconds(700)])
    }

    @Test func `members idle that are there and own nothing`() {
        own(0, [0, 1, 2, 3], generation: 1, 20)
        own(1, [], generation: 1, 20)
        own(2, [], generation: 1, 20)
        #expect(journal.idleMembers == [1, 2])
        journal.left(2)
        #expect(journal.idleMembers == [1])
        journal.processEnded(1, now: at(30))
        #expect(journal.idleMembers.isEmpty)
    }

    @Test func `a pause that a death cuts short is none`() {
        own(0, [0], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 1, stopsReading: true, now: at(2_000))
        journal.processEnded(0, now: at(2_010))
        own(0, [0], generation: 2, 2_500)
        #expect(journal.pauses.isEmpty)
    }

    private func revoke(_ member: Int, _ partitions: [Int], _ time: Int64) {
        journal.revoked(member, partitions.map { PartitionIndex($0) }, now: at(time))
    }

    @Test func `a member that was put out pauses until it owns again`() {
        own(0, [0, 1], generation: 1, 20)
        // Told before or after the loss, and as the loss of a cooperative member.
        journal.rebalanceBegan(0, owned: 2, stopsReading: true, now: at(2_000))
        revoke(0, [0, 1], 2_000)
        own(0, [0], generation: 2, 2_700)
        revoke(0, [0], 3_000)
        journal.rebalanceBegan(0, owned: 0, stopsReading: false, now: at(3_000))
        own(0, [1], generation: 3, 3_900)
        #expect(journal.pauses == [.milliseconds(700), .milliseconds(900)])
        #expect(journal.members[0].rebalances == 2)
        #expect(journal.members[0].revokedPartitions == 3)
    }

    @Test func `a member that loses everything while it rejoins pauses from then on`() {
        own(0, [0, 1], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 2, stopsReading: false, now: at(2_000))
        revoke(0, [0, 1], 2_300)
        own(0, [0], generation: 3, 2_500)
        #expect(journal.pauses == [.milliseconds(200)])
    }

    @Test func `a cooperative member stops with its last partition alone`() {
        own(0, [0, 1], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 2, stopsReading: false, now: at(2_000))
        revoke(0, [0], 2_100)
        own(1, [0], generation: 2, 2_140)
        journal.rebalanceEnded(0, now: at(2_200))
        #expect(journal.pauses == [.zero])
        journal.rebalanceBegan(0, owned: 1, stopsReading: false, now: at(3_000))
        revoke(0, [1], 3_100)
        own(1, [1], generation: 3, 3_150)
        journal.rebalanceEnded(0, now: at(3_200))
        #expect(journal.pauses == [.zero, .milliseconds(100)])
        #expect(journal.ownership.stoppedPartitions == 2)
        #expect(journal.ownership.movedPartitions == 2)
        #expect(journal.ownership.handovers == [.milliseconds(40), .milliseconds(50)])
    }

    @Test func `partitions that come back have stopped and not moved`() {
        own(0, [0, 1], generation: 1, 20)
        own(1, [2, 3], generation: 1, 20)
        revoke(0, [0, 1], 2_000)
        revoke(1, [2, 3], 2_000)
        own(0, [0, 1, 2], generation: 2, 2_050)
        own(1, [3], generation: 2, 2_060)
        #expect(journal.ownership.stoppedPartitions == 4)
        #expect(journal.ownership.movedPartitions == 1)
        #expect(journal.ownership.handovers == [.milliseconds(50)])
    }

    @Test func `a hand-over of a member put out begins when it is put out`() {
        own(0, [0], generation: 1, 20)
        own(1, [1], generation: 1, 20)
        journal.pollTookTooLong(0, now: at(2_000))
        own(1, [0, 1], generation: 2, 2_080)
        journal.rebalanceBegan(0, owned: 1, stopsReading: true, now: at(2_500))
        revoke(0, [0], 2_500)
        journal.pollTookTooLong(1, now: at(3_000))
        revoke(1, [0, 1], 3_300)
        own(0, [0], generation: 3, 3_400)
        #expect(journal.slowPolls == 2)
        #expect(journal.ownership.handovers == [.milliseconds(80), .milliseconds(400)])
        #expect(journal.pauses == [.milliseconds(900)])
    }

    @Test func `a partition whose owner does not know has moved for no known time`() {
        own(0, [0], generation: 1, 20)
        own(1, [0], generation: 2, 2_000)
        #expect(journal.ownership.stoppedPartitions == 1)
        #expect(journal.ownership.movedPartitions == 1)
        #expect(journal.ownership.handovers.isEmpty)
    }

    @Test func `what begins in the warm-up does not count`() {
        own(0, [0, 1], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 2, stopsReading: true, now: at(900))
        journal.processEnded(0, now: at(950))
        journal.commitFailed(now: at(999))
        own(1, [0, 1], generation: 2, 1_500)
        #expect(journal.ownership.takeovers.isEmpty)
        #expect(journal.ownership.stoppedPartitions == 0)
        #expect(journal.failedCommits == 0)
        journal.commitFailed(now: at(1_000))
        #expect(journal.failedCommits == 1)
    }

    @Test func `a pause that the end of the run cuts off counts so far`() {
        own(0, [0, 1], generation: 1, 20)
        own(1, [2, 3], generation: 1, 20)
        journal.rebalanceBegan(0, owned: 2, stopsReading: true, now: at(10_900))
        journal.rebalanceBegan(1, owned: 2, stopsReading: false, now: at(10_900))
        journal.runEnded(now: at(11_000))
        #expect(journal.pauses == [.milliseconds(100)])
        journal.runEnded(now: at(12_000))
        #expect(journal.pauses.count == 1)
    }
}
