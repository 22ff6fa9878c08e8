import Checker
import Records
import Testing

/// What shows in the log itself: each anomaly at its smallest, and what only looks like it.
@Suite struct VersionAnomalyTests {
    @Test func aCleanHistoryIsClean() throws {
        var story = Story()
        story.send("0:0", at: 0, key: "a 0")
        story.send("0:1", at: 1, key: "b 0")
        story.poll("0=0:0/0 1=0:1/0")
        story.send("0:2", at: 2, key: "a 1")
        story.poll("2=0:2/1")
        #expect(try story.found() == [])
    }

    @Test func anEmptyHistoryIsClean() throws {
        #expect(try Story().found() == [])
    }

    // MARK: inconsistent-offsets

    @Test func twoValuesReadAtOneOffsetAreInconsistent() throws {
        var story = Story()
        story.invoke("0:0")
        story.invoke("1:0")
        story.poll("0=0:0")
        story.poll("0=1:0", by: "d", group: "h")
        #expect(try story.found() == ["inconsistent-offsets forbidden 0:0@0/0 1:0@0/0"])
    }

    @Test func anAcknowledgementAgainstAReadIsInconsistent() throws {
        var story = Story { $0.hasFinalRead = false }
        story.invoke("1:0")
        story.send("0:0", at: 0)
        story.poll("0=1:0")
        #expect(
            try story.found() == [
                "inconsistent-offsets forbidden 1:0@0/0 0:0@0/0",
                "lost-write forbidden 0:0@0/0", "unseen not told",
            ])
    }

    @Test func oneOffsetOfTwoPartitionsIsConsistent() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0)
        story.send("1:0", to: 1, at: 0)
        story.poll("0=0:0", of: 0)
        story.poll("0=1:0", of: 1)
        #expect(try story.found() == [])
    }

    @Test func anOffsetThatACrashFreedIsPermitted() throws {
        var story = Story { $0.acks = .leader }
        story.send("0:0", at: 0)
        story.fault("kill")
        story.send("1:0", at: 0)
        story.poll("0=1:0")
        #expect(
            try story.found() == [
                "inconsistent-offsets acks-1 0:0@0/0 1:0@0/0", "lost-write acks-1 0:0@0/0",
                "unseen acks-1 0:0@0/0", "realtime-order acks-1 0:0@0/0 1:0@0/0",
            ])
    }

    @Test func whatWasReadMayBeReplacedOnlyByAnUncleanElection() throws {
        var story = Story { $0.acks = .leader }
        story.send("0:0", at: 0)
        story.poll("0=0:0")
        story.fault("kill")
        story.invoke("1:0")
        story.poll("0=1:0", by: "d", group: "h")
        #expect(
            try story.found() == [
                "inconsistent-offsets forbidden 0:0@0/0 1:0@0/0",
                "realtime-order forbidden 0:0@0/0 1:0@0/0",
            ])
        story.settings.uncleanLeaderElection = true
        #expect(
            try story.found() == [
                "inconsistent-offsets unclean-election 0:0@0/0 1:0@0/0",
                "realtime-order unclean-election 0:0@0/0 1:0@0/0",
            ])
    }

    // MARK: duplicate

    @Test func aValueAtTwoOffsetsIsADuplicate() throws {
        var story = Story()
        story.invoke("0:0")
        story.poll("0=0:0 1=0:0")
        #expect(try story.found() == ["duplicate forbidden 0:0@0/0 0:0@0/1"])
        story.settings.isIdempotent = false
        #expect(try story.found() == ["duplicate no-idempotence 0:0@0/0 0:0@0/1"])
    }

    @Test func aValueReadTwiceAtOneOffsetIsNoDuplicate() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.poll("0=0:0")
        story.poll("0=0:0", group: "h")
        #expect(try story.found() == [])
    }

    @Test func manyOffsetsOfOneValueAreOneDuplicate() throws {
        var story = Story { $0.isIdempotent = false }
        story.send("0:0", at: 2)
        story.poll("0=0:0 1=0:0 2=0:0")
        #expect(try story.found() == ["duplicate no-idempotence 0:0@0/0 0:0@0/1 0:0@0/2"])
    }

    // MARK: phantom

    @Test func aValueThatNobodySentIsAPhantom() throws {
        var story = Story()
        story.poll("0=7:3")
        #expect(try story.found() == ["phantom forbidden 7:3@0/0"])
    }

    @Test func aValueInAnotherPartitionIsAPhantom() throws {
        var story = Story()
        story.invoke("0:0", to: 1)
        story.poll("0=0:0", of: 0)
        #expect(try story.found() == ["phantom forbidden 0:0@0/0"])
    }

    @Test func aValueReadBeforeItWasSentIsAPhantom() throws {
        var story = Story()
        story.poll("0=0:0")
        story.invoke("0:0")
        #expect(try story.found() == ["phantom forbidden 0:0@0/0"])
    }

    @Test func aValueWithAnotherKeyIsAPhantom() throws {
        var story = Story()
        story.invoke("0:0", key: "a 4")
        let value = HistoryValue(producer: 0, sequence: 0)
        story.poll([PolledRecord(offset: .zero, value: value, key: HistoryKey("b", 4))])
        let verdict = try story.verdict()
        #expect(verdict.lines == ["phantom forbidden 0:0@0/0"])
        #expect(verdict.findings.first?.records.first?.key == "b")
    }

    @Test func aPhantomThatTwoGroupsReadIsOne() throws {
        var story = Story()
        story.poll("0=7:3", group: "g")
        story.poll("0=7:3", group: "h")
        #expect(try story.found() == ["phantom forbidden 7:3@0/0"])
    }

    @Test func aSendOfUnknownOutcomeMayBeRead() throws {
        var story = Story()
        story.invoke("0:0", key: "a 4")
        let value = HistoryValue(producer: 0, sequence: 0)
        story.poll([PolledRecord(offset: .zero, value: value, key: HistoryKey("a", 4))])
        story.complete("0:0", .info, error: 20)
        #expect(try story.found() == [])
    }

    @Test func aReadInTheVeryTimeOfTheSendIsNoPhantom() throws {
        var story = Story()
        story.poll("0=0:0")
        story.isTicking = false
        story.invoke("0:0")
        #expect(try story.found() == [])
    }

    // MARK: epoch-regression

    /// What was read first, at the higher offset, is gone, and nothing has come in its place.
    @Test func aLowerEpochBehindWhatCameAfterACutIsPermitted() throws {
        func story(isFirst: Bool) -> Story {
            var story = Story { $0.minInsyncReplicas = 1 }
            story.send("0:1", at: 1)
            if isFirst { story.poll("1=0:1/0") }
            story.fault("power-loss", "broker 0")
            story.send("0:2", at: 0)
            story.poll("0=0:2/1", by: "d", group: "h")
            if !isFirst { story.poll("1=0:1/0") }
            return story
        }
        let line = "0:2@0/0 0:1@0/1"
        #expect(
            try story(isFirst: true).found().contains("epoch-regression lost-replicas \(line)"))
        #expect(try story(isFirst: false).found().contains("epoch-regression forbidden \(line)"))
    }

    @Test func aLowerEpochAboveAHigherOneIsARegression() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("0=0:0/2 1=0:1/1")
        #expect(try story.found() == ["epoch-regression forbidden 0:0@0/0 0:1@0/1"])
        story.settings.uncleanLeaderElection = true
        #expect(try story.found() == ["epoch-regression unclean-election 0:0@0/0 0:1@0/1"])
    }

    @Test func equalRisingAndUnknownEpochsAreNoRegression() throws {
        var story = Story()
        for offset in 0..<4 { story.send("0:\(offset)", at: Int64(offset)) }
        story.poll("0=0:0/1 1=0:1 2=0:2/1 3=0:3/5")
        #expect(try story.found() == [])
    }

    @Test func epochsOfTwoPartitionsAreNotCompared() throws {
        var story = Story()
        story.send("0:0", to: 0, at: 0)
        story.send("0:1", to: 1, at: 1)
        story.poll("0=0:0/3", of: 0)
        story.poll("1=0:1/1", of: 1)
        #expect(try story.found() == [])
    }
}
