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
        #expect(journal.takeovers == [.milliseconds(600), .milliseconds(700)])
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
}
