import Client
import Messages
import Records
import Testing

/// Which errors are worth another attempt, when it is made, and what the application hears.
@Suite struct RetryTests {
    static let retriable: [ErrorCode] = [
        .unknownTopicOrPartition, .notLeaderOrFollower, .requestTimedOut, .networkException,
        .notEnoughReplicas, .notEnoughReplicasAfterAppend, .kafkaStorageError,
        .fencedLeaderEpoch, .unknownLeaderEpoch,
    ]

    @Test(arguments: retriable)
    func aPassingErrorIsFollowedByAnotherAttempt(error: ErrorCode) throws {
        let bench = ProducerBench(lines(2, bytes: 400))
        try bench.run(until: .milliseconds(5))
        try bench.answer(error: error)
        #expect(bench.writer.completions.isEmpty)
        #expect(bench.open.isEmpty)
        try bench.run(until: .milliseconds(104))
        #expect(bench.sent.count == 1)
        try bench.run(until: .milliseconds(105))
        #expect(bench.sent.map(\.time) == [.milliseconds(0), .milliseconds(105)])
        #expect(bench.sent[1].batches.map(\.marks) == [[0, 1]])
        try bench.answer()
        let told = try #require(bench.writer.completions.first)
        #expect(told.error == .none)
        #expect(told.attempts == 2)
        #expect(told.sequences == 0..<2)
        #expect(bench.writer.failures.map(\.error) == [error])
        #expect(bench.producer.isIdle)
    }

    @Test(arguments: [
        ErrorCode.corruptMessage, .recordListTooLarge, .offsetOutOfRange, .invalidProducerEpoch,
        .outOfOrderSequenceNumber, .staleBrokerEpoch, .invalidUpdateVersion, .ineligibleReplica,
    ])
    func aLastingErrorEndsTheBatchAtOnce(error: ErrorCode) throws {
        let bench = ProducerBench(lines(2, bytes: 400))
        try bench.run(until: .milliseconds(5))
        try bench.answer(error: error)
        #expect(bench.writer.completions.map(\.error) == [error])
        #expect(bench.writer.completions.map(\.attempts) == [1])
        #expect(bench.writer.failures.map(\.error) == [error])
        try bench.run(until: .milliseconds(5000))
        #expect(bench.sent.count == 1)
        #expect(bench.producer.isIdle)
    }

    @Test func thePauseDoublesUpToItsBound() throws {
        let bench = ProducerBench(lines(1)) {
            $0.retryBackoff = .milliseconds(10)
            $0.retryBackoffMax = .milliseconds(70)
        }
        for _ in 0..<6 {
            try bench.run(until: bench.producer.nextStep)
            try bench.answer(error: .notEnoughReplicas)
        }
        try bench.run(until: bench.producer.nextStep)
        let times = [0, 10, 30, 70, 140, 210, 280].map { Instant.milliseconds($0) }
        #expect(bench.sent.map(\.time) == times)
        try bench.answer()
        #expect(bench.writer.completions.map(\.attempts) == [7])
    }

    @Test func retriesAreCounted() throws {
        let bench = ProducerBench(lines(1)) { $0.retriesMax = 2 }
        for _ in 0..<3 {
            try bench.run(until: bench.producer.nextStep)
            try bench.answer(error: .notEnoughReplicas)
        }
        #expect(bench.writer.completions.map(\.error) == [.notEnoughReplicas])
        #expect(bench.writer.completions.map(\.attempts) == [3])
        #expect(bench.writer.failures.count == 3)
    }

