import Checker
import Records
import Testing

/// What a verdict holds beside its counts.
@Suite struct HistoryVerdictTests {
    private func losing(_ count: Int) -> Story {
        var story = Story()
        for sequence in 0..<count { story.send("0:\(sequence)", at: Int64(sequence)) }
        return story
    }

    @Test func findingsAreCappedAndCountsAreNot() throws {
        let verdict = try losing(25).verdict(findingsMax: 3)
        #expect(verdict[.unseen].forbidden == 25)
        #expect(verdict.forbidden == 25)
        #expect(verdict.findings.map { $0.records.map(\.sequence) } == [[0], [1], [2]])
    }

    @Test func permittedFindingsDoNotCrowdOutForbiddenOnes() throws {
        var story = Story { $0.acks = .leader }
        for sequence in 0..<5 { story.send("0:\(sequence)", at: Int64(sequence)) }
        story.fault("kill")
        story.send("0:5", at: 5)
        let verdict = try story.verdict(findingsMax: 2)
        #expect(
            verdict.lines == [
                "unseen forbidden 0:5@0/5", "unseen acks-1 0:0@0/0", "unseen acks-1 0:1@0/1",
                "unseen is miscounted: \(verdict[.unseen])",
            ])
        #expect(verdict[.unseen].reasons == [HistoryCount.Reason(.acksLeader, 5)])
    }

    @Test func aFindingCitesAllThatIsKnown() throws {
        var checker = try HistoryChecker(settings: HistorySettings(hasFinalRead: false))
        let value = HistoryValue(producer: 3, sequence: 7)
        var invocation = SendInvocation(
            time: Instant(10), value: value, partition: PartitionIndex(5),
            key: HistoryKey("k", 2))
        invocation.producerID = 4001
        invocation.producerEpoch = 1
        try checker.add(.invoke(invocation))
        try checker.add(
            .complete(
                SendCompletion(time: Instant(20), value: value, outcome: .fail, errorCode: 19)))
        try checker.add(
            .poll(
                PollResult(
                    time: Instant(30), group: "g", consumer: "c", partition: PartitionIndex(5),
                    records: [
                        PolledRecord(
                            offset: Offset(44), value: value, leaderEpoch: LeaderEpoch(6))
                    ])))
        var record = CitedRecord(producer: 3, sequence: 7, partition: 5)
        record.producerID = 4001
        record.producerEpoch = 1
        record.key = "k"
        record.keySequence = 2
        record.offset = 44
        record.leaderEpoch = 6
        record.invokeTimeNanoseconds = 10
        record.outcome = .fail
        record.completeTimeNanoseconds = 20
        record.readTimeNanoseconds = 30
        let expected = HistoryFinding(
            .abortedRead, group: "g", consumer: "c", records: [record])
        #expect(try checker.verdict().findings == [expected])
    }

    @Test func aGroupIsJudgedApart() throws {
        var story = Story()
        for offset in 0..<3 { story.send("0:\(offset)", at: Int64(offset)) }
        story.poll("0=0:0 1=0:1 2=0:2", group: "g")
        story.poll("2=0:2 1=0:1", group: "h")
        #expect(try story.found(group: "g") == [])
        let line = "int-nonmonotonic-poll forbidden h/c 0:2@0/2 0:1@0/1"
        #expect(try story.found(group: "h") == [line])
        #expect(try story.found() == [line])
        #expect(throws: HistoryError.unknownGroup("i", known: ["g", "h"])) {
            try story.found(group: "i")
        }
    }

    @Test func totalsCountWhatTheHistoryHolds() throws {
        var story = losing(2)
        story.invoke("0:2")
        story.invoke("1:0", to: 4)
        story.complete("1:0", .fail)
        story.poll("0=0:0 1=0:1")
        story.fault("pause", "broker 1", .begin)
        story.fault("pause", "broker 1", .end)
        story.truncate()
        var totals = HistoryTotals()
        totals.events = 11
        totals.sends = 4
        totals.ok = 2
        totals.fail = 1
        totals.info = 1
        totals.polls = 1
        totals.recordsRead = 2
        totals.partitions = 2
        totals.groups = 1
        totals.faults = 1
        totals.isTruncated = true
        #expect(try story.verdict().totals == totals)
    }

    @Test func partitionsComeInTheOrderOfTheirNumbers() throws {
        var story = Story()
        story.send("0:0", to: 9, at: 0)
        story.send("0:1", to: 2, at: 0)
        #expect(try story.found() == ["unseen forbidden 0:1@2/0", "unseen forbidden 0:0@9/0"])
    }

    @Test func theGreatestNumbersAreFine() throws {
        var story = Story()
        let last = Int64.max
        story.send("\(Int32.max):\(last)", to: Int(Int32.max), at: last, key: "a \(last)")
        story.send("0:0", to: Int(Int32.max), at: 0)
        story.poll("0=0:0 \(last)=\(Int32.max):\(last)", of: Int(Int32.max))
        #expect(
            try story.found() == [
                "realtime-order forbidden \(Int32.max):\(last)@\(Int32.max)/\(last) "
                    + "0:0@\(Int32.max)/0",
                "offset-gap forbidden g/c 0:0@\(Int32.max)/0 "
                    + "\(Int32.max):\(last)@\(Int32.max)/\(last)",
            ])
    }
}
