import Checker
import Records
import Testing

/// What consumers saw in the order in which they saw it. `log` has values 0:0 to 0:3 at offsets
/// 0 to 3, and another group has read them all.
@Suite struct PollAnomalyTests {
    private func log(_ change: (inout HistorySettings) -> Void = { _ in }) -> Story {
        var story = Story(change)
        for offset in 0..<4 { story.send("0:\(offset)", at: Int64(offset)) }
        story.poll("0=0:0 1=0:1 2=0:2 3=0:3", by: "f", group: "final", mode: .assign)
        return story
    }

    // MARK: poll-skip

    @Test func aPollBeyondTheNextRecordIsASkip() throws {
        var story = log()
        story.poll("0=0:0")
        story.poll("2=0:2")
        #expect(try story.found() == ["poll-skip forbidden g/c 0:0@0/0 0:2@0/2"])
        story.settings.hasRetention = true
        #expect(try story.found() == ["poll-skip retention g/c 0:0@0/0 0:2@0/2"])
        story.settings.isCompacted = true
        #expect(try story.found() == ["poll-skip compaction g/c 0:0@0/0 0:2@0/2"])
    }

    @Test func aPollThatFollowsIsNoSkipAndAnEmptyOneChangesNothing() throws {
        var story = log()
        story.poll("0=0:0 1=0:1")
        story.poll("")
        story.poll("2=0:2")
        #expect(try story.found() == [])
    }

    @Test func theFirstPollMayBeginAnywhere() throws {
        var story = log()
        story.poll("2=0:2")
        #expect(try story.found() == [])
    }

    @Test func consumersPartitionsAndGroupsAreWalkedApart() throws {
        var story = log()
        story.send("1:0", to: 1, at: 0)
        story.poll("0=0:0", by: "a")
        story.poll("2=0:2", by: "b")
        story.poll("3=0:3", by: "a", group: "h")
        story.poll("0=1:0", of: 1, by: "a")
        story.poll("1=0:1", by: "a")
        #expect(try story.found() == [])
    }

    @Test func aPartitionThatWasTakenAwayIsNotCompared() throws {
        var story = log()
        story.assign([0])
        story.poll("0=0:0")
        story.assign([])
        story.assign([0])
        story.poll("3=0:3")
        #expect(try story.found() == [])
    }

    @Test func aPartitionThatStaysAssignedIsCompared() throws {
        var story = log()
        story.assign([0])
        story.poll("0=0:0")
        story.assign([1, 0])
        story.poll("3=0:3")
        #expect(try story.found() == ["poll-skip forbidden g/c 0:0@0/0 0:3@0/3"])
    }

