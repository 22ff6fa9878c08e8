import Client
import Messages
import Records
import Testing

/// How a producer finds the leaders of partitions, and follows them.
@Suite struct RoutingTests {
    @Test(arguments: [
        ErrorCode.unknownTopicOrPartition, .notLeaderOrFollower, .fencedLeaderEpoch,
        .unknownLeaderEpoch, .kafkaStorageError, .requestTimedOut, .networkException,
    ])
    func afterSuchAnErrorTheControllerIsAsked(error: ErrorCode) throws {
        let bench = ProducerBench(lines(1), places: [(0, 4)])
        try bench.run(until: .milliseconds(3))
        try bench.answer(error: error)
        #expect(bench.asked == [ProducerBench.Asked(listener: 4, time: .milliseconds(3))])
    }

    @Test(arguments: [ErrorCode.notEnoughReplicas, .notEnoughReplicasAfterAppend])
    func aLeaderThatWantsReplicasIsStillTheLeader(error: ErrorCode) throws {
        let bench = ProducerBench(lines(1))
        try bench.run(until: .milliseconds(3))
        try bench.answer(error: error)
        try bench.run(until: .milliseconds(50))
        #expect(bench.asked.isEmpty)
    }

    @Test func anAnswerThatDoesNotComeIsAskedForAgain() throws {
        let bench = ProducerBench(lines(1)) { $0.retryBackoffMax = .milliseconds(400) }
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: .notLeaderOrFollower)
        try bench.run(until: .milliseconds(50))
        // One question is under way at a time.
        try bench.disconnect(0)
        #expect(bench.asked.count == 1)
        try bench.run(until: .milliseconds(900))
        #expect(bench.asked.map(\.time) == [0, 400, 800].map { .milliseconds($0) })
        try bench.tell([(0, 0, 0)])
        try bench.run(until: .milliseconds(5000))
        #expect(bench.asked.count == 3)
    }

    @Test func metadataGrowOldByListener() throws {
        let bench = ProducerBench([], places: [(0, 0), (1, 5)]) {
            $0.metadataAgeMax = .seconds(10)
        }
        bench.writer.add(ScriptedWriter.Line(due: .milliseconds(4000)))
        try bench.run(until: .milliseconds(4000))
        try bench.drain()
        try bench.run(until: .milliseconds(13_999))
        #expect(bench.asked.isEmpty)
        try bench.run(until: .milliseconds(14_000))
        #expect(bench.asked.map(\.listener) == [0, 5])
        try bench.tell([(0, 0, 0)])
        try bench.run(until: .milliseconds(15_000))
        // The other one has not answered.
        #expect(bench.asked.map(\.listener) == [0, 5, 5])
        try bench.tell([(1, 1, 0)])
        try bench.run(until: .milliseconds(24_000))
        #expect(bench.asked.map(\.listener) == [0, 5, 5, 0])
    }

    @Test func aPartitionFollowsItsLeaderAtOnce() throws {
        let bench = ProducerBench(
            lines(2, bytes: 400) + lines(2, bytes: 400, due: .milliseconds(9)))
        try bench.run(until: .milliseconds(2))
        try bench.answer(error: .notLeaderOrFollower)
        try bench.run(until: .milliseconds(5))
        try bench.tell([(0, 2, 1)])
        // The pause was meant for the old leader.
        #expect(bench.sent.map(\.broker) == [0, 2])
        #expect(bench.sent.map(\.time) == [.milliseconds(0), .milliseconds(5)])
        try bench.run(until: .milliseconds(9))
        #expect(bench.sent.map(\.broker) == [0, 2, 2])
    }

    @Test func olderMetadataAreIgnored() throws {
        let bench = ProducerBench(lines(1) + lines(1, due: .milliseconds(9)))
        try bench.run(until: .milliseconds(0))
        try bench.tell([(0, 2, 5)])
        try bench.tell([(0, 1, 4)])
        try bench.tell([(0, nil, 3)])
        try bench.tell([(0, 1, 5)])
        try bench.run(until: .milliseconds(9))
        #expect(bench.sent.map(\.broker) == [0, 2])
    }

    /// A request under way when the leader moves ends as its own answer says.
    @Test func whatIsUnderWayStaysWhereItIs() throws {
        let bench = ProducerBench(
            lines(4, bytes: 400) + lines(2, bytes: 400, due: .milliseconds(9)))
        try bench.run(until: .milliseconds(0))
        try bench.tell([(0, 1, 1)])
        try bench.run(until: .milliseconds(9))
        #expect(bench.sent.map(\.broker) == [0, 0, 1])
        try bench.answer()
        try bench.answer()
        #expect(bench.writer.completions.map(\.leaderEpoch.rawValue) == [0, 0])
        try bench.answer()
        #expect(bench.writer.completions.map(\.leaderEpoch.rawValue) == [0, 0, 1])
    }

    @Test func withoutALeaderAPartitionWaits() throws {
        let script = (0..<2).flatMap { lines(2, partition: $0, bytes: 400, due: .milliseconds(5)) }
        let bench = ProducerBench(script, places: [(0, 0), (0, 0)])
        try bench.tell([(0, nil, 1)])
        try bench.run(until: .milliseconds(50))
        #expect(bench.sent.flatMap(\.batches).map(\.partition) == [1])
        // The controller is asked until there is one.
        try bench.tell([(0, nil, 1), (1, 0, 0)])
        let before = bench.asked.count
        try bench.run(until: .milliseconds(300))
        #expect(bench.asked.count == before + 1)
        try bench.tell([(0, 3, 1), (1, 0, 0)])
        #expect(bench.sent.last?.broker == 3)
        #expect(bench.sent.last?.batches.map(\.partition) == [0])
        let asked = bench.asked.count
        try bench.run(until: .milliseconds(20_000))
        #expect(bench.asked.count == asked)
    }

    /// Lingering batches move with their partition and keep their time.
    @Test func aLingeringBatchMovesWithItsPartition() throws {
        let script = [
            ScriptedWriter.Line(due: .milliseconds(1), partition: 0),
            ScriptedWriter.Line(due: .milliseconds(2), partition: 1),
            ScriptedWriter.Line(due: .milliseconds(3), partition: 2),
        ]
        let bench = ProducerBench(script, places: [(0, 0), (1, 0), (0, 0)]) {
            $0.linger = .milliseconds(20)
        }
        try bench.run(until: .milliseconds(4))
        try bench.tell([(1, 0, 1)])
        try bench.run(until: .milliseconds(100))
        #expect(bench.sent.map(\.time) == [21, 22, 23].map { .milliseconds($0) })
        #expect(bench.sent.map(\.broker) == [0, 0, 0])
        #expect(bench.sent.map { $0.batches[0].partition } == [0, 1, 2])
    }

    @Test func partitionsComeIntoUseAsTheyBecomeKnown() throws {
        let bench = ProducerBench([], places: [(0, 0)], listeners: [0, 1, 1, 0])
        #expect(bench.producer.partitionCount == 1)
        try bench.tell([(0, 0, 0), (3, 1, 0)])
        #expect(bench.writer.partitionCounts.isEmpty)
        try bench.tell([(1, 1, 0)])
        #expect(bench.writer.partitionCounts == [2])
        try bench.tell([(1, 1, 0), (2, nil, 0)])
        #expect(bench.writer.partitionCounts == [2, 4])
        #expect(bench.producer.partitionCount == 4)
        for partition in 0..<4 {
            bench.writer.add(ScriptedWriter.Line(partition: partition, bytes: 10))
        }
        try bench.run(until: .milliseconds(1))
        let sent = bench.sent.map { [$0.broker, $0.listener] + $0.batches.map(\.partition) }
        #expect(sent == [[0, 0, 0], [1, 0, 3], [1, 1, 1]])
        try bench.tell([(2, 0, 0)])
        #expect(bench.sent.last?.batches.map(\.partition) == [2])
        #expect(bench.sent.last?.listener == 1)
    }

    @Test func partitionsBeyondWhatWasPlannedAreIgnored() throws {
        let bench = ProducerBench([], places: [(0, 0)])
        try bench.tell([(0, 0, 0), (1, 0, 0)])
        try bench.tell([(9, 0, 0)])
        #expect(bench.producer.partitionCount == 1)
        #expect(bench.writer.partitionCounts.isEmpty)
    }

    @Test func aControllerWithoutPartitionsHasAnsweredToo() throws {
        let bench = ProducerBench(lines(1), places: [(0, 0)], listeners: [0, 1]) {
            $0.metadataAgeMax = .seconds(10)
        }
        try bench.run(until: .milliseconds(0))
        try bench.drain()
        try bench.run(until: .milliseconds(10_000))
        try bench.tell([(0, 0, 0)])
        try bench.tell([])
        try bench.run(until: .milliseconds(19_000))
        #expect(bench.asked.map(\.listener) == [0, 1])
    }
}
