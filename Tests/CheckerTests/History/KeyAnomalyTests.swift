import Checker
import Records
import Testing

/// What a group makes of the order of a key.
@Suite struct KeyAnomalyTests {
    // MARK: key-order

    @Test func aKeyAcrossPartitionsMayBeProcessedOutOfOrder() throws {
        var story = Story { $0.isIdempotent = false }
        story.send("0:0", to: 0, at: 0, key: "a 0")
        story.send("0:1", to: 1, at: 0, key: "a 1")
        story.poll("0=0:1", of: 1)
        story.poll("0=0:0", of: 0)
        #expect(try story.found() == ["key-order forbidden g/c 0:1@1/0 0:0@0/0"])
    }

    /// A key that moves may be overtaken by itself, but not within a partition.
    @Test func addedPartitionsPermitWhatGoesBetweenPartitionsOnly() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0, key: "a 0")
        story.fault("add-partitions")
        story.send("0:1", to: 1, at: 0, key: "a 1")
        story.poll("0=0:1", of: 1)
        story.poll("0=0:0", of: 0)
        #expect(try story.found() == ["key-order added-partitions g/c 0:1@1/0 0:0@0/0"])

        var within = Story()
        within.fault("add-partitions")
        within.invoke("0:0", key: "a 0")
        within.invoke("0:1", key: "a 1")
        within.complete("0:1", at: 0)
        within.complete("0:0", at: 1)
        within.poll("0=0:1 1=0:0")
        #expect(try within.found().contains("key-order forbidden g/c 0:1@0/0 0:0@0/1"))
    }

    @Test func twoMembersOfAGroupShareTheOrderOfAKey() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0, key: "a 0")
        story.send("0:1", to: 1, at: 0, key: "a 1")
        story.poll("0=0:1", of: 1, by: "c")
        story.poll("0=0:0", of: 0, by: "d")
        #expect(try story.found() == ["key-order forbidden g/d 0:1@1/0 0:0@0/0"])
    }

    @Test func twoGroupsHaveOrdersOfTheirOwn() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0, key: "a 0")
        story.send("0:1", to: 1, at: 0, key: "a 1")
        story.poll("0=0:1", of: 1, group: "g")
        story.poll("0=0:0", of: 0, group: "h")
        #expect(try story.found() == [])
    }

    @Test func twoKeysHaveOrdersOfTheirOwn() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0, key: "a 0")
        story.send("0:1", to: 1, at: 0, key: "b 1")
        story.poll("0=0:1", of: 1)
        story.poll("0=0:0", of: 0)
        #expect(try story.found() == [])
    }

    @Test func aRetryThatWasOvertakenInThePartitionIsPermittedByTheProducer() throws {
        var story = Story { $0.isIdempotent = false }
        story.invoke("0:0", key: "a 0")
        story.invoke("0:1", key: "a 1")
        story.complete("0:1", at: 0)
        story.complete("0:0", at: 1)
        story.poll("0=0:1 1=0:0")
        #expect(
            try story.found() == [
                "nonmonotonic-send in-flight 0:0@0/1 0:1@0/0",
                "key-order in-flight g/c 0:1@0/0 0:0@0/1",
            ])
        story.settings.isIdempotent = true
        #expect(
            try story.found() == [
                "nonmonotonic-send forbidden 0:0@0/1 0:1@0/0",
                "key-order forbidden g/c 0:1@0/0 0:0@0/1",
            ])
    }

    /// The log was cut below what was processed, and a send that was still open came there.
    @Test func anEarlierSendMayComeInThePlaceOfWhatWasCut() throws {
        func story(epoch: Int) throws -> [String] {
            var story = Story { $0.uncleanLeaderElection = true }
            story.invoke("0:0", key: "a 0")
            story.send("0:1", at: 3, key: "a 1")
            story.poll("3=0:1/0")
            story.complete("0:0", at: 2)
            story.poll("2=0:0/\(epoch)")
            return try story.found()
        }
        let line = "g/c 0:1@0/3 0:0@0/2"
        #expect(try story(epoch: 1).contains("key-order unclean-election \(line)"))
        #expect(try story(epoch: 0).contains("key-order forbidden \(line)"))
    }

    @Test func eachRecordBelowTheHighestIsOutOfOrder() throws {
        var story = Story()
        for sequence in 0..<3 {
            story.send("0:\(sequence)", to: sequence, at: 0, key: "a \(sequence)")
        }
        for sequence in [2, 0, 1] { story.poll("0=0:\(sequence)", of: sequence) }
        #expect(
            try story.found() == [
                "key-order forbidden g/c 0:2@2/0 0:0@0/0",
                "key-order forbidden g/c 0:2@2/0 0:1@1/0",
            ])
    }

    // MARK: key-gap

    /// Key a has 0:0 and 0:2, key b 0:1; the final read has seen all.
    private func log(_ change: (inout HistorySettings) -> Void = { _ in }) -> Story {
        var story = Story(change)
        story.send("0:0", at: 0, key: "b 0")
        story.send("0:1", at: 1, key: "a 0")
        story.send("0:2", at: 2, key: "a 1")
        story.poll("0=0:0 1=0:1 2=0:2", by: "f", group: "final", mode: .assign)
        return story
    }

    @Test func aRecordThatAGroupLeftOutIsAGap() throws {
        var story = log()
        story.poll("0=0:0")
        story.poll("2=0:2")
        #expect(
            try story.found() == [
                "poll-skip forbidden g/c 0:0@0/0 0:2@0/2", "key-gap forbidden g 0:2@0/2 0:1@0/1",
            ])
    }

    @Test(arguments: [
        (HistorySettings.Commit.after, "forbidden"), (.before, "commit-before"),
    ])
    func aGapAcrossARebalanceIsPermittedWhereCommitsComeFirst(
        _ commit: HistorySettings.Commit, _ permission: String
    ) throws {
        var story = log {
            $0.consumerMode = .subscribe
            $0.commit = commit
        }
        story.poll("0=0:0", generation: 1)
        story.poll("2=0:2", generation: 2)
        #expect(
            try story.found() == [
                "poll-skip rebalance g/c 0:0@0/0 0:2@0/2",
                "key-gap \(permission) g 0:2@0/2 0:1@0/1",
            ])
    }

    @Test func recordsBeforeAGroupsFirstAreNoGap() throws {
        var story = log()
        story.poll("2=0:2")
        #expect(try story.found() == [])
    }

    @Test func recordsAfterTheHighestOfTheKeyAreNoGap() throws {
        var story = log()
        story.poll("0=0:0 1=0:1")
        #expect(try story.found() == [])
    }

    @Test func anotherMemberOfTheGroupFillsTheGap() throws {
        var story = log { $0.consumerMode = .subscribe }
        story.poll("0=0:0", by: "c", generation: 1)
        story.poll("1=0:1", by: "d", generation: 2)
        story.poll("2=0:2", by: "c", generation: 3)
        #expect(try story.found() == ["poll-skip rebalance g/c 0:0@0/0 0:2@0/2"])
    }

    @Test func aFailedSendLeavesNoGap() throws {
        var story = Story()
        story.send("0:0", at: 0, key: "a 0")
        story.invoke("0:1", key: "a 1")
        story.complete("0:1", .fail)
        story.send("0:2", at: 1, key: "a 2")
        story.poll("0=0:0 1=0:2")
        #expect(try story.found() == [])
    }

    @Test func theGapOfAPermittedLossIsPermitted() throws {
        var story = Story {
            $0.acks = .leader
            $0.hasFinalRead = false
        }
        story.send("0:0", at: 0, key: "b 0")
        story.send("0:1", at: 1, key: "a 0")
        story.fault("kill")
        story.send("0:2", at: 1, key: "a 1")
        story.poll("0=0:0 1=0:2")
        #expect(
            try story.found()
                == [
                    "inconsistent-offsets acks-1 0:1@0/1 0:2@0/1", "lost-write acks-1 0:1@0/1",
                    "key-gap acks-1 g 0:2@0/1 0:1@0/1", "realtime-order acks-1 0:1@0/1 0:2@0/1",
                    "unseen not told",
                ])
    }

    // MARK: key-duplicate

    @Test func aRecordProcessedAgainIsAKeyDuplicate() throws {
        var story = Story()
        story.send("0:0", at: 0, key: "a 0")
        story.poll("0=0:0", by: "c")
        story.poll("0=0:0", by: "d")
        #expect(try story.found() == ["key-duplicate forbidden g/d 0:0@0/0 0:0@0/0"])
        story.settings.uncleanLeaderElection = true
        #expect(try story.found() == ["key-duplicate unclean-election g/d 0:0@0/0 0:0@0/0"])
    }

    @Test(arguments: [(1, "forbidden"), (2, "rebalance")])
    func aRebalancePermitsProcessingAgain(_ generation: Int32, _ permission: String) throws {
        var story = Story { $0.consumerMode = .subscribe }
        story.send("0:0", at: 0, key: "a 0")
        story.poll("0=0:0", by: "c", generation: 1)
        story.poll("0=0:0", by: "d", generation: generation)
        #expect(try story.found() == ["key-duplicate \(permission) g/d 0:0@0/0 0:0@0/0"])
    }

    @Test func aDuplicateInTheLogIsAKeyDuplicateToo() throws {
        var story = Story { $0.isIdempotent = false }
        story.invoke("0:0", key: "a 0")
        story.poll("0=0:0 1=0:0")
        #expect(
            try story.found() == [
                "duplicate no-idempotence 0:0@0/0 0:0@0/1",
                "key-duplicate no-idempotence g/c 0:0@0/0 0:0@0/1",
            ])
        story.settings.isIdempotent = true
        #expect(
            try story.found() == [
                "duplicate forbidden 0:0@0/0 0:0@0/1",
                "key-duplicate forbidden g/c 0:0@0/0 0:0@0/1",
            ])
    }

    @Test func twoGroupsProcessARecordOnceEach() throws {
        var story = Story()
        story.send("0:0", at: 0, key: "a 0")
        story.poll("0=0:0", group: "g")
        story.poll("0=0:0", group: "h")
        #expect(try story.found() == [])
    }

    @Test func redeliveryIsNeverOutOfOrder() throws {
        var story = Story { $0.consumerMode = .subscribe }
        story.send("0:0", at: 0, key: "a 0")
        story.send("0:1", at: 1, key: "a 1")
        story.poll("0=0:0 1=0:1", by: "c", generation: 1)
        story.poll("0=0:0 1=0:1", by: "d", generation: 2)
        #expect(
            try story.found() == [
                "key-duplicate rebalance g/d 0:0@0/0 0:0@0/0",
                "key-duplicate rebalance g/d 0:1@0/1 0:1@0/1",
            ])
    }
}
