import Checker
import Records
import Testing

/// What became of sends, and in which order they landed.
@Suite struct SendAnomalyTests {
    // MARK: lost-write and unseen

    @Test func aLostWriteLiesBelowWhatWasRead() throws {
        var story = Story { $0.hasFinalRead = false }
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("1=0:1")
        #expect(try story.found() == ["lost-write forbidden 0:0@0/0", "unseen not told"])
    }

    @Test func aTailThatNobodyReadIsNoLostWriteButUnseen() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("0=0:0")
        #expect(try story.found() == ["unseen forbidden 0:1@0/1"])
        story.settings.hasFinalRead = false
        #expect(try story.found() == ["unseen not told"])
    }

    @Test func whatOneOfTwoGroupsReadIsSeen() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("0=0:0", group: "g")
        story.poll("0=0:0 1=0:1", group: "final")
        #expect(try story.found() == [])
    }

    /// Whoever commits before processing passes over what it had when it died.
    @Test func whatEveryReaderCommittedBeforeMayBeUnread() throws {
        var story = Story {
            $0.consumerMode = .subscribe
            $0.commit = .before
        }
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("1=0:1", generation: 1)
        #expect(
            try story.found() == [
                "lost-write commit-before 0:0@0/0", "unseen commit-before 0:0@0/0",
            ])
        story.settings.commit = .after
        #expect(
            try story.found() == ["lost-write forbidden 0:0@0/0", "unseen forbidden 0:0@0/0"])
    }

    @Test func unknownAndFailedSendsAreNeverLost() throws {
        var story = Story()
        story.invoke("0:0")
        story.complete("0:0", .info, error: 7)
        story.invoke("0:1")
        story.complete("0:1", .fail, error: 19)
        story.invoke("0:2")
        story.send("0:3", at: 0)
        story.poll("0=0:3")
        #expect(try story.found() == [])
    }

    @Test func acksNonePermitsEveryLoss() throws {
        var story = Story { $0.acks = .none }
        story.invoke("0:0")
        story.complete("0:0")
        #expect(try story.found() == ["unseen acks-0 0:0@0/-"])
    }

    @Test func acksOnePermitsTheLossOnlyWithAFaultAtOrAfterTheSend() throws {
        var story = Story { $0.acks = .leader }
        story.fault("kill")
        story.send("0:0", at: 0)
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
        story.fault("kill")
        #expect(try story.found() == ["unseen acks-1 0:0@0/0"])
        story.settings.acks = .all
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
    }

    @Test func aFaultThatGoesOnCoversLaterSends() throws {
        var story = Story { $0.acks = .leader }
        story.fault("cut", "broker 1", .begin)
        story.send("0:0", at: 0)
        #expect(try story.found() == ["unseen acks-1 0:0@0/0"])
        story.fault("cut", "broker 1", .end)
        #expect(try story.found() == ["unseen acks-1 0:0@0/0"])
        story.send("0:1", at: 1)
        #expect(try story.found() == ["unseen forbidden 0:1@0/1", "unseen acks-1 0:0@0/0"])
    }

    /// A message that came twice: the copy that was acknowledged is lost, the other one is not.
    @Test func aLostCopyLeavesItsOffsetToLaterSends() throws {
        var story = Story {
            $0.acks = .leader
            $0.isIdempotent = false
            $0.inFlightRequestsMax = 1
        }
        story.send("0:0", at: 5)
        story.fault("kill")
        story.send("0:1", at: 4)
        story.poll("0=0:0 4=0:1")
        #expect(try story.found().contains("realtime-order acks-1 0:0@0/0 0:1@0/4"))
        story.settings.acks = .all
        #expect(try story.found().contains("realtime-order forbidden 0:0@0/0 0:1@0/4"))
    }

    /// The later send was acknowledged by a leader whose end of the log is gone.
    @Test func whatALostEndHeldSaysNothingOfTheOrder() throws {
        var story = Story { $0.acks = .leader }
        story.invoke("0:0")
        story.send("0:1", at: 4)
        story.fault("kill")
        story.complete("0:0", .info)
        story.poll("5=0:0")
        #expect(try story.found().contains("nonmonotonic-send acks-1 0:0@0/5 0:1@0/4"))
        story.settings.acks = .all
        #expect(try story.found().contains("nonmonotonic-send forbidden 0:0@0/5 0:1@0/4"))
    }

    @Test func whatAnUncleanElectionTookAwayMayComeBelowWhatFollows() throws {
        var story = Story { $0.uncleanLeaderElection = true }
        story.send("0:0", at: 5)
        story.poll("5=0:0")
        story.send("0:1", at: 4)
        story.poll("4=0:1", by: "d", group: "h")
        #expect(
            try story.found().contains("nonmonotonic-send unclean-election 0:0@0/5 0:1@0/4"))
        story.settings.uncleanLeaderElection = false
        #expect(try story.found().contains("nonmonotonic-send forbidden 0:0@0/5 0:1@0/4"))
    }

    @Test func whatWasReadOfAnOpenSendMayBeTakenAwayToo() throws {
        var story = Story { $0.uncleanLeaderElection = true }
        story.invoke("0:0")
        story.poll("5=0:0")
        story.send("0:1", at: 4)
        story.poll("4=0:1", by: "d", group: "h")
        let line = "0:0@0/5 0:1@0/4"
        #expect(try story.found().contains("nonmonotonic-send unclean-election \(line)"))
        story.settings.uncleanLeaderElection = false
        #expect(try story.found().contains("nonmonotonic-send forbidden \(line)"))
    }

    @Test func aDiskThatRefusesIsNotTrustedAsLongAsItDoes() throws {
        func story(until sendTime: Int) -> Story {
            var story = Story { $0.minInsyncReplicas = 2 }
            story.fault("disk-full", "broker 0", .begin)
            if sendTime > 0 { story.fault("disk-full", "broker 0", .end) }
            story.send("0:0", at: 0)
            story.fault("power-loss", "broker 1")
            return story
        }
        #expect(try story(until: 0).found() == ["unseen lost-replicas 0:0@0/0"])
        #expect(try story(until: 1).found() == ["unseen forbidden 0:0@0/0"])
    }

    @Test func anUncleanElectionPermitsLosses() throws {
        var story = Story { $0.uncleanLeaderElection = true }
        story.send("0:0", at: 0)
        #expect(try story.found() == ["unseen unclean-election 0:0@0/0"])
    }

    @Test func lossesNeedAsManyLostReplicasAsWereWaitedFor() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.fault("power-loss", "broker 1")
        story.fault("power-loss", "broker 1")
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
        story.fault("power-loss", "broker 2")
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
        story.settings.flushMessages = 1000
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
        story.settings.flushMessages = 1
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
        story.fault("wiped-disk", "broker 1")
        story.fault("bit-rot", "broker 2")
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
    }

    /// A controller cannot tell a killed broker from one that lost its data (KIP-966).
    @Test func killedReplicasCountWhereAnotherLostItsData() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.fault("kill", "broker 1")
        story.fault("kill", "broker 2")
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
        story.fault("power-loss", "broker 2")
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
        story.settings.flushMessages = 1
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
    }

    /// What is appended behind a rotten batch goes with it.
    @Test func rotIsALossOfWhatComesLaterToo() throws {
        var story = Story { $0.minInsyncReplicas = 1 }
        story.fault("bit-rot", "broker 1")
        story.send("0:0", at: 0)
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
        var other = Story { $0.minInsyncReplicas = 1 }
        other.fault("power-loss", "broker 1")
        other.send("0:0", at: 0)
        #expect(try other.found() == ["unseen forbidden 0:0@0/0"])
    }

    @Test func replicasLostBeforeTheSendExcuseNothing() throws {
        var story = Story()
        story.fault("power-loss", "broker 1")
        story.send("0:0", at: 0)
        story.fault("power-loss", "broker 2")
        #expect(try story.found() == ["unseen forbidden 0:0@0/0"])
        story.settings.minInsyncReplicas = 1
        #expect(try story.found() == ["unseen lost-replicas 0:0@0/0"])
    }

    @Test func compactionMayRemoveAllButTheLastOfAKey() throws {
        var story = Story { $0.isCompacted = true }
        story.send("0:0", at: 0, key: "a 0")
        story.send("0:1", at: 1, key: "a 1")
        story.send("0:2", at: 2, key: "b 0")
        story.poll("1=0:1 2=0:2")
        #expect(
            try story.found() == ["lost-write compaction 0:0@0/0", "unseen compaction 0:0@0/0"])
        var last = Story { $0.isCompacted = true }
        last.send("0:0", at: 0, key: "a 0")
        last.send("0:1", at: 1, key: "b 0")
        last.poll("1=0:1")
        #expect(
            try last.found() == ["lost-write forbidden 0:0@0/0", "unseen forbidden 0:0@0/0"])
    }

    @Test func retentionPermitsLosses() throws {
        var story = Story { $0.hasRetention = true }
        story.send("0:0", at: 0)
        #expect(try story.found() == ["unseen retention 0:0@0/0"])
    }

    @Test func aCutHistoryCannotTellWhatWasNeverRead() throws {
        var story = Story()
        story.send("0:0", at: 0)
        story.send("0:1", at: 1)
        story.poll("1=0:1")
        story.truncate()
        #expect(try story.found() == ["lost-write truncated 0:0@0/0", "unseen not told"])
    }

    // MARK: aborted-read

    @Test func aFailedSendThatIsReadIsAnAbortedRead() throws {
        var story = Story()
        story.invoke("0:0")
        story.complete("0:0", .fail, error: 19)
        story.poll("0=0:0")
        #expect(try story.found() == ["aborted-read forbidden g/c 0:0@0/0"])
    }

    @Test func aFailureThatComesAfterTheReadIsAnAbortedReadToo() throws {
        var story = Story()
        story.invoke("0:0")
        story.poll("0=0:0")
        story.poll("0=0:0", group: "h")
        story.complete("0:0", .fail)
        #expect(try story.found() == ["aborted-read forbidden g/c 0:0@0/0"])
    }

    @Test func anUnknownSendThatIsReadIsNoAbortedRead() throws {
        var story = Story()
        story.invoke("0:0")
        story.complete("0:0", .info, error: 20)
        story.poll("0=0:0")
        #expect(try story.found() == [])
    }

    // MARK: nonmonotonic-send

    /// Both in flight at a time, so that real time says nothing.
    private func overlapping(_ second: String, to partition: Int = 0) -> Story {
        var story = Story()
        story.invoke("0:0")
        story.invoke(second, to: partition)
        story.complete(second, at: 0)
        story.complete("0:0", at: 1)
        story.poll(partition == 0 ? "0=\(second) 1=0:0" : "1=0:0")
        if partition != 0 { story.poll("0=\(second)", of: partition) }
        return story
    }

    @Test func aLaterSendBelowAnEarlierOneIsNonmonotonic() throws {
        var story = overlapping("0:1")
        #expect(try story.found() == ["nonmonotonic-send forbidden 0:0@0/1 0:1@0/0"])
        story.settings.isIdempotent = false
        #expect(try story.found() == ["nonmonotonic-send in-flight 0:0@0/1 0:1@0/0"])
        story.settings.inFlightRequestsMax = 1
        #expect(try story.found() == ["nonmonotonic-send forbidden 0:0@0/1 0:1@0/0"])
    }

    @Test func sendsOfTwoProducersOrPartitionsHaveNoOrder() throws {
        #expect(try overlapping("1:0").found() == [])
        #expect(try overlapping("0:1", to: 1).found() == [])
    }

    @Test func aSendInThePlaceOfALostOneIsPermitted() throws {
        var story = Story {
            $0.acks = .leader
            $0.hasFinalRead = false
        }
        story.invoke("0:0")
        story.invoke("0:1")
        story.complete("0:0", at: 5)
        story.fault("kill")
        story.complete("0:1", at: 4)
        story.poll("4=0:1")
        #expect(
            try story.found() == [
                "nonmonotonic-send acks-1 0:0@0/5 0:1@0/4", "unseen not told",
            ])
    }

    // MARK: realtime-order

    @Test func aSendBelowAnOffsetAcknowledgedBeforeItBrokeRealTime() throws {
        var story = Story()
        story.send("0:0", at: 1)
        story.invoke("1:0")
        story.complete("1:0", at: 0)
        story.poll("0=1:0 1=0:0")
        #expect(try story.found() == ["realtime-order forbidden 0:0@0/1 1:0@0/0"])
    }

    @Test func concurrentSendsHaveNoRealTimeOrder() throws {
        var story = Story()
        story.invoke("0:0")
        story.invoke("1:0")
        story.complete("0:0", at: 1)
        story.complete("1:0", at: 0)
        story.poll("0=1:0 1=0:0")
        #expect(try story.found() == [])
    }

    @Test func equalTimesAreConcurrent() throws {
        var story = Story()
        story.send("0:0", at: 1)
        story.isTicking = false
        story.invoke("1:0")
        story.isTicking = true
        story.complete("1:0", at: 0)
        story.poll("0=1:0 1=0:0")
        #expect(try story.found() == [])
    }

    @Test func realTimeIsKeptByWhatStandsEvenWhereSomethingHigherWasLost() throws {
        var story = Story {
            $0.acks = .leader
            $0.hasFinalRead = false
        }
        story.send("2:0", at: 3)
        story.send("0:0", at: 9)
        story.fault("kill")
        story.send("1:0", at: 2)
        story.poll("2=1:0 3=2:0")
        #expect(
            try story.found() == [
                "realtime-order forbidden 2:0@0/3 1:0@0/2", "unseen not told",
            ])
    }
}
