import LoadGenerator
import Records
import Testing

/// Outages as one producer sees them. Times are milliseconds.
@Suite struct OutageTrackerTests {
    /// What happened to one partition, in the order of time.
    private enum Step {
        case ack(Int64, epoch: Int32)
        case fail(Int64, epoch: Int32, error: Int16 = 13, sentAt: Int64? = nil)
    }

    private func outages(_ steps: [Step], until end: Int64 = 1_000) -> [Outage] {
        var tracker = OutageTracker(partitions: 3)
        let partition = PartitionIndex(1)
        for step in steps {
            switch step {
            case .ack(let time, let epoch):
                tracker.acknowledged(
                    partition: partition, leaderEpoch: LeaderEpoch(epoch), now: at(time))
            case .fail(let time, let epoch, let error, let sentAt):
                tracker.attemptFailed(
                    partition: partition, leaderEpoch: LeaderEpoch(epoch), error: error,
                    sentAt: at(sentAt ?? time))
            }
        }
        return tracker.outages(openUntil: at(end))
    }

    private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds * 1_000_000) }

    private func outage(_ begin: Int64, _ end: Int64, isFailover: Bool) -> Outage {
        Outage(
            partition: PartitionIndex(1), begin: at(begin), end: at(end), isFailover: isFailover)
    }

    @Test func acknowledgementsAloneMakeNoOutage() {
        #expect(outages([.ack(1, epoch: 0), .ack(500, epoch: 0), .ack(501, epoch: 1)]) == [])
    }

    @Test func anOutageLastsFromAcknowledgementToAcknowledgement() {
        let steps: [Step] = [
            .ack(1, epoch: 4), .ack(10, epoch: 4), .fail(17, epoch: 4), .fail(30, epoch: 4),
            .ack(44, epoch: 5), .ack(50, epoch: 5),
        ]
        #expect(outages(steps) == [outage(10, 44, isFailover: true)])
    }

    /// A leader that slept answers some of what waited for it and refuses the rest.
    @Test func whatIsAcknowledgedBeforeAnEarlierAttemptFailsEndsNothing() {
        let steps: [Step] = [
            .ack(10, epoch: 4), .ack(2510, epoch: 4), .fail(2511, epoch: 4, sentAt: 12),
            .ack(2530, epoch: 5),
        ]
        #expect(outages(steps, until: 3_000) == [outage(12, 2530, isFailover: true)])
    }

    @Test func theSameLeaderAgainIsNoFailover() {
        let steps: [Step] = [.ack(10, epoch: 4), .fail(17, epoch: 4), .ack(44, epoch: 4)]
        #expect(outages(steps) == [outage(10, 44, isFailover: false)])
    }

    @Test func anAttemptAtTheNewLeaderDoesNotHideTheFailover() {
        let steps: [Step] = [.ack(10, epoch: 4), .fail(17, epoch: 5), .ack(44, epoch: 5)]
        #expect(outages(steps) == [outage(10, 44, isFailover: true)])
    }

    @Test func beforeTheFirstAcknowledgementItBeginsWithTheAttempt() {
        let steps: [Step] = [.fail(5, epoch: 0), .fail(9, epoch: 1), .ack(12, epoch: 1)]
        #expect(outages(steps) == [outage(5, 12, isFailover: true)])
    }

    @Test func anOutageThatIsOpenCountsUntilTheEndAndIsNoFailover() {
        let steps: [Step] = [.ack(10, epoch: 0), .fail(20, epoch: 0), .fail(30, epoch: 1)]
        #expect(outages(steps, until: 70) == [outage(10, 70, isFailover: false)])
    }

    @Test func twoOutagesAreTwo() {
        let steps: [Step] = [
            .ack(10, epoch: 0), .fail(20, epoch: 0), .ack(30, epoch: 1), .fail(31, epoch: 1),
            .ack(90, epoch: 1),
        ]
        #expect(
            outages(steps) == [
                outage(10, 30, isFailover: true), outage(30, 90, isFailover: false),
            ])
    }

    /// Refused by a leader that writes.
    @Test(arguments: [2, 18, 45, 47] as [Int16])
    func aBatchThatIsAtFaultItselfMakesNoOutage(_ error: Int16) {
        #expect(
            outages([.ack(1, epoch: 0), .fail(2, epoch: 0, error: error), .ack(3, epoch: 0)])
                == [])
    }

    @Test(arguments: [3, 6, 7, 13, 19, 20, 56, 74, 76] as [Int16])
    func anErrorOfThePartitionMakesOne(_ error: Int16) {
        #expect(
            outages([.ack(1, epoch: 0), .fail(2, epoch: 0, error: error), .ack(3, epoch: 0)])
                == [outage(1, 3, isFailover: false)])
    }

    @Test func partitionsAreApart() {
        var tracker = OutageTracker(partitions: 2)
        for partition in [0, 1] {
            tracker.acknowledged(
                partition: PartitionIndex(partition), leaderEpoch: .initial, now: at(1))
        }
        tracker.attemptFailed(
            partition: PartitionIndex(0), leaderEpoch: .initial, error: 7, sentAt: at(2))
        tracker.acknowledged(partition: PartitionIndex(1), leaderEpoch: .initial, now: at(3))
        tracker.acknowledged(partition: PartitionIndex(0), leaderEpoch: .initial, now: at(9))
        #expect(
            tracker.outages(openUntil: at(20)) == [
                Outage(
                    partition: PartitionIndex(0), begin: at(1), end: at(9), isFailover: false)
            ])
    }
}
