import Client
import Messages
import Records
import Testing

/// Who has a batch's memory when: it is used again once nobody can hold it any more.
@Suite struct BufferTests {
    /// Sends one batch and answers with its buffer.
    private func bench(
        _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) throws -> (bench: ProducerBench, request: ProduceRequest, buffer: BatchBuffer) {
        let bench = ProducerBench(lines(1), change)
        try bench.run(until: .milliseconds(0))
        let request = try #require(bench.open.first)
        return (bench, request, try #require(request.entries.first?.batch))
    }

    /// Whether the pool has the buffer, which is taken from it then.
    private func isFree(_ buffer: BatchBuffer, in bench: ProducerBench) -> Bool {
        bench.pool.take(atLeast: 1000) === buffer
    }

    @Test func afterItsAnswer() throws {
        let (bench, _, buffer) = try bench()
        #expect(!isFree(buffer, in: bench))
        try bench.answer()
        #expect(isFree(buffer, in: bench))
    }

    @Test func notWhileItWaitsForAnotherAttempt() throws {
        let (bench, _, buffer) = try bench()
        try bench.answer(error: .notEnoughReplicas)
        #expect(!isFree(buffer, in: bench))
        try bench.run(until: .milliseconds(100))
        #expect(bench.open.first?.entries.first?.batch === buffer)
        try bench.answer()
        #expect(isFree(buffer, in: bench))
    }

    @Test func neverWhenARequestDidNotComeBack() throws {
        let (bench, late, buffer) = try bench()
        #expect(bench.lose() === late)
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(100))
        #expect(bench.open.first !== late)
        try bench.answer()
        #expect(bench.producer.isIdle)
        #expect(!isFree(buffer, in: bench))
        // Nor when it comes back after all; the bytes are as they were.
        try bench.handle(.produced(late))
        #expect(!isFree(buffer, in: bench))
        #expect(throws: Never.self) { try BatchHeader.validated(buffer.bytes) }
    }

    @Test func neverWhenItIsGivenUpUnderWay() throws {
        let (bench, late, buffer) = try bench { $0.deliveryTimeout = .milliseconds(50) }
        try bench.run(until: .milliseconds(50))
        #expect(bench.producer.isIdle)
        #expect(!isFree(buffer, in: bench))
        try bench.answer(late)
        #expect(!isFree(buffer, in: bench))
    }

    @Test func notWhenTheBrokerKeepsIt() throws {
        let (bench, request, buffer) = try bench { $0.retriesMax = 0 }
        request.entries[0].batch = nil
        try bench.answer(error: .kafkaStorageError)
        #expect(bench.producer.isIdle)
        #expect(!isFree(buffer, in: bench))
    }

    @Test func notWhenACopyComesBackFirst() throws {
        let (bench, request, buffer) = try bench()
        try bench.handle(.produced(request.copy()))
        #expect(bench.writer.completions.count == 1)
        #expect(!isFree(buffer, in: bench))
    }

    @Test func aBatchThatWasNeverSentGivesItsBack() throws {
        let bench = ProducerBench(lines(1)) {
            $0.linger = .seconds(9)
            $0.deliveryTimeout = .milliseconds(50)
        }
        let buffer = bench.pool.take(atLeast: 1000)
        bench.pool.give(buffer)
        try bench.run(until: .milliseconds(49))
        #expect(!isFree(buffer, in: bench))
        try bench.run(until: .milliseconds(50))
        #expect(bench.producer.isIdle)
        #expect(isFree(buffer, in: bench))
    }

    /// Buffers and requests of the steady state are the same few.
    @Test func theSteadyStateUsesTheSameMemory() throws {
        let bench = ProducerBench(
            (0..<500).flatMap { lines(1, due: .milliseconds(Int64($0))) })
        var buffers: Set<ObjectIdentifier> = []
        var requests: Set<ObjectIdentifier> = []
        for moment in 0..<500 {
            try bench.run(until: .milliseconds(Int64(moment)))
            let request = try #require(bench.open.first)
            requests.insert(ObjectIdentifier(request))
            for case let batch? in request.entries.map(\.batch) {
                buffers.insert(ObjectIdentifier(batch))
            }
            try bench.answer()
        }
        #expect(buffers.count == 1)
        #expect(requests.count == 1)
    }

    @Test func aRequestThatDidNotComeBackIsNotUsedAgain() throws {
        let (bench, late, _) = try bench()
        try bench.disconnect(0)
        for moment in 1...5 {
            bench.writer.add(ScriptedWriter.Line(due: .milliseconds(Int64(moment) * 200)))
            try bench.run(until: .milliseconds(Int64(moment) * 200))
            try bench.handle(.produced(late))
            try bench.drain()
        }
        #expect(bench.sent.dropFirst().allSatisfy { $0.request !== late })
    }
}
