import Client
import Messages
import Records
import Testing

/// Sequences and epochs of an idempotent producer.
@Suite struct IdempotenceTests {
    /// A bench with one partition and batches of two records.
    private func bench(
        batches: Int, _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) -> ProducerBench {
        ProducerBench(lines(2 * batches, bytes: 400)) {
            $0.isIdempotent = true
            change(&$0)
        }
    }

    /// Sends the first batch and has it acknowledged, so that others may be pipelined.
    private func establish(_ bench: ProducerBench) throws {
        try bench.run(until: .milliseconds(0))
        try bench.answer()
    }

    private func sequences(_ bench: ProducerBench) -> [Int32] {
        bench.sent.flatMap(\.batches).map(\.baseSequence)
    }

    private func epochs(_ bench: ProducerBench) -> [Int16] {
        bench.sent.flatMap(\.batches).map(\.producerEpoch)
    }

    @Test func withoutItBatchesNameNoProducer() throws {
        let bench = ProducerBench(lines(2))
        try bench.drain()
        let batch = try #require(bench.sent.first?.batches.first)
        #expect(batch.producerID == -1)
        #expect(batch.producerEpoch == -1)
        #expect(batch.baseSequence == -1)
    }

    @Test func sequencesCountRecordsInEachPartition() throws {
        let script = (0..<10).flatMap { lines(1, partition: $0 % 2, bytes: 400) }
        let bench = ProducerBench(script, places: [(0, 0), (1, 0)]) { $0.isIdempotent = true }
        try bench.drain()
        for partition in 0..<2 {
            let batches = bench.sent.flatMap(\.batches).filter { $0.partition == partition }
            #expect(batches.map(\.baseSequence) == [0, 2, 4])
            #expect(batches.allSatisfy { $0.producerID == 0 && $0.producerEpoch == 0 })
        }
    }

    /// A log that does not know the producer would take any batch for its first one.
    @Test func theFirstBatchOfAnEpochTravelsAlone() throws {
        let bench = bench(batches: 12)
        try bench.run(until: .milliseconds(0))
        #expect(bench.open.count == 1)
        try bench.answer()
        #expect(bench.open.count == 5)
        try bench.drain()
        #expect(sequences(bench) == (0..<12).map { 2 * $0 })
    }

    /// The log knows the last five batches again. Were more sent while an older one is open, a
    /// copy of that would be refused as out of order.
    @Test func noMoreBatchesAreSentThanTheLogKnowsAgain() throws {
        let bench = bench(batches: 12)
        try establish(bench)
        let first = bench.lose()
        for _ in 0..<4 { try bench.answer() }
        #expect(bench.open.isEmpty)
        #expect(sequences(bench) == [0, 2, 4, 6, 8, 10])
        try bench.answer(first)
        #expect(bench.open.count == 5)
    }

    @Test(arguments: [ErrorCode.none, .requestTimedOut])
    func sequencesWrapToZero(error: ErrorCode) throws {
        let bench = bench(batches: 4) { $0.firstSequence = Int32.max - 2 }
        try bench.run(until: .milliseconds(0))
        try bench.answer(error: error)
        try bench.run(until: .milliseconds(500))
        try bench.drain()
        let last = Int32.max
        let expected = [last - 2, last, 1, 3]
        #expect(sequences(bench) == (error == .none ? expected : [last - 2] + expected))
        #expect(epochs(bench).allSatisfy { $0 == 0 })
        #expect(bench.writer.completions.count == 4)
    }

    @Test func aRetryKeepsItsSequenceAndItsPlace() throws {
        let bench = bench(batches: 6)
        try establish(bench)
        // Sequence 2 is refused; the log then lacks it for those behind.
        try bench.answer(error: .notEnoughReplicas)
        while !bench.open.isEmpty { try bench.answer(error: .outOfOrderSequenceNumber) }
        try bench.run(until: .milliseconds(2000))
        #expect(bench.open.count == 1)
        try bench.drain()
        #expect(sequences(bench) == [0, 2, 4, 6, 8, 10, 2, 4, 6, 8, 10])
        #expect(epochs(bench).allSatisfy { $0 == 0 })
        #expect(bench.writer.completions.map(\.error) == Array(repeating: .none, count: 6))
        #expect(bench.writer.completions.map(\.baseOffset.rawValue) == [0, 2, 4, 6, 8, 10])
    }

    /// While batches are to be sent again, they go one at a time; fresh ones wait.
    @Test func retriesGoInOrderWhateverOrderTheyFailedIn() throws {
        let bench = bench(batches: 10)
        try establish(bench)
        for request in bench.open.reversed() {
            try bench.answer(request, error: .notLeaderOrFollower)
        }
        try bench.run(until: .milliseconds(100))
        for sequence in [2, 4, 6, 8] as [Int32] {
            #expect(bench.open.count == 1)
            #expect(bench.sent.last?.batches.first?.baseSequence == sequence)
            try bench.answer()
        }
        try bench.drain()
        #expect(bench.writer.completions.map(\.baseOffset.rawValue) == (0..<10).map { 2 * $0 })
    }

