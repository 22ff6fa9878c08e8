import Client
import Messages
import Records
import Testing

/// The end of a producer's process, and its successor.
@Suite struct AbandonTests {
    @Test func everythingUnacknowledgedEnds() throws {
        let bench = ProducerBench(lines(9, bytes: 400)) { $0.maxInFlight = 2 }
        try bench.run(until: .milliseconds(1))
        try bench.answer()
        try bench.run(until: .milliseconds(4))
        _ = bench.producer.abandon(now: .milliseconds(4))
        let told = bench.writer.completions
        #expect(told.map(\.sequences) == [0..<2, 2..<4, 4..<6, 6..<8, 8..<9])
        #expect(told.map(\.attempts) == [1, 1, 1, 0, 0])
        #expect(
            told.map(\.error.provesNothingAppended) == [false, false, false, true, true])
        #expect(told.map(\.error).prefix(3) == [.none, .networkException, .networkException])
        #expect(told.dropFirst().allSatisfy { $0.time == .milliseconds(4) })
        #expect(bench.producer.isIdle)
    }

    @Test func aBatchThatWasRefusedIsSurelyNotAppended() throws {
        let bench = ProducerBench(lines(4, bytes: 400))
        try bench.run(until: .milliseconds(1))
        try bench.answer(error: .notEnoughReplicas)
        try bench.answer(error: .notEnoughReplicasAfterAppend)
        _ = bench.producer.abandon(now: .milliseconds(4))
        let errors = Set(bench.writer.completions.map(\.error))
        #expect(errors == [.notEnoughReplicas, .notEnoughReplicasAfterAppend])
    }

    @Test func nothingHappensAfterwards() throws {
        let bench = ProducerBench(lines(4, bytes: 400))
        try bench.run(until: .milliseconds(1))
        _ = bench.producer.abandon(now: .milliseconds(4))
        let told = bench.writer.completions
        bench.writer.add(ScriptedWriter.Line())
        #expect(bench.producer.nextStep == .distantFuture)
        try bench.answer()
        try bench.disconnect(0)
        try bench.tell([(0, 1, 9)])
        var effects = ClientEffects()
        bench.producer.step(now: .milliseconds(9), effects: &effects)
        #expect(effects.toBrokers.isEmpty)
        #expect(bench.writer.completions == told)
        #expect(bench.sent.count == 2)
    }

    @Test func theSuccessorNumbersOnInANewEpoch() throws {
        let first = ProducerBench(lines(4, bytes: 400)) { $0.isIdempotent = true }
        try first.run(until: .milliseconds(0))
        try first.answer()
        let lost = first.lose()
        let remains = first.producer.abandon(now: .milliseconds(1))
        let second = ProducerBench(lines(2, bytes: 400), remains: remains) {
            $0.isIdempotent = true
            $0.firstSequence = 99
        }
        try second.run(until: .milliseconds(2))
        let batch = try #require(second.sent.first?.batches.first)
        #expect(batch.producerID == 0)
        #expect(batch.producerEpoch == 1)
        #expect(batch.baseSequence == 0)
        #expect(batch.marks == [4, 5])
        // The answer to the one that crashed comes late, by the same connection.
        try second.handle(.produced(lost))
        #expect(second.writer.completions.isEmpty)
        try second.answer()
        #expect(second.writer.completions.map(\.sequences) == [4..<6])
        #expect(second.producer.recordCount(of: PartitionIndex(0)) == 6)
    }
}