    /// An attempt of open outcome is not made certain by a refusal that comes later.
    @Test func anOpenAttemptKeepsTheOutcomeOpen() throws {
        let bench = ProducerBench(lines(1))
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: .notEnoughReplicasAfterAppend)
        try bench.run(until: .milliseconds(100))
        try bench.answer(error: .recordListTooLarge)
        #expect(bench.writer.completions.map(\.error) == [.notEnoughReplicasAfterAppend])
    }

    @Test func attemptsNameTheEpochTheyWereMadeIn() throws {
        let bench = ProducerBench(lines(1))
        try bench.run(until: .milliseconds(0))
        try bench.tell([(0, 1, 5)])
        try bench.answer(error: .notLeaderOrFollower)
        try bench.run(until: .milliseconds(100))
        try bench.answer()
        #expect(bench.writer.failures.map(\.leaderEpoch) == [.initial])
        #expect(bench.writer.completions.map(\.leaderEpoch) == [LeaderEpoch(5)])
        #expect(bench.sent.map(\.broker) == [0, 1])
    }

    @Test func onlyThePartitionThatFailedIsSentAgain() throws {
        let script = (0..<3).flatMap { lines(1, partition: $0) }
        let bench = ProducerBench(script, places: [(0, 0), (0, 0), (0, 0)])
        try bench.run(until: .milliseconds(0))
        let request = try #require(bench.open.first)
        request.entries[1].error = .notEnoughReplicas
        try bench.handle(.produced(request))
        #expect(bench.writer.completions.map(\.partition) == [0, 2])
        try bench.run(until: .milliseconds(100))
        #expect(bench.sent.last?.batches.map(\.partition) == [1])
    }

    /// What follows a failed batch of its partition waits for it, unless it is under way already.
    @Test func withSeveralInFlightARetryComesAfterLaterBatches() throws {
        let bench = ProducerBench(lines(12, bytes: 400)) { $0.maxInFlight = 3 }
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: .notEnoughReplicas)
        try bench.answer()
        try bench.answer()
        #expect(bench.open.isEmpty)
        try bench.run(until: .milliseconds(100))
        try bench.drain()
        let marks = bench.sent.map { Int($0.batches[0].marks[0]) }
        #expect(marks == [0, 2, 4, 0, 6, 8, 10])
        let offsets = bench.writer.completions.sorted { $0.baseOffset < $1.baseOffset }
        #expect(offsets.map(\.sequences.lowerBound) == [2, 4, 0, 6, 8, 10])
    }

    /// As in Kafka, each goes to the front of what waits.
    @Test func batchesThatFailTogetherComeTurnedRound() throws {
        let bench = ProducerBench(lines(10, bytes: 400)) { $0.maxInFlight = 3 }
        try bench.run(until: .milliseconds(0))
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(100))
        try bench.drain()
        let marks = bench.sent.map { Int($0.batches[0].marks[0]) }
        #expect(marks == [0, 2, 4, 4, 2, 0, 6, 8])
    }

    @Test func withOneInFlightTheOrderIsKept() throws {
        let bench = ProducerBench(lines(12, bytes: 400), places: [(0, 0)]) { $0.maxInFlight = 1 }
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: .notEnoughReplicas)
        try bench.run(until: .milliseconds(100))
        // The leader moves while the batch is under way: nothing overtakes it by the other way.
        try bench.tell([(0, 1, 1)])
        #expect(bench.open.count == 1)
        try bench.answer(error: .notLeaderOrFollower)
        try bench.run(until: .milliseconds(1000))
        try bench.drain()
        #expect(bench.writer.completions.map(\.baseOffset.rawValue) == [0, 2, 4, 6, 8, 10])
        #expect(bench.writer.completions.map(\.sequences.lowerBound) == [0, 2, 4, 6, 8, 10])
    }

    @Test func withoutAcksNothingIsSentAgain() throws {
        let bench = ProducerBench(lines(4, bytes: 400)) { $0.acks = .none }
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: .notLeaderOrFollower)
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(5000))
        #expect(bench.sent.count == 2)
        #expect(bench.writer.completions.map(\.error) == [.none, .none])
        #expect(bench.writer.failures.isEmpty)
        #expect(bench.producer.isIdle)
    }
}