    @Test func aDuplicateIsAcknowledgedAsTheOriginal() throws {
        let bench = bench(batches: 2)
        try establish(bench)
        let lost = bench.lose()
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(100))
        let request = try #require(bench.open.first)
        #expect(sequences(bench) == [0, 2, 2])
        request.entries[0].baseOffset = Offset(2)
        try bench.handle(.produced(request))
        #expect(bench.writer.completions.map(\.baseOffset.rawValue) == [0, 2])
        #expect(bench.writer.completions.map(\.error) == [.none, .none])
        try bench.handle(.produced(lost))
        #expect(bench.writer.completions.count == 2)
    }

    /// A batch that failed for sure leaves a gap: those behind it go into a new epoch.
    @Test func afterASureFailureTheOthersGoIntoANewEpoch() throws {
        let bench = bench(batches: 7)
        try establish(bench)
        try bench.answer(error: .recordListTooLarge)
        while !bench.open.isEmpty { try bench.answer(error: .outOfOrderSequenceNumber) }
        try bench.run(until: .milliseconds(100))
        #expect(bench.open.count == 1)
        try bench.drain()
        let errors = bench.writer.completions.map(\.error)
        #expect(errors == [.none, .recordListTooLarge, .none, .none, .none, .none, .none])
        #expect(sequences(bench) == [0, 2, 4, 6, 8, 10, 0, 2, 4, 6, 8])
        #expect(epochs(bench) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
        #expect(bench.sent.suffix(5).flatMap(\.batches).map(\.marks[0]) == [4, 6, 8, 10, 12])
    }

    /// What was acknowledged is gone from the log: the next batch cannot follow it.
    @Test func aLogThatLostItsTailIsContinuedInANewEpoch() throws {
        let bench = bench(batches: 2)
        try establish(bench)
        try bench.answer(error: .outOfOrderSequenceNumber)
        try bench.run(until: .milliseconds(100))
        try bench.drain()
        #expect(sequences(bench) == [0, 2, 0])
        #expect(epochs(bench) == [0, 0, 1])
        #expect(bench.writer.completions.map(\.error) == [.none, .none])
    }

    /// It may be in another log; in a new epoch it could come twice.
    @Test func aBatchOfOpenOutcomeIsNeverRenumbered() throws {
        let bench = bench(batches: 3)
        try establish(bench)
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(100))
        try bench.answer(error: .outOfOrderSequenceNumber)
        // And the one behind it: it was under way as well.
        try bench.answer(error: .outOfOrderSequenceNumber)
        #expect(
            bench.writer.completions.map(\.error)
                == [.none, .outOfOrderSequenceNumber, .outOfOrderSequenceNumber])
        bench.writer.add(ScriptedWriter.Line(due: .milliseconds(200)))
        try bench.run(until: .milliseconds(200))
        try bench.drain()
        #expect(sequences(bench) == [0, 2, 4, 2, 4, 0])
        #expect(epochs(bench) == [0, 0, 0, 0, 0, 1])
    }

    /// After a batch of unknown fate, nothing new is sent until the others have their outcome.
    @Test func afterAnOpenEndANewEpochBeginsWhenNothingIsUnderWay() throws {
        let bench = bench(batches: 2) { $0.deliveryTimeout = .milliseconds(1000) }
        try establish(bench)
        let late = bench.lose()
        for due in [900, 1100] as [Int64] {
            bench.writer.add(ScriptedWriter.Line(due: .milliseconds(due)))
        }
        try bench.run(until: .milliseconds(1000))
        #expect(bench.writer.completions.map(\.error) == [.none, .requestTimedOut])
        #expect(sequences(bench) == [0, 2, 4])
        try bench.run(until: .milliseconds(1200))
        #expect(bench.sent.count == 3)
        try bench.answer(late)
        #expect(bench.sent.count == 3)
        try bench.drain()
        #expect(sequences(bench) == [0, 2, 4, 0])
        #expect(epochs(bench) == [0, 0, 0, 1])
        #expect(bench.sent.last?.time == .milliseconds(1200))
        #expect(bench.producer.isIdle)
    }

    @Test func aFencedProducerGoesOnInTheNextEpoch() throws {
        let bench = bench(batches: 2)
        try establish(bench)
        try bench.answer(error: .invalidProducerEpoch)
        bench.writer.add(ScriptedWriter.Line(due: .milliseconds(10)))
        try bench.run(until: .milliseconds(10))
        try bench.drain()
        #expect(bench.writer.completions.map(\.error) == [.none, .invalidProducerEpoch, .none])
        #expect(epochs(bench) == [0, 0, 1])
        #expect(sequences(bench) == [0, 2, 0])
    }

    /// However the leader moves, no more than five batches of a partition are without an outcome:
    /// as many as a log knows again.
    @Test func noMoreThanFiveAreOpenOverAllConnections() throws {
        let bench = bench(batches: 20)
        try establish(bench)
        try bench.tell([(0, 1, 1)])
        #expect(bench.open.count == 5)
        try bench.answer()
        #expect(bench.open.count == 5)
        #expect(bench.sent.last?.broker == 1)
    }

    @Test func epochsRunOutIntoAnotherProducer() {
        let last = ProducerIdentity(id: 3, epoch: Int16.max)
        #expect(last.next == ProducerIdentity(id: 3 + 1 << 32, epoch: 0))
        #expect(last.next.next == ProducerIdentity(id: 3 + 1 << 32, epoch: 1))
    }
}