    @Test func aSkipOfWhatMayBeLostIsPermitted() throws {
        var story = Story { $0.acks = .leader }
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.fault("kill")
        story.send("0:2", at: 2)
        story.poll("0=0:0")
        story.poll("2=0:2")
        #expect(
            try story.found() == [
                "lost-write acks-1 0:1@0/1", "unseen acks-1 0:1@0/1",
                "poll-skip acks-1 g/c 0:0@0/0 0:2@0/2",
            ])
    }

    // MARK: nonmonotonic-poll

    @Test(arguments: ["0=0:0", "1=0:1"])
    func aPollAtOrBeforeTheLastRecordIsNonmonotonic(_ record: String) throws {
        var story = log()
        story.poll("0=0:0 1=0:1")
        story.poll(record)
        let value = record.split(separator: "=")
        let line = "g/c 0:1@0/1 \(value[1])@0/\(value[0])"
        #expect(try story.found() == ["nonmonotonic-poll forbidden \(line)"])
        story.settings.uncleanLeaderElection = true
        #expect(try story.found() == ["nonmonotonic-poll unclean-election \(line)"])
    }

    // MARK: rebalances

    @Test(arguments: [("2=0:2", "poll-skip"), ("0=0:0", "nonmonotonic-poll")])
    func subscribersMayMoveAcrossARebalance(_ record: String, _ anomaly: String) throws {
        let value = record.split(separator: "=")
        let line = "g/c 0:0@0/0 \(value[1])@0/\(value[0])"
        for (generation, permission) in [(1, "forbidden"), (2, "rebalance")] {
            var story = log { $0.consumerMode = .subscribe }
            story.poll("0=0:0", generation: 1)
            story.poll(record, generation: Int32(generation))
            #expect(try story.found() == ["\(anomaly) \(permission) \(line)"])
        }
        var story = log { $0.consumerMode = .subscribe }
        story.poll("0=0:0", generation: 1)
        story.assign([0, 1], generation: 1)
        story.poll(record, generation: 1)
        #expect(try story.found() == ["\(anomaly) rebalance \(line)"])
    }

    @Test func aGenerationPermitsNothingUnderManualAssignment() throws {
        var story = log()
        story.poll("0=0:0", generation: 1)
        story.poll("2=0:2", generation: 2)
        #expect(try story.found() == ["poll-skip forbidden g/c 0:0@0/0 0:2@0/2"])
    }

    // MARK: within a poll

    @Test func aJumpWithinAPollIsAnIntSkipThatNoRebalanceExcuses() throws {
        var story = log { $0.consumerMode = .subscribe }
        story.poll("0=0:0 2=0:2", generation: 1)
        #expect(try story.found() == ["int-poll-skip forbidden g/c 0:0@0/0 0:2@0/2"])
        story.settings.hasRetention = true
        #expect(try story.found() == ["int-poll-skip forbidden g/c 0:0@0/0 0:2@0/2"])
        story.settings.isCompacted = true
        #expect(try story.found() == ["int-poll-skip compaction g/c 0:0@0/0 0:2@0/2"])
    }

    @Test(arguments: ["0=0:0", "1=0:1"])
    func aStepBackWithinAPollIsIntNonmonotonic(_ record: String) throws {
        var story = log { $0.consumerMode = .subscribe }
        story.poll("0=0:0 1=0:1 \(record)", generation: 1)
        let value = record.split(separator: "=")
        #expect(
            try story.found() == [
                "int-nonmonotonic-poll forbidden g/c 0:1@0/1 \(value[1])@0/\(value[0])"
            ])
    }

    @Test func aJumpThatIsMadeGoodWithinThePollIsBoth() throws {
        var story = log()
        story.poll("0=0:0 2=0:2 1=0:1")
        #expect(
            try story.found() == [
                "int-poll-skip forbidden g/c 0:0@0/0 0:2@0/2",
                "int-nonmonotonic-poll forbidden g/c 0:2@0/2 0:1@0/1",
            ])
    }

    // MARK: offset-gap

    private func gap(_ polls: [String], generations: [Int32] = [1, 1]) -> Story {
        var story = Story { $0.consumerMode = .subscribe }
        story.send("0:0", at: 0)
        story.send("0:1", at: 2)
        for (records, generation) in zip(polls, generations) {
            story.poll(records, generation: generation)
        }
        return story
    }

    @Test(arguments: [["0=0:0 2=0:1"], ["0=0:0", "2=0:1"]])
    func offsetsOfWhichNothingIsKnownAreAGap(_ polls: [String]) throws {
        var story = gap(polls)
        #expect(try story.found() == ["offset-gap forbidden g/c 0:0@0/0 0:1@0/2"])
        story.settings.hasRetention = true
        let isWithin = polls.count == 1
        #expect(
            try story.found() == [
                "offset-gap \(isWithin ? "forbidden" : "retention") g/c 0:0@0/0 0:1@0/2"
            ])
        story.settings.isolation = .readCommitted
        #expect(try story.found() == ["offset-gap read-committed g/c 0:0@0/0 0:1@0/2"])
        story.settings.isCompacted = true
        #expect(try story.found() == ["offset-gap compaction g/c 0:0@0/0 0:1@0/2"])
    }

    @Test func aGapThatTwoGroupsReadIsOne() throws {
        var story = gap(["0=0:0 2=0:1"])
        story.poll("0=0:0 2=0:1", group: "h", generation: 1)
        #expect(try story.found() == ["offset-gap forbidden g/c 0:0@0/0 0:1@0/2"])
    }

    @Test func offsetsAcrossARebalanceAreNoGap() throws {
        #expect(try gap(["0=0:0", "2=0:1"], generations: [1, 2]).found() == [])
    }

    @Test func offsetsBeforeTheFirstReadAreNoGap() throws {
        var story = Story()
        story.send("0:0", at: 5)
        story.poll("5=0:0")
        #expect(try story.found() == [])
    }
}
